/** Runs `work` when asked, never twice at once: whatever is asked for meanwhile becomes one more run. */
export class OneAtATime {
  readonly #work: () => Promise<void>;
  #asked = false;
  #running: Promise<void> | undefined;

  /** @param work never rejects */
  constructor(work: () => Promise<void>) {
    this.#work = work;
  }

  ask(): void {
    this.#asked = true;
    this.#running ??= this.#run();
  }

  /** Resolves when nothing runs any more. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#asked) {
      this.#asked = false;
      await this.#work();
    }
    this.#running = undefined;
  }
}
