/** At most this many wait for a reader. */
const MOST = 10_000;

/** What has arrived and was not yet taken. Somebody who takes nothing for too long is cut off instead of filling the memory. */
export class EventQueue<T extends object> implements AsyncIterable<T> {
  #items: T[] = [];
  #ended = false;
  #wake: (() => void) | undefined;

  push(item: T): void {
    if (this.#ended) return;
    if (this.#items.length >= MOST) this.end();
    else this.#items.push(item);
    this.#wake?.();
  }

  /** Ends the queue; what was not taken is dropped. */
  end(): void {
    this.#ended = true;
    this.#items = [];
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      const item = this.#items.shift();
      if (this.#ended) return;
      if (item) yield item;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
