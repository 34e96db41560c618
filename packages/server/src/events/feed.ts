import type { Db } from "../store/db.ts";
import type { EventBus } from "./bus/event-bus.ts";
import {
  eventsSince,
  hasUnnumbered,
  newestNumber,
  numberAllEvents,
  numberEvents,
  OUTBOX_BATCH,
  readOutbox,
  type StoredEvent,
} from "./outbox.ts";

export interface FeedOptions {
  /** Wakes the other instances and this one; without it they only look by themselves. */
  readonly bus?: EventBus;
  /** How often the outbox is looked at while somebody listens, whatever the bus says, in milliseconds; 0 for never. */
  readonly pollMs: number;
  /** How long after a failed reading the next is tried, in milliseconds. @default 1000 */
  readonly retryMs?: number;
  /**
   * How long after a reading began the next one may, in milliseconds: what is written meanwhile is numbered, announced and
   * read together, and costs the writers that much less. The first event after some silence waits for nothing. @default 0
   */
  readonly restMs?: number;
  readonly onError: (error: unknown) => void;
}

const RETRY_MS = 1000;

/**
 * Reads the outbox once for all who listen in this process. A write of this process wakes it at once, one of another
 * instance through the bus. What it tells comes from the outbox alone: a bus that is away costs time and no event.
 */
export class EventFeed {
  readonly #db: Db;
  readonly #options: FeedOptions;
  readonly #listeners = new Set<(event: StoredEvent) => void>();
  readonly #unlisten: (() => void) | undefined;
  #position: number;
  #edition = 0;
  #reading: Promise<void> | undefined;
  /** Whether there is something to read, and whether events may wait for their numbers. */
  #again = false;
  #unnumbered: "yes" | "perhaps" | "no" = "no";
  #timer: NodeJS.Timeout | undefined;
  #retry: NodeJS.Timeout | undefined;
  #rest: NodeJS.Timeout | undefined;
  #closed = false;

  private constructor(db: Db, options: FeedOptions, position: number) {
    this.#db = db;
    this.#options = options;
    this.#position = position;
    this.#unlisten = options.bus?.listen(() => this.#ask("no"));
  }

  static async start(db: Db, options: FeedOptions): Promise<EventFeed> {
    await numberAllEvents(db);
    return new EventFeed(db, options, await newestNumber(db));
  }

  /** The sequence number up to which listeners have been told. */
  get position(): number {
    return this.#position;
  }

  /** Another number after each change of this instance, from its commit on, and after each event of another one. */
  get edition(): number {
    return this.#edition;
  }

  /** @returns ends the listening */
  listen(listener: (event: StoredEvent) => void): () => void {
    this.#listeners.add(listener);
    if (this.#options.pollMs > 0) this.#timer ??= setInterval(() => this.#ask("perhaps"), this.#options.pollMs).unref();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#stopPolling();
    };
  }

  /** This process has committed something to the outbox. */
  wake(): void {
    this.#edition++;
    this.#ask("yes");
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#unlisten?.();
    this.#stopPolling();
    clearTimeout(this.#retry);
    clearTimeout(this.#rest);
    this.#listeners.clear();
    await this.#reading;
  }

  /** Numbers what an instance that died has left without a number; while somebody listens that happens by itself. */
  async numberLeftOver(): Promise<void> {
    if (!(await hasUnnumbered(this.#db)) || !(await numberAllEvents(this.#db))) return;
    this.#options.bus?.wake();
    this.#ask("no");
  }

  /** The events of a tenant after `since`; undefined when they cannot be told without a gap, see {@link eventsSince}. */
  after(tenant: string, since: number): Promise<readonly StoredEvent[] | undefined> {
    return eventsSince(this.#db, tenant, since);
  }

  /** The number of the newest event, also of one that listeners have not been told of yet. */
  newest(): Promise<number> {
    return newestNumber(this.#db);
  }

  #ask(unnumbered: "yes" | "perhaps" | "no"): void {
    this.#again = true;
    if (unnumbered === "yes" || this.#unnumbered === "no") this.#unnumbered = unnumbered;
    this.#start();
  }

  #start(): void {
    if (!this.#again || this.#closed || this.#reading || this.#rest) return;
    const { restMs = 0 } = this.#options;
    if (restMs > 0) {
      this.#rest = setTimeout(() => {
        this.#rest = undefined;
        this.#start();
      }, restMs).unref();
    }
    this.#reading = this.#read();
  }

  #stopPolling(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Never rejects. Looks once more in the step in which it ends: a wake in between would find nobody reading. */
  async #read(): Promise<void> {
    this.#again = false;
    try {
      for (const event of await this.#next()) {
        this.#position = event.seq;
        this.#edition++;
        for (const listener of this.#listeners) listener(event);
      }
    } catch (error) {
      this.#options.onError(error);
      clearTimeout(this.#retry);
      if (!this.#closed)
        this.#retry = setTimeout(() => this.#ask("perhaps"), this.#options.retryMs ?? RETRY_MS).unref();
    }
    this.#reading = undefined;
    this.#start();
  }

  async #next(): Promise<readonly StoredEvent[]> {
    const numbered = await this.#number();
    // Others may have numbered some before these; otherwise these are the next ones, and reading them would be once too often.
    const events = numbered[0]?.seq === this.#position + 1 ? numbered : await readOutbox(this.#db, this.#position);
    if (events.length === OUTBOX_BATCH) this.#ask(numbered.length === OUTBOX_BATCH ? "yes" : "no");
    return events;
  }

  /** One wake-up of the others for all that was written since the last. */
  async #number(): Promise<readonly StoredEvent[]> {
    const unnumbered = this.#unnumbered;
    this.#unnumbered = "no";
    if (unnumbered === "no" || (unnumbered === "perhaps" && !(await hasUnnumbered(this.#db)))) return [];
    const numbered = await numberEvents(this.#db);
    if (numbered.length > 0) this.#options.bus?.wake();
    return numbered;
  }
}
