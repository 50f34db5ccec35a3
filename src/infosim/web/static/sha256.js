// SHA-256 (FIPS 180-4), because what browsers have does not work in a page that is a file.

function fractionOfRoot(prime, power) {
  const root = prime ** power;
  return Math.floor((root - Math.floor(root)) * 4294967296) | 0;
}

const isPrime = (n) => {
  for (let m = 2; m * m <= n; m++) if (n % m === 0) return false;
  return true;
};

const PRIMES = [];
for (let n = 2; PRIMES.length < 64; n++) if (isPrime(n)) PRIMES.push(n);

const ROUND = Int32Array.from(PRIMES, (prime) => fractionOfRoot(prime, 1 / 3));
const BEGINNING = Int32Array.from(PRIMES.slice(0, 8), (prime) => fractionOfRoot(prime, 1 / 2));

const turn = (word, n) => (word >>> n) | (word << (32 - n));

function takeBlock(state, words) {
  for (let n = 16; n < 64; n++) {
    const a = words[n - 15];
    const b = words[n - 2];
    const small0 = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
    const small1 = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
    words[n] = (words[n - 16] + small0 + words[n - 7] + small1) | 0;
  }
  let a = state[0];
  let b = state[1];
  let c = state[2];
  let d = state[3];
  let e = state[4];
  let f = state[5];
  let g = state[6];
  let h = state[7];
  for (let n = 0; n < 64; n++) {
    const large1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const first = (h + large1 + ((e & f) ^ (~e & g)) + ROUND[n] + words[n]) | 0;
    const large0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const second = (large0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

// Put pieces one after the other, with the end that the standard asks for.
function padded(pieces) {
  const n_bytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const bytes = new Uint8Array(64 * Math.ceil((n_bytes + 9) / 64));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  bytes[at] = 0x80;
  for (let n = 0; n < 8; n++) bytes[bytes.length - 1 - n] = Math.floor((n_bytes * 8) / 2 ** (8 * n)) % 256;
  return bytes;
}

// Give the SHA-256 of pieces of bytes (Uint8Array), one after the other, in hexadecimal.
export function sha256(pieces) {
  const state = Int32Array.from(BEGINNING);
  const words = new Int32Array(64);
  const bytes = padded(pieces);
  for (let at = 0; at < bytes.length; at += 64) {
    for (let n = 0; n < 16; n++) {
      const b = at + 4 * n;
      words[n] = (bytes[b] << 24) | (bytes[b + 1] << 16) | (bytes[b + 2] << 8) | bytes[b + 3];
    }
    takeBlock(state, words);
  }
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}
