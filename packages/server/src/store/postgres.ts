import pg from "pg";
import { postgresBus } from "../events/bus/postgres-bus.ts";
import type { Db, Queries, Transaction } from "./db.ts";
import { SentStatements } from "./sent-statements.ts";

export interface PostgresOptions {
  /** Connection string, such as `postgres://crewdock@db.example/crewdock`. */
  readonly url: string;
  /** Connections at most. @default 10 */
  readonly connections?: number;
  /** Whether plans of frequent statements are kept; to be switched off behind a pooler that knows no prepared statements. @default true */
  readonly keepPlans?: boolean;
  /** Told when an idle connection breaks, or that of the wake-ups; they are replaced by themselves. */
  readonly onError?: (error: unknown) => void;
}

/**
 * The connection could not be had in time or broke. The driver gives such errors no code of their own; this one has
 * that of SQL: `connection_failure`.
 */
class ConnectionFailure extends Error {
  override readonly name = "ConnectionFailure";
  readonly code = "08006";
}

/** Opens PostgreSQL 15 or later. */
export async function openPostgres(options: PostgresOptions): Promise<Db> {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connections ?? 10,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 15_000,
    idle_in_transaction_session_timeout: 30_000,
    pipeline: true, // what is sent in a row costs the way there and back once
  });
  // A search whose plan looks dear would be compiled for longer than it runs.
  pool.on("connect", (client) => void client.query("set jit = off").catch(() => {}));
  pool.on("error", (error) => options.onError?.(error));
  const plans = new KeptPlans((options.keepPlans ?? true) ? MOST_PLANS : 0);
  const query = <Row extends object>(...statement: Parameters<Queries["query"]>): Promise<readonly Row[]> =>
    onClient(pool, (client) => queriesOf(client, plans)<Row>(...statement));
  try {
    await query("select 1");
  } catch (error) {
    await pool.end();
    throw error;
  }
  const bus = postgresBus({ url: options.url, ...(options.onError ? { onError: options.onError } : {}) });
  return {
    kind: "postgres",
    bus,
    query,
    transaction: (work) =>
      onClient(pool, async (client, spoil) => {
        const sent = new SentStatements();
        try {
          sent.add(client.query("begin"));
          const result = await sent.blame(() => work(transactionOf(client, plans, sent)));
          sent.add(commit(client));
          await sent.done();
          return result;
        } catch (error) {
          await client.query("rollback").catch(spoil);
          throw error;
        }
      }),
    async close() {
      await bus.close();
      await pool.end();
    },
  };
}

/**
 * Lends a connection to `work`. One that breaks meanwhile, or that `spoil` is called for, is thrown away. Where it broke,
 * the error has a code that tells so.
 */
async function onClient<T>(pool: pg.Pool, work: (client: pg.PoolClient, spoil: () => void) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => {
    throw hasCode(error) ? error : new ConnectionFailure("no connection to the database", { cause: error });
  });
  let broken = false;
  let spoiled = false;
  const onError = (): void => {
    broken = true;
  };
  client.on("error", onError);
  try {
    return await work(client, () => {
      spoiled = true;
    });
  } catch (error) {
    if (!broken || hasCode(error)) throw error;
    throw new ConnectionFailure("the connection to the database broke", { cause: error });
  } finally {
    client.off("error", onError);
    client.release(broken || spoiled);
  }
}

function hasCode(error: unknown): boolean {
  return error instanceof Error && "code" in error && typeof error.code === "string";
}

/** So many statements are kept by each connection; further ones are planned each time. */
const MOST_PLANS = 200;

/** The names under which connections keep statements: the same for the same text. */
class KeptPlans {
  readonly #names = new Map<string, string>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  nameOf(sql: string): string | undefined {
    const known = this.#names.get(sql);
    if (known !== undefined || this.#names.size >= this.#most) return known;
    const name = `crew_${this.#names.size}`;
    this.#names.set(sql, name);
    return name;
  }
}

function queriesOf(client: pg.PoolClient, plans: KeptPlans): Queries["query"] {
  return async <Row extends object>(...[sql, values = [], options]: Parameters<Queries["query"]>) => {
    const name = options?.keepPlan ? plans.nameOf(sql) : undefined;
    const statement = { text: sql, values: [...values], ...(name === undefined ? {} : { name }) };
    return (await client.query<Row>(statement)).rows;
  };
}

/** PostgreSQL answers the COMMIT of a transaction in which something failed with a ROLLBACK, and with no error. */
async function commit(client: pg.PoolClient): Promise<void> {
  const { command } = await client.query("commit");
  if (command !== "COMMIT") throw new Error(`a transaction that was to be committed ended with ${command}`);
}

function transactionOf(client: pg.PoolClient, plans: KeptPlans, sent: SentStatements): Transaction {
  const query = queriesOf(client, plans);
  return {
    query,
    send: (...statement) => sent.add(query(...statement)),
    script: async (sql) => {
      await client.query(sql);
    },
  };
}
