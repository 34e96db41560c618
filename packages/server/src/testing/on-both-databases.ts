import { describe } from "node:test";
import type { Db } from "../store/db.ts";
import { openPostgres } from "../store/postgres.ts";
import { openMemoryDb } from "./memory-db.ts";
import { onPostgres } from "./own-postgres.ts";

/** Declares tests twice: on the embedded database and, where it is installed, on a PostgreSQL of their own. */
export function onBothDatabases(declareTests: (open: () => Promise<Db>) => void): void {
  describe("on the embedded database", () => declareTests(openMemoryDb));

  onPostgres("on PostgreSQL", (postgres) => declareTests(() => openPostgres({ url: postgres().url })));
}
