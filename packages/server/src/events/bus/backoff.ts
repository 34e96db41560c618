const FIRST_MS = 100;
const LONGEST_MS = 5_000;

/** Tries again later and later: after 0.1 s, then twice as long each time up to 5 s, each a little by chance. */
export class Backoff {
  readonly #again: () => void;
  #wait: number = FIRST_MS;
  #timer: NodeJS.Timeout | undefined;

  constructor(again: () => void) {
    this.#again = again;
  }

  schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#again, this.#wait * (0.75 + Math.random() / 2)).unref();
    this.#wait = Math.min(2 * this.#wait, LONGEST_MS);
  }

  /** It worked: the next trouble starts from the beginning. */
  reset(): void {
    this.#wait = FIRST_MS;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
