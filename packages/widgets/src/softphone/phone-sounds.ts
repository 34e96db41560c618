/** What the phone makes audible besides the voices. */
export interface PhoneSounds {
  /** Plays one pattern until the next call; "none" is silence. */
  play(pattern: "ringing" | "ringback" | "busy" | "none"): void;
  /** Told whenever the browser starts or stops holding sound back until a gesture. */
  onBlocked: ((blocked: boolean) => void) | undefined;
  /** Call inside a user gesture. */
  unlock(): Promise<void>;
  dispose(): void;
}

interface Pattern {
  readonly hertz: readonly number[];
  /** Seconds of sound and of silence, by turns. */
  readonly rhythm: readonly number[];
  readonly volume: number;
}

/** Ring-back and busy as most of Europe knows them (ITU-T E.180): 425 Hz, 1 s in 5 s, and half seconds. */
const PATTERNS: Readonly<Record<"ringing" | "ringback" | "busy", Pattern>> = {
  ringing: { hertz: [659.3, 830.6], rhythm: [0.4, 0.2, 0.4, 2], volume: 0.16 },
  ringback: { hertz: [425], rhythm: [1, 4], volume: 0.06 },
  busy: { hertz: [425], rhythm: [0.5, 0.5], volume: 0.06 },
};
/** So much is scheduled at once; the sound clock does not suffer from slowed timers. */
const AHEAD_SECONDS = 120;
const EDGE_SECONDS = 0.012;

/** Tones made by Web Audio: no files, no decoding, nothing to download. */
export function createPhoneSounds(makeContext: () => AudioContext = () => new AudioContext()): PhoneSounds {
  let context: AudioContext | undefined;
  let stop: (() => void) | undefined;
  const open = (): AudioContext => {
    const audio = makeContext();
    context = audio;
    audio.addEventListener("statechange", () => sounds.onBlocked?.(audio.state !== "running" && stop !== undefined));
    return audio;
  };
  const sounds: PhoneSounds = {
    onBlocked: undefined,
    play(name) {
      stop?.();
      stop = undefined;
      if (name === "none") return;
      const audio = context ?? open();
      stop = schedule(audio, PATTERNS[name]);
      void audio.resume().catch(() => undefined);
      sounds.onBlocked?.(audio.state !== "running");
    },
    async unlock() {
      await context?.resume();
    },
    dispose() {
      stop?.();
      stop = undefined;
      void context?.close().catch(() => undefined);
      context = undefined;
    },
  };
  return sounds;
}

function schedule(context: AudioContext, { hertz, rhythm, volume }: Pattern): () => void {
  const gain = context.createGain();
  gain.gain.value = 0;
  gain.connect(context.destination);
  const oscillators = hertz.map((frequency) => {
    const oscillator = context.createOscillator();
    oscillator.frequency.value = frequency;
    oscillator.connect(gain);
    oscillator.start();
    return oscillator;
  });
  let at = context.currentTime + 0.02;
  const end = at + AHEAD_SECONDS;
  while (at < end) {
    for (const [index, seconds] of rhythm.entries()) {
      const loud = index % 2 === 0;
      gain.gain.setTargetAtTime(loud ? volume : 0, at, EDGE_SECONDS);
      at += seconds;
    }
  }
  return () => {
    for (const oscillator of oscillators) oscillator.stop();
    gain.disconnect();
  };
}
