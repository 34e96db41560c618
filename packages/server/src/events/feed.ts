import type { IsoTime, LiveEventType } from "@crewdock/contract";
import type { Db } from "../store/db.ts";

/** An event as it stands in the outbox. */
export interface StoredEvent {
  readonly seq: number;
  readonly tenant: string;
  readonly type: LiveEventType;
  readonly id: string | null;
  readonly ownerId: string | null;
  readonly departmentIds: readonly string[];
  readonly at: IsoTime;
}

interface OutboxRow {
  readonly seq: string;
  readonly tenant_id: string;
  readonly type: LiveEventType;
  readonly record_id: string | null;
  readonly owner_id: string | null;
  readonly department_ids: readonly string[];
  readonly at: Date;
}

export interface FeedOptions {
  /** How often other instances' events are looked for while somebody listens, in milliseconds; 0 for never. */
  readonly pollMs: number;
  /** How long after a failed reading the next is tried, in milliseconds. @default 1000 */
  readonly retryMs?: number;
  readonly onError: (error: unknown) => void;
}

const BATCH = 500;
const RETRY_MS = 1000;

/** Reads the outbox once for all who listen in this process. A write of this process wakes it at once. */
export class EventFeed {
  readonly #db: Db;
  readonly #options: FeedOptions;
  readonly #listeners = new Set<(event: StoredEvent) => void>();
  #position: number;
  #reading: Promise<void> | undefined;
  #again = false;
  #timer: NodeJS.Timeout | undefined;
  #retry: NodeJS.Timeout | undefined;
  #closed = false;

  private constructor(db: Db, options: FeedOptions, position: number) {
    this.#db = db;
    this.#options = options;
    this.#position = position;
  }

  static async start(db: Db, options: FeedOptions): Promise<EventFeed> {
    return new EventFeed(db, options, await head(db));
  }

  /** The sequence number up to which listeners have been told. */
  get position(): number {
    return this.#position;
  }

  /** @returns ends the listening */
  listen(listener: (event: StoredEvent) => void): () => void {
    this.#listeners.add(listener);
    if (this.#options.pollMs > 0) this.#timer ??= setInterval(() => this.wake(), this.#options.pollMs).unref();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#stopPolling();
    };
  }

  /** Something new stands in the outbox. */
  wake(): void {
    this.#again = true;
    if (!this.#closed) this.#reading ??= this.#read();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#stopPolling();
    clearTimeout(this.#retry);
    this.#listeners.clear();
    await this.#reading;
  }

  /**
   * The events of a tenant after `since`; undefined when they cannot be told without a gap: pruned meanwhile, too many,
   * or `since` is of another database.
   */
  async after(tenant: string, since: number): Promise<readonly StoredEvent[] | undefined> {
    const range = await this.#db.query<{ oldest: string | null; newest: string | null }>(
      "select min(seq)::text as oldest, max(seq)::text as newest from outbox",
    );
    const oldest = Number(range[0]?.oldest ?? 0);
    if (since > Number(range[0]?.newest ?? 0) || since < oldest - 1) return undefined;
    const rows = await this.#db.query<OutboxRow>(
      `select ${COLUMNS} from outbox where tenant_id = $1 and outbox.seq > $2 order by outbox.seq limit ${BATCH + 1}`,
      [tenant, since],
    );
    return rows.length > BATCH ? undefined : rows.map(toEvent);
  }

  #stopPolling(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Never rejects. Ends in the same step that saw nothing more to do: a wake in between would find nobody reading. */
  async #read(): Promise<void> {
    try {
      await this.#readAll();
    } catch (error) {
      this.#options.onError(error);
      clearTimeout(this.#retry);
      if (!this.#closed) this.#retry = setTimeout(() => this.wake(), this.#options.retryMs ?? RETRY_MS).unref();
      this.#reading = undefined;
    }
  }

  async #readAll(): Promise<void> {
    while (this.#again && !this.#closed) {
      this.#again = false;
      const rows = await this.#db.query<OutboxRow>(
        `select ${COLUMNS} from outbox where outbox.seq > $1 order by outbox.seq limit ${BATCH}`,
        [this.#position],
      );
      if (rows.length === BATCH) this.#again = true;
      for (const event of rows.map(toEvent)) {
        this.#position = event.seq;
        for (const listener of this.#listeners) listener(event);
      }
    }
    this.#reading = undefined;
  }
}

const COLUMNS = "seq::text as seq, tenant_id, type, record_id, owner_id, department_ids, at";

async function head(db: Db): Promise<number> {
  const rows = await db.query<{ seq: string }>("select coalesce(max(seq), 0)::text as seq from outbox");
  return Number(rows[0]?.seq ?? 0);
}

function toEvent(row: OutboxRow): StoredEvent {
  return {
    seq: Number(row.seq),
    tenant: row.tenant_id,
    type: row.type,
    id: row.record_id,
    ownerId: row.owner_id,
    departmentIds: row.department_ids,
    at: row.at.toISOString(),
  };
}

/** Removes events that no page waits for any more. The newest stays, so that its number is still known. */
export async function pruneOutbox(db: Db, before: Date): Promise<void> {
  await db.query("delete from outbox where at < $1 and seq < (select max(seq) from outbox)", [before]);
}
