// Philox4x32-10 (Salmon et al. 2011), as in infosim/draws.py, with its published vectors as tests.
//
// The one thing that is not translated: a product of two words has 64 bits, more than a number
// of JavaScript keeps, so its upper half is put together from halves of words.

const M0 = 0xd2511f53;
const M1 = 0xcd9e8d57;
const W0 = 0x9e3779b9;
const W1 = 0xbb67ae85;

const M0_LOW = M0 & 0xffff;
const M0_HIGH = M0 >>> 16;
const M1_LOW = M1 & 0xffff;
const M1_HIGH = M1 >>> 16;

// Give the upper word of a product, as 32 bits with a sign.
function upper(a, low, high) {
  const a_low = a & 0xffff;
  const a_high = a >>> 16;
  const middle = (Math.imul(a_high, low) + (Math.imul(a_low, low) >>> 16)) | 0;
  const carried = ((middle & 0xffff) + Math.imul(a_low, high)) | 0;
  return (Math.imul(a_high, high) + (middle >>> 16) + (carried >>> 16)) | 0;
}

// Encrypt a counter of four words under a key of two; give four words in [0, 2^32).
export function philox(key0, key1, c0, c1, c2, c3) {
  for (let round = 0; round < 10; round++) {
    const next0 = upper(c2, M1_LOW, M1_HIGH) ^ c1 ^ key0;
    const next2 = upper(c0, M0_LOW, M0_HIGH) ^ c3 ^ key1;
    c1 = Math.imul(c2, M1);
    c3 = Math.imul(c0, M0);
    c0 = next0;
    c2 = next2;
    key0 = (key0 + W0) | 0;
    key1 = (key1 + W1) | 0;
  }
  return [c0 >>> 0, c1 >>> 0, c2 >>> 0, c3 >>> 0];
}

// Draw one number in [0, 1), on the grid of 53 bits; every argument in [0, 2^32).
export function uniform(seed, replicate, purpose, step, i, j) {
  const [c0, c1] = philox(seed | 0, replicate | 0, i | 0, j | 0, step | 0, purpose | 0);
  return ((c0 >>> 5) * 67108864 + (c1 >>> 6)) * 1.1102230246251565e-16;
}
