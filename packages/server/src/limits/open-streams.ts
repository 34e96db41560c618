import { CrewError } from "@crewdock/contract";

/** When to come back, in seconds: pages that were closed have let go of their streams by then. */
const RETRY_AFTER = 5;

/** Counts the event streams that each user has open on this instance: each costs memory, and a look at every event. */
export class OpenStreams {
  readonly #most: number;
  readonly #open = new Map<string, number>();

  constructor(most: number | null) {
    this.#most = most ?? Infinity;
  }

  /** Counts one until its `end`. @throws CrewError `rate_limited` when the user has as many as are allowed */
  take(userId: string, end: AbortSignal): void {
    const open = this.#open.get(userId) ?? 0;
    if (open >= this.#most)
      throw new CrewError("rate_limited", { retryAfter: RETRY_AFTER, detail: "too many streams at once" });
    if (end.aborted) return;
    this.#open.set(userId, open + 1);
    end.addEventListener("abort", () => this.#giveBack(userId), { once: true });
  }

  #giveBack(userId: string): void {
    const left = (this.#open.get(userId) ?? 0) - 1;
    if (left > 0) this.#open.set(userId, left);
    else this.#open.delete(userId);
  }
}
