// Arrays of several dimensions over typed arrays, and whole numbers beyond 32 bits.
//
// Generated code indexes `data` itself; a View is made where a row or a column is handed on.
// Whole numbers are exact up to 2^53. Bit operators of JavaScript keep 32 bits only, so
// those on whole numbers of Python go through the functions below.

export class View {
  constructor(data, offset, n0, s0, n1 = 1, s1 = 1, n2 = 1, s2 = 1, n3 = 1, s3 = 1) {
    this.data = data;
    this.offset = offset;
    this.n0 = n0;
    this.s0 = s0;
    this.n1 = n1;
    this.s1 = s1;
    this.n2 = n2;
    this.s2 = s2;
    this.n3 = n3;
    this.s3 = s3;
  }
}

// A whole array, laid out row after row.
export function whole(data, shape) {
  const [n0, n1 = 1, n2 = 1, n3 = 1] = shape;
  return new View(data, 0, n0, n1 * n2 * n3, n1, n2 * n3, n2, n3, n3, 1);
}

export const NUMBERS = {
  b1: Uint8Array,
  i1: Int8Array,
  u1: Uint8Array,
  u2: Uint16Array,
  i4: Int32Array,
  i8: Float64Array,
  f8: Float64Array,
};

// Make a whole array that holds one value everywhere.
export function filled(kind, shape, value = 0) {
  const data = new NUMBERS[kind](shape.reduce((n, m) => n * m, 1));
  if (value !== 0) data.fill(value);
  return whole(data, shape);
}

// Set every number of a view.
export function fill(view, value) {
  const { data, offset, n0, s0, n1, s1, n2, s2, n3, s3 } = view;
  for (let a = 0; a < n0; a++) {
    for (let b = 0; b < n1; b++) {
      for (let c = 0; c < n2; c++) {
        for (let d = 0; d < n3; d++) data[offset + a * s0 + b * s1 + c * s2 + d * s3] = value;
      }
    }
  }
}

const WORD = 4294967296;

const isSmall = (a, b) => (a | 0) === a && (b | 0) === b;

// Python takes the first of equal numbers.
export const min = (a, b) => (b < a ? b : a);
export const max = (a, b) => (b > a ? b : a);

// Rounded towards minus infinity; exact, because both are below 2^53.
export const floorDivide = (a, b) => Math.floor(a / b);
export const modulo = (a, b) => a - b * Math.floor(a / b);

export const shiftLeft = (a, n) => a * 2 ** n;
export const shiftRight = (a, n) => (n < 32 && (a | 0) === a ? a >> n : Math.floor(a / 2 ** n));

export function and(a, b) {
  if (isSmall(a, b)) return a & b;
  return (Math.floor(a / WORD) & Math.floor(b / WORD)) * WORD + ((a & b) >>> 0);
}

export function or(a, b) {
  if (isSmall(a, b)) return a | b;
  return (Math.floor(a / WORD) | Math.floor(b / WORD)) * WORD + ((a | b) >>> 0);
}

export function xor(a, b) {
  if (isSmall(a, b)) return a ^ b;
  return (Math.floor(a / WORD) ^ Math.floor(b / WORD)) * WORD + ((a ^ b) >>> 0);
}
