/**
 * A microphone that hears one pure tone, so that a test can tell who is heard and not only that something is.
 * Every stream it handed out is kept, for asserting that none is live after a call.
 */
export class ToneMicrophone {
  readonly streams: MediaStream[] = [];
  readonly #context: AudioContext;
  readonly #hertz: number;

  constructor(context: AudioContext, hertz: number) {
    this.#context = context;
    this.#hertz = hertz;
  }

  readonly acquire = async (): Promise<MediaStream> => {
    await this.#context.resume();
    const oscillator = this.#context.createOscillator();
    oscillator.frequency.value = this.#hertz;
    const gain = this.#context.createGain();
    gain.gain.value = 0.3;
    const sink = this.#context.createMediaStreamDestination();
    oscillator.connect(gain).connect(sink);
    oscillator.start();
    this.streams.push(sink.stream);
    return sink.stream;
  };

  get liveTracks(): number {
    return this.streams.flatMap((stream) => stream.getTracks()).filter((track) => track.readyState === "live").length;
  }
}

/** Samples a stream until `accept` says yes to the strongest frequency in hertz (0 for silence), or rejects after `deadline` ms. */
export async function hear(
  context: AudioContext,
  stream: MediaStream | undefined,
  accept: (hertz: number) => boolean,
  deadline = 6_000,
): Promise<number> {
  if (stream === undefined) throw new Error("nothing to hear: no remote stream");
  const source = context.createMediaStreamSource(stream);
  const analyser = context.createAnalyser();
  analyser.fftSize = 8192;
  analyser.smoothingTimeConstant = 0;
  source.connect(analyser);
  const bins = new Float32Array(analyser.frequencyBinCount);
  const end = performance.now() + deadline;
  try {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      analyser.getFloatFrequencyData(bins);
      let best = 2;
      for (let i = 3; i < bins.length; i++) if ((bins[i] ?? -Infinity) > (bins[best] ?? -Infinity)) best = i;
      const hertz = (bins[best] ?? -Infinity) < -60 ? 0 : (best * context.sampleRate) / analyser.fftSize;
      if (accept(hertz)) return hertz;
      if (performance.now() > end) throw new Error(`heard ${Math.round(hertz)} Hz to the end`);
    }
  } finally {
    source.disconnect();
  }
}

/** For `hear`: the tone of that frequency, within one bin and a half. */
export const near =
  (hertz: number) =>
  (heard: number): boolean =>
    Math.abs(heard - hertz) < 10;
