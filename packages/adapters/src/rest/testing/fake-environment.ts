import type { Environment } from "../environment.ts";

interface Timer {
  readonly ms: number;
  readonly at: number;
  readonly run: () => void;
}

/** A clock that stands still until it is told to go on, and a network that can be pulled out. */
export class FakeEnvironment implements Environment {
  readonly #timers = new Set<Timer>();
  readonly #networkListeners = new Set<() => void>();
  readonly #watchers = new Set<() => void>();
  #time = Date.parse("2026-03-01T00:00:00Z");
  #network = true;

  readonly now = (): number => this.#time;
  /** Pauses are as long as they are on the average. */
  readonly random = (): number => 0.5;
  readonly later = (run: () => void, ms: number): (() => void) => {
    const timer = { ms, at: this.#time + ms, run };
    this.#timers.add(timer);
    for (const watch of this.#watchers) watch();
    return () => this.#timers.delete(timer);
  };
  readonly hasNetwork = (): boolean => this.#network;
  readonly onNetworkChange = (run: () => void): (() => void) => {
    this.#networkListeners.add(run);
    return () => this.#networkListeners.delete(run);
  };

  get networkListeners(): number {
    return this.#networkListeners.size;
  }

  /** Lengths of the timers that run. */
  get timers(): readonly number[] {
    return [...this.#timers].map(({ ms }) => ms);
  }

  /** Resolves as soon as somebody waits for so many milliseconds. */
  async waitsFor(ms: number): Promise<void> {
    while (!this.timers.includes(ms)) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#watchers.add(resolve);
      await promise;
      this.#watchers.delete(resolve);
    }
  }

  /** Lets time pass. */
  advance(ms: number): void {
    const end = this.#time + ms;
    for (;;) {
      const [next] = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#timers.delete(next);
      this.#time = next.at;
      next.run();
    }
    this.#time = end;
  }

  /** Waits until somebody waits for so long, then lets that time pass. */
  async pass(ms: number): Promise<void> {
    await this.waitsFor(ms);
    this.advance(ms);
  }

  setNetwork(isThere: boolean): void {
    this.#network = isThere;
    for (const listener of this.#networkListeners) listener();
  }
}
