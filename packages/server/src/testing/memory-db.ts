import { createHash, randomUUID } from "node:crypto";
import { openAsBlob } from "node:fs";
import { access, rename, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmbeddedDb, openEmbedded } from "../store/embedded.ts";
import { migrate, migrations } from "../store/migrate.ts";

/** An in-memory database with the present schema. The first run on a machine makes a dump that later ones start from in a tenth of the time. */
export async function openMemoryDb(): Promise<EmbeddedDb> {
  const digest = createHash("sha256").update(JSON.stringify(migrations)).digest("hex").slice(0, 16);
  const path = join(tmpdir(), `crewdock-test-db-${digest}.tar`);
  if (await exists(path)) return openEmbedded({ snapshot: await openAsBlob(path) });
  const db = await openEmbedded();
  await migrate(db);
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
