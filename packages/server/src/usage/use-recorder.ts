import type { ActionKey } from "@crewdock/contract";
import type { Queries } from "../store/db.ts";
import { storeUses, useKey } from "./use-rows.ts";

/**
 * Notes in memory who used which action, for the check-up of roles. Requests write nothing by it: {@link UseRecorder.flush}
 * stores what has gathered, once a minute and at the end. A process that dies loses a minute of it.
 */
export class UseRecorder {
  readonly #db: Queries;
  readonly #tenant: string;
  /** When, in milliseconds, by user and action. */
  #noted = new Map<string, number>();
  /** Settles with the flush that is under way, and never rejects. */
  #last: Promise<void> = Promise.resolve();

  constructor(db: Queries, tenant: string) {
    this.#db = db;
    this.#tenant = tenant;
  }

  note(userId: string, action: ActionKey, at: Date): void {
    this.#noted.set(useKey({ userId, action }), at.getTime());
  }

  /** Stores what was noted until now. What could not be stored is kept for the next time. */
  flush(): Promise<void> {
    const flushed = this.#last.then(() => this.#store());
    this.#last = flushed.catch(() => {}); // whoever asked for it is told
    return flushed;
  }

  async #store(): Promise<void> {
    if (this.#noted.size === 0) return;
    const taken = this.#noted;
    this.#noted = new Map();
    try {
      await storeUses(
        this.#db,
        this.#tenant,
        new Map([...taken].map(([key, at]) => [key, new Date(at).toISOString().slice(0, 10)])),
      );
    } catch (error) {
      this.#noted = new Map([...taken, ...this.#noted]);
      throw error;
    }
  }
}
