import pg from "pg";
import { Backoff } from "./backoff.ts";
import type { EventBus, EventBusOptions } from "./event-bus.ts";
import { OneAtATime } from "./one-at-a-time.ts";

export interface PostgresBusOptions extends EventBusOptions {
  /** Connection string of the database that holds the outbox. A pooler in transaction mode keeps no LISTEN: pass by it. */
  readonly url: string;
  /** Name of the channel; instances that share a database share it. @default "crewdock_outbox" */
  readonly channel?: string;
}

/**
 * Wakes instances by LISTEN and NOTIFY on one connection of its own. The NOTIFY is a statement of its own after the
 * commit: within a write it would take a lock over the whole cluster at each commit.
 * @throws RangeError for a channel that is no plain name
 */
export function postgresBus(options: PostgresBusOptions): EventBus {
  return new PostgresBus(options);
}

class PostgresBus implements EventBus {
  readonly #options: PostgresBusOptions;
  readonly #channel: string;
  readonly #listeners = new Set<() => void>();
  readonly #backoff = new Backoff(() => void this.#connect());
  readonly #notifying = new OneAtATime(() => this.#notify());
  #client: pg.Client | undefined;
  #connecting: Promise<void> | undefined;
  #closed = false;

  constructor(options: PostgresBusOptions) {
    this.#options = options;
    this.#channel = options.channel ?? "crewdock_outbox";
    if (!/^[a-z_][a-z0-9_]{0,62}$/.test(this.#channel)) throw new RangeError(`${this.#channel} is no channel`);
  }

  wake(): void {
    this.#notifying.ask();
  }

  listen(woken: () => void): () => void {
    this.#listeners.add(woken);
    void this.#connect();
    return () => this.#listeners.delete(woken);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#listeners.clear();
    this.#backoff.stop();
    await this.#connecting;
    await this.#notifying.settled();
    await this.#client?.end().catch(() => {}); // it may have broken meanwhile, which is an end as well
  }

  async #notify(): Promise<void> {
    if (this.#closed) return;
    await this.#connect();
    await this.#client?.query(`notify "${this.#channel}"`).catch((error: unknown) => this.#options.onError?.(error));
  }

  /** Never rejects. */
  #connect(): Promise<void> {
    if (this.#closed || this.#client) return Promise.resolve();
    this.#connecting ??= this.#open()
      .catch((error: unknown) => {
        this.#options.onError?.(error);
        if (!this.#closed) this.#backoff.schedule();
      })
      .finally(() => {
        this.#connecting = undefined;
      });
    return this.#connecting;
  }

  async #open(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#options.url,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      application_name: "crewdock events",
    });
    const lost = (error?: unknown): void => {
      if (this.#client !== client) return;
      this.#client = undefined;
      if (this.#closed) return;
      if (error !== undefined) this.#options.onError?.(error);
      this.#backoff.schedule();
    };
    client.on("error", lost).on("end", () => lost());
    try {
      await client.connect();
      const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
      client.on("notification", ({ processId }) => {
        if (processId !== rows[0]?.pid) this.#tell();
      });
      await client.query(`listen "${this.#channel}"`);
    } catch (error) {
      await client.end().catch(() => {}); // what matters is why it could not be had
      throw error;
    }
    this.#client = client;
    this.#backoff.reset();
    this.#tell(); // of what came while there was no line
  }

  #tell(): void {
    for (const woken of this.#listeners) woken();
  }
}
