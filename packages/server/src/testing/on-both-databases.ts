import { after, before, describe } from "node:test";
import type { Db } from "../store/db.ts";
import { openPostgres } from "../store/postgres.ts";
import { openMemoryDb } from "./memory-db.ts";
import { postgresPrograms, startPostgres, type TemporaryPostgres } from "./temporary-postgres.ts";

/** Declares tests twice: on the embedded database and, where it is installed, on a PostgreSQL of their own. */
export async function onBothDatabases(declareTests: (open: () => Promise<Db>) => void): Promise<void> {
  describe("on the embedded database", () => declareTests(openMemoryDb));

  const programs = await postgresPrograms();
  describe("on PostgreSQL", { skip: programs === undefined ? "skipped: needs PostgreSQL" : false }, () => {
    let postgres: TemporaryPostgres;
    before(async () => {
      postgres = await startPostgres(programs!);
    });
    after(() => postgres[Symbol.asyncDispose]());
    declareTests(() => openPostgres({ url: postgres.url }));
  });
}
