/** At most this many wait for a reader. */
const MOST = 10_000;

/**
 * What has arrived and was not yet taken by the one who takes. Somebody who takes nothing for too long is cut off instead of
 * filling the memory.
 */
export class EventQueue<T extends object> {
  #items: T[] = [];
  #ended = false;
  #taker: ((item: T | undefined) => void) | undefined;

  push(item: T): void {
    if (this.#ended) return;
    if (this.#taker) this.#hand(item);
    else if (this.#items.length >= MOST) this.end();
    else this.#items.push(item);
  }

  /** Ends the queue; what was not taken is dropped. */
  end(): void {
    this.#ended = true;
    this.#items = [];
    this.#hand(undefined);
  }

  /** The next item; undefined when the queue has ended. A thousand readers wait here: it costs them one promise an event. */
  take(): Promise<T | undefined> {
    const item = this.#items.shift();
    if (item || this.#ended) return Promise.resolve(item);
    return new Promise((resolve) => {
      this.#taker = resolve;
    });
  }

  #hand(item: T | undefined): void {
    const taker = this.#taker;
    this.#taker = undefined;
    taker?.(item);
  }
}
