// Synchronous, as the SIP stack needs them; Web Crypto is not, and knows no MD5.

/** The UTF-8 bytes of a text in blocks of 64 bytes, closed by a 1 bit and the length in bits. */
function blocksOf(text: string, littleEndian: boolean): DataView {
  const bytes = new TextEncoder().encode(text);
  const blocks = new DataView(new ArrayBuffer(Math.ceil((bytes.length + 9) / 64) * 64));
  new Uint8Array(blocks.buffer).set(bytes);
  blocks.setUint8(bytes.length, 0x80);
  blocks.setUint32(blocks.byteLength - (littleEndian ? 8 : 4), bytes.length * 8, littleEndian);
  return blocks;
}

function hexOf(words: readonly number[], littleEndian: boolean): string {
  const view = new DataView(new ArrayBuffer(words.length * 4));
  words.forEach((word, i) => view.setInt32(i * 4, word, littleEndian));
  return [...new Uint8Array(view.buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const rotateRight = (x: number, n: number): number => (x >>> n) | (x << (32 - n));
const at = (list: ArrayLike<number>, i: number): number => list[i] ?? 0;

/** How far each step of a round rotates to the left, the steps by turns (RFC 1321 section 3.4). */
const MD5_SHIFTS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const;

/** MD5 of the UTF-8 bytes of `text` (RFC 1321), as lower-case hex. Only for servers that know nothing better. */
export function md5Hex(text: string): string {
  const blocks = blocksOf(text, true);
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let offset = 0; offset < blocks.byteLength; offset += 64) {
    let [a = 0, b = 0, c = 0, d = 0] = state;
    for (let i = 0; i < 64; i++) {
      const round = i >> 4;
      const [mixed, word] = [
        [(b & c) | (~b & d), i],
        [(d & b) | (~d & c), 5 * i + 1],
        [b ^ c ^ d, 3 * i + 5],
        [c ^ (b | ~d), 7 * i],
      ][round] as [number, number];
      const k = Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32);
      const sum = (a + mixed + k + blocks.getInt32(offset + (word % 16) * 4, true)) | 0;
      [a, d, c, b] = [d, c, b, (b + rotateRight(sum, 32 - at(MD5_SHIFTS[round] ?? [], i % 4))) | 0];
    }
    [a, b, c, d].forEach((word, i) => (state[i] = (at(state, i) + word) | 0));
  }
  return hexOf(state, true);
}

/** First 32 bits of the fractional part of the `root`-th root of the first `count` primes (FIPS 180-4 section 4.2.2). */
function primeRoots(count: number, root: number): number[] {
  const words: number[] = [];
  for (let candidate = 2; words.length < count; candidate++) {
    let prime = true;
    for (let divisor = 2; divisor * divisor <= candidate && prime; divisor++) prime = candidate % divisor !== 0;
    if (prime) words.push(((candidate ** (1 / root) % 1) * 2 ** 32) | 0);
  }
  return words;
}

/** SHA-256 of the UTF-8 bytes of `text` (FIPS 180-4), as lower-case hex. */
export function sha256Hex(text: string): string {
  const k = primeRoots(64, 3);
  const state = primeRoots(8, 2);
  const blocks = blocksOf(text, false);
  const w = new Int32Array(64);
  for (let offset = 0; offset < blocks.byteLength; offset += 64) {
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
    for (let i = 0; i < 64; i++) {
      if (i < 16) w[i] = blocks.getInt32(offset + i * 4);
      else {
        const x = at(w, i - 15);
        const y = at(w, i - 2);
        const s0 = rotateRight(x, 7) ^ rotateRight(x, 18) ^ (x >>> 3);
        const s1 = rotateRight(y, 17) ^ rotateRight(y, 19) ^ (y >>> 10);
        w[i] = at(w, i - 16) + s0 + at(w, i - 7) + s1;
      }
      const big1 = rotateRight(e, 6) ^ rotateRight(e, 11) ^ rotateRight(e, 25);
      const big0 = rotateRight(a, 2) ^ rotateRight(a, 13) ^ rotateRight(a, 22);
      const t1 = h + big1 + ((e & f) ^ (~e & g)) + at(k, i) + at(w, i);
      const t2 = big0 + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] = (at(state, i) + word) | 0));
  }
  return hexOf(state, false);
}
