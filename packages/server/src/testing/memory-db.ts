import { createHash, randomUUID } from "node:crypto";
import { openAsBlob } from "node:fs";
import { access, readFile, rename, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmbeddedDb, openEmbedded } from "../store/embedded.ts";
import { migrate, type Migration, migrations } from "../store/migrate.ts";

/** An in-memory database with the present schema. */
export function openMemoryDb(): Promise<EmbeddedDb> {
  return openMigrated(migrations);
}

/** An in-memory database in which there is nothing, not even a schema: for tests of the migrations themselves. */
export function openBlankDb(): Promise<EmbeddedDb> {
  return openMigrated([]);
}

/** New databases would be copies of these two, which are most of the files that each test has to load. No test makes one. */
const WITHOUT_TEMPLATES = [
  "update pg_database set datistemplate = false",
  "drop database template0",
  "drop database template1",
  "checkpoint",
];

/** The first call on a machine makes a dump that later ones, of any process, start from in a fraction of the time. */
async function openMigrated(steps: readonly Migration[]): Promise<EmbeddedDb> {
  const pglite = await readFile(new URL("../package.json", import.meta.resolve("@electric-sql/pglite")));
  const made = JSON.stringify([steps, WITHOUT_TEMPLATES]);
  const digest = createHash("sha256").update(pglite).update(made).digest("hex").slice(0, 16);
  const path = join(tmpdir(), `crewdock-test-db-${digest}.tar`);
  if (await exists(path)) return openEmbedded({ snapshot: await openAsBlob(path) });
  const db = await openEmbedded();
  if (steps.length > 0) await migrate(db, steps);
  for (const sql of WITHOUT_TEMPLATES) await db.query(sql);
  const part = `${path}.${randomUUID()}`;
  await writeFile(part, (await db.dump()).stream());
  await rename(part, path);
  return db;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
