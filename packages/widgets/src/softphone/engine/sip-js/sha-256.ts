const rotate = (x: number, n: number): number => (x >>> n) | (x << (32 - n));

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

/** SHA-256 of the UTF-8 bytes of `text`, as lower-case hex. Synchronous, as the SIP stack needs it; Web Crypto is not. */
export function sha256Hex(text: string): string {
  const k = primeRoots(64, 3);
  const state = primeRoots(8, 2);
  const bytes = new TextEncoder().encode(text);
  const blocks = Math.ceil((bytes.length + 9) / 64);
  const padded = new DataView(new ArrayBuffer(blocks * 64));
  new Uint8Array(padded.buffer).set(bytes);
  padded.setUint8(bytes.length, 0x80);
  padded.setUint32(blocks * 64 - 4, bytes.length * 8);
  const w = new Int32Array(64);
  const at = (list: ArrayLike<number>, i: number): number => list[i] ?? 0;
  for (let offset = 0; offset < blocks * 64; offset += 64) {
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
    for (let i = 0; i < 64; i++) {
      if (i < 16) w[i] = padded.getInt32(offset + i * 4);
      else {
        const x = at(w, i - 15);
        const y = at(w, i - 2);
        const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
        const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
        w[i] = at(w, i - 16) + s0 + at(w, i - 7) + s1;
      }
      const t1 = h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + at(k, i) + at(w, i);
      const t2 = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] = (at(state, i) + word) | 0));
  }
  return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}
