import type { LiveEvent } from "@crewdock/contract";

interface Listener {
  readonly waiting: LiveEvent[];
  failure: { readonly error: unknown } | undefined;
  wake: () => void;
}

/**
 * Lets all widgets of a page hear one stream of events: browsers allow six connections to a host over HTTP/1.1, and a
 * stream for each widget would soon leave none for calls. The stream opens with the first listener and ends with the last.
 */
export class SharedEvents {
  readonly #open: (signal: AbortSignal) => AsyncGenerator<LiveEvent>;
  readonly #listeners = new Set<Listener>();
  #stream: AbortController | undefined;

  /** @param open opens a stream at the call, not at the first read */
  constructor(open: (signal: AbortSignal) => AsyncGenerator<LiveEvent>) {
    this.#open = open;
  }

  /** Events from now on, until the signal aborts or the loop is left. Throws what ended the stream for good. */
  subscribe(signal: AbortSignal): AsyncIterable<LiveEvent> {
    const listener: Listener = { waiting: [], failure: undefined, wake: () => {} };
    const leave = (): void => {
      signal.removeEventListener("abort", leave);
      this.#leave(listener);
      listener.wake();
    };
    if (!signal.aborted) {
      this.#listeners.add(listener);
      signal.addEventListener("abort", leave);
      if (this.#stream === undefined) this.#start();
    }
    return { [Symbol.asyncIterator]: () => this.#iterator(listener, leave) };
  }

  #start(): void {
    const stream = new AbortController();
    this.#stream = stream;
    void this.#pump(this.#open(stream.signal), stream);
  }

  async #pump(events: AsyncGenerator<LiveEvent>, stream: AbortController): Promise<void> {
    try {
      for await (const event of events) this.#tell((listener) => listener.waiting.push(event), stream);
    } catch (error) {
      this.#tell((listener) => (listener.failure = { error }), stream);
    }
    if (this.#stream !== stream) return;
    this.#stream = undefined;
    this.#listeners.clear();
  }

  #tell(change: (listener: Listener) => void, stream: AbortController): void {
    if (this.#stream !== stream) return; // a stream that was left says nothing to those who came after
    for (const listener of this.#listeners) {
      change(listener);
      listener.wake();
    }
  }

  #leave(listener: Listener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size > 0) return;
    this.#stream?.abort();
    this.#stream = undefined;
  }

  #iterator(listener: Listener, leave: () => void): AsyncIterator<LiveEvent> {
    return {
      next: async () => {
        for (;;) {
          const value = listener.waiting.shift();
          if (value !== undefined) return { value, done: false };
          if (listener.failure) throw listener.failure.error;
          if (!this.#listeners.has(listener)) return { value: undefined, done: true };
          await new Promise<void>((resolve) => (listener.wake = resolve));
        }
      },
      return: () => {
        listener.waiting.length = 0;
        leave();
        return Promise.resolve({ value: undefined, done: true });
      },
    };
  }
}
