import type { Id, LiveEvent, LiveEventType } from "@crewdock/contract";

/** Who is told of an event: these people, and everybody who passes the test. */
export type Audience = (userId: Id) => boolean;

interface Entry {
  readonly event: LiveEvent;
  readonly sees: Audience;
}

const kept = 1000;

/** The events in their order, the newest thousand of them kept for those who come back. */
export class EventLog {
  readonly #now: () => Date;
  readonly #wake = new Set<() => void>();
  #entries: Entry[] = [];
  #last = 0;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** Cursor of the newest event. */
  get last(): number {
    return this.#last;
  }

  /** Counts on from an event of an earlier life. Every cursor of before is too old then: whoever comes with one loads anew. */
  startAfter(last: number): void {
    this.#last = Math.max(this.#last, last) + 1;
    this.#entries = [];
    this.nudge();
  }

  add(type: LiveEventType, id: Id | null, sees: Audience): void {
    this.#last++;
    this.#entries.push({ event: { cursor: String(this.#last), type, id, at: this.#now().toISOString() }, sees });
    if (this.#entries.length > kept) this.#entries = this.#entries.slice(-kept);
    for (const wake of this.#wake) wake();
  }

  /** What came after a cursor; null where that is no longer known. */
  after(cursor: number): readonly Entry[] | null {
    const oldest = this.#last - this.#entries.length;
    if (!Number.isSafeInteger(cursor) || cursor < oldest || cursor > this.#last) return null;
    return this.#entries.slice(cursor - oldest);
  }

  /** Settles with the next event, or when the signal aborts. */
  async next(after: number, signal: AbortSignal): Promise<void> {
    if (this.#last > after || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        this.#wake.delete(done);
        signal.removeEventListener("abort", done);
        resolve();
      };
      this.#wake.add(done);
      signal.addEventListener("abort", done);
    });
  }

  /** Wakes those who wait, so that they look again whether they may still listen. */
  nudge(): void {
    for (const wake of this.#wake) wake();
  }
}
