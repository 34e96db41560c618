import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { PGlite, type Transaction as PgliteTransaction, types } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import type { Db, Queries, Transaction } from "./db.ts";
import { removeHalfUnpacked, unpackTemplate } from "./embedded-template.ts";
import { lockFolder } from "./folder-lock.ts";
import { SentStatements } from "./sent-statements.ts";

/** Of what PostgreSQL takes for itself a quarter is plenty for one process; the file system caches the rest. */
const SHARED_BUFFERS = "shared_buffers=32MB";

/** Bytes go in and out as hexadecimal digits. PGlite makes and reads them one by one, which keeps the process busy. */
const bytesAsDigits = {
  serializers: {
    [types.BYTEA]: ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
      `\\x${Buffer.from(buffer, byteOffset, byteLength).toString("hex")}`,
  },
  parsers: {
    [types.BYTEA]: (digits: string): Uint8Array => new Uint8Array(Buffer.from(digits.slice(2), "hex")),
  },
};

export interface EmbeddedOptions {
  /** Where the data is kept; without it everything is in memory and gone at the end. */
  readonly folder?: string;
  /** A dump to start from instead of an empty database; only in memory. */
  readonly snapshot?: Blob;
}

export interface EmbeddedDb extends Db {
  /** The whole database as an uncompressed tar, to be given as `snapshot`. */
  dump(): Promise<Blob>;
}

/**
 * Opens the embedded database (PostgreSQL compiled to WebAssembly). Good for trying out, tests and small companies.
 * @throws FolderInUseError when another process has the folder open: two writers on one folder lose rows silently.
 */
export async function openEmbedded(options: EmbeddedOptions = {}): Promise<EmbeddedDb> {
  const { folder, snapshot } = options;
  if (folder !== undefined) await mkdir(folder, { recursive: true, mode: 0o700 });
  const lock = folder === undefined ? undefined : await lockFolder(folder);
  try {
    if (folder !== undefined) {
      await removeHalfUnpacked(join(folder, "pglite"));
      await unpackTemplate(join(folder, "pglite"));
    }
    const pglite = await PGlite.create({
      extensions: { pg_trgm },
      ...bytesAsDigits,
      startParams: [...PGlite.defaultStartParams, "-c", SHARED_BUFFERS],
      ...(folder === undefined ? {} : { dataDir: join(folder, "pglite") }),
      ...(snapshot === undefined ? {} : { loadDataDir: snapshot }),
    });
    return new Embedded(pglite, async () => lock?.release());
  } catch (error) {
    await lock?.release();
    throw error;
  }
}

class Embedded implements EmbeddedDb {
  readonly kind = "embedded";
  readonly #pglite: PGlite;
  readonly #release: () => Promise<void>;

  constructor(pglite: PGlite, release: () => Promise<void>) {
    this.#pglite = pglite;
    this.#release = release;
  }

  query: Queries["query"] = async <Row extends object>(sql: string, values: Parameters<Queries["query"]>[1] = []) =>
    (await this.#pglite.query<Row>(sql, [...values])).rows;

  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#pglite.transaction(async (tx) => {
      const sent = new SentStatements();
      const result = await sent.blame(() => work(transactionOf(tx, sent)));
      await sent.done();
      return result;
    });
  }

  dump(): Promise<Blob> {
    return this.#pglite.dumpDataDir("none");
  }

  async close(): Promise<void> {
    if (!this.#pglite.closed) await this.#pglite.close();
    await this.#release();
  }
}

function transactionOf(tx: PgliteTransaction, sent: SentStatements): Transaction {
  const query: Queries["query"] = async <Row extends object>(
    sql: string,
    values: Parameters<Queries["query"]>[1] = [],
  ) => (await tx.query<Row>(sql, [...values])).rows;
  return {
    query,
    send: (...statement) => sent.add(query(...statement)),
    script: async (sql) => {
      await tx.exec(sql);
    },
  };
}
