import type { EventBus } from "../events/bus/event-bus.ts";

/** A value that a query takes: lists go as PostgreSQL arrays, JSON goes as text with a cast. */
export type SqlValue = string | number | boolean | null | Date | Uint8Array | readonly string[];

export interface QueryOptions {
  /**
   * Whether the database may keep the statement's plan for the next call: for statements that run with each request and
   * are planned alike whatever their values are. Their texts have to be few. @default false
   */
  readonly keepPlan?: boolean;
}

/** Runs one statement with `$1` parameters and returns its rows. */
export interface Queries {
  query<Row extends object>(sql: string, values?: readonly SqlValue[], options?: QueryOptions): Promise<readonly Row[]>;
}

/** What a transaction offers: the same queries, and whole scripts without parameters. */
export interface Transaction extends Queries {
  script(sql: string): Promise<void>;
  /**
   * Sends a statement whose rows nobody needs. It runs in its turn and nobody waits for it before the commit, which it
   * prevents when it fails: the transaction then ends with its error.
   */
  send(...statement: Parameters<Queries["query"]>): void;
}

/** The database of the server: embedded PGlite or PostgreSQL, the same SQL on both. */
export interface Db extends Queries {
  readonly kind: "embedded" | "postgres";
  /** Wakes the other instances on the same database; ends with it. The embedded database has none. */
  readonly bus?: EventBus;
  /**
   * Runs `work` in one transaction (read committed); what it throws rolls everything back.
   * Inside, only the transaction's own queries may be used: the embedded database has a single connection.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** The parameters of a statement that is put together from parts. */
export class SqlParameters {
  readonly values: SqlValue[] = [];

  /** Adds a value and returns its placeholder, such as `$3`. */
  add(value: SqlValue): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** The name of the unique constraint that an error speaks of (SQLSTATE 23505); undefined for any other error. */
export function violatedUnique(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || error.code !== "23505") return undefined;
  return "constraint" in error && typeof error.constraint === "string" ? error.constraint : "";
}

/** Codes of a database that is away, starting, stopping or overloaded: SQLSTATE classes 08, 53 and 57P, and the socket's own. */
const AWAY = /^(?:08...|53...|57P0[123]|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/;

/**
 * What an error of the database means for the caller: it may be back soon, took too long, or lost a race that another try
 * wins; or it cannot take a value (SQLSTATE class 22), which a schema should have refused before.
 */
export function databaseTrouble(error: unknown): "unavailable" | "timeout" | "validation" | undefined {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  if (AWAY.test(error.code) || error.code === "40001" || error.code === "40P01") return "unavailable";
  if (/^22...$/.test(error.code)) return "validation";
  return error.code === "57014" ? "timeout" : undefined;
}
