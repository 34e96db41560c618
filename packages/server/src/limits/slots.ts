import { CrewError } from "@crewdock/contract";

/** Lets so many pieces of costly work run at once; others wait in line, and beyond the line they are refused. */
export class Slots {
  #free: number;
  readonly #mostWaiting: number;
  readonly #waiting: (() => void)[] = [];

  constructor(atOnce: number, mostWaiting: number) {
    this.#free = atOnce;
    this.#mostWaiting = mostWaiting;
  }

  /** @throws CrewError `unavailable` when the line is full: whoever waits longer has given up before their turn */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await this.#turn();
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }

  #turn(): Promise<void> {
    if (this.#waiting.length >= this.#mostWaiting)
      throw new CrewError("unavailable", { retryAfter: 2, detail: "too many at once" });
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
