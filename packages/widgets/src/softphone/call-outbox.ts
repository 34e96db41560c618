import type { CallRecordInput } from "@crewdock/contract";

export interface CallOutboxOptions {
  readonly save: (id: string, call: CallRecordInput) => Promise<unknown>;
  /** Whether trying again can help. */
  readonly retryable: (error: unknown) => boolean;
  readonly onSaved: () => void;
  /** Milliseconds before attempt number `attempt`, counted from 0. */
  readonly pause?: (attempt: number) => number;
}

const pauseFor = (attempt: number): number => Math.min(60_000, 1_000 * 2 ** Math.min(attempt, 6));

/**
 * Brings call records to the backend: for each call only the newest state is sent, one after the other, and again until
 * it got there. Records carry an id made here, so that sending twice stores once.
 */
export class CallOutbox {
  readonly #options: CallOutboxOptions;
  readonly #waiting = new Map<string, CallRecordInput>();
  readonly #sending = new Set<string>();
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(options: CallOutboxOptions) {
    this.#options = options;
  }

  /** How many records the backend does not have yet. */
  get size(): number {
    return new Set([...this.#waiting.keys(), ...this.#sending]).size;
  }

  put(id: string, call: CallRecordInput): void {
    this.#waiting.set(id, call);
    void this.#send(id);
  }

  /** Sends what waits at once: the connection is back, or the page is about to close. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const id of this.#waiting.keys()) void this.#send(id);
  }

  /** Makes a last attempt for what waits; nothing is tried again after it. */
  close(): void {
    this.flush();
    this.#closed = true;
  }

  async #send(id: string): Promise<void> {
    const call = this.#waiting.get(id);
    // The end of a call overtakes what is still on its way: the page may be about to close, and an end is never undone.
    if (call === undefined || (this.#sending.has(id) && call.endedAt === null)) return;
    this.#waiting.delete(id);
    this.#sending.add(id);
    try {
      await this.#options.save(id, call);
      this.#attempt = 0;
      this.#options.onSaved();
    } catch (error) {
      if (this.#options.retryable(error) && !this.#waiting.has(id)) this.#waiting.set(id, call);
    } finally {
      this.#sending.delete(id);
    }
    // A newer state of the same call goes at once; what failed waits.
    if (this.#waiting.get(id) !== undefined && this.#waiting.get(id) !== call) void this.#send(id);
    else if (this.#waiting.size > 0) this.#later();
  }

  #later(): void {
    if (this.#closed) return;
    this.#timer ??= setTimeout(() => this.flush(), (this.#options.pause ?? pauseFor)(this.#attempt++));
  }
}
