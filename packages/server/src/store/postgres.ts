import pg from "pg";
import type { Db, Queries, Transaction } from "./db.ts";

export interface PostgresOptions {
  /** Connection string, such as `postgres://crewdock@db.example/crewdock`. */
  readonly url: string;
  /** Connections at most. @default 10 */
  readonly connections?: number;
  /** Told when an idle connection breaks; the pool replaces it by itself. */
  readonly onError?: (error: Error) => void;
}

/** Opens PostgreSQL 15 or later. */
export async function openPostgres(options: PostgresOptions): Promise<Db> {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connections ?? 10,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 15_000,
    idle_in_transaction_session_timeout: 30_000,
  });
  pool.on("error", (error) => options.onError?.(error));
  try {
    await pool.query("select 1");
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    kind: "postgres",
    query: queriesOf(pool),
    async transaction(work) {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        await client.query("begin");
        const result = await work(transactionOf(client));
        await client.query("commit");
        return result;
      } catch (error) {
        await client.query("rollback").catch((failure: unknown) => {
          broken = failure instanceof Error ? failure : new Error("rollback failed", { cause: failure });
        });
        throw error;
      } finally {
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}

function queriesOf(client: pg.Pool | pg.PoolClient): Queries["query"] {
  return async <Row extends object>(sql: string, values: Parameters<Queries["query"]>[1] = []) =>
    (await client.query<Row>(sql, [...values])).rows;
}

function transactionOf(client: pg.PoolClient): Transaction {
  return {
    query: queriesOf(client),
    script: async (sql) => {
      await client.query(sql);
    },
  };
}
