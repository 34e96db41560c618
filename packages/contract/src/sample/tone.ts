const rate = 8000;
const pitch = 440;

/** A quiet tone as a WAV file (PCM, 8 bit, 8 kHz, mono): what stands for a recording where nobody has spoken. */
export function sampleTone(seconds: number): Uint8Array<ArrayBuffer> {
  const length = Math.max(1, Math.round(seconds * rate));
  const header = 44;
  const file = new Uint8Array(header + length);
  const view = new DataView(file.buffer);
  const text = (at: number, letters: string): void => file.set(new TextEncoder().encode(letters), at);
  text(0, "RIFF");
  view.setUint32(4, header - 8 + length, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true); // size of the format
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, 1, true); // channels
  view.setUint32(24, rate, true);
  view.setUint32(28, rate, true); // bytes a second
  view.setUint16(32, 1, true); // bytes a sample
  view.setUint16(34, 8, true); // bits a sample
  text(36, "data");
  view.setUint32(40, length, true);
  for (let at = 0; at < length; at++) {
    const fade = Math.min(1, at / 400, (length - at) / 400); // so that it does not click
    file[header + at] = 128 + Math.round(40 * fade * Math.sin((2 * Math.PI * pitch * at) / rate));
  }
  return file;
}
