// Makes the database from which the server's first start on an empty folder begins: `dist/embedded-template.tar.gz`, with
// the schema and nothing else. Made again only when the schema has changed or PGlite was installed anew: it takes seconds.
import { globSync } from "node:fs";
import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { openEmbedded } from "../packages/server/src/store/embedded.ts";
import { migrate } from "../packages/server/src/store/migrate.ts";
import { root } from "./steps.ts";

const template = join(root, "packages/server/dist/embedded-template.tar.gz");
const sources = [
  "node_modules/@electric-sql/pglite/package.json",
  ...globSync(["packages/server/src/store/migrate.ts", "packages/server/src/store/migrations/*.ts"], { cwd: root }),
];
// by the time when the file's entry changed: what npm unpacks keeps the time of its making
const changed = await Promise.all(sources.map(async (file) => (await stat(join(root, file))).ctimeMs));
const made = await stat(template).catch(() => undefined);
if (!made || made.mtimeMs < Math.max(...changed)) {
  const db = await openEmbedded();
  await migrate(db);
  await db.query("checkpoint");
  const tar = Buffer.from(await (await db.dump()).arrayBuffer());
  await db.close();
  await writeFile(template, gzipSync(tar, { level: 9 }));
}
