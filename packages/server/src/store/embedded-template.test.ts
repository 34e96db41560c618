import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { gzipSync } from "node:zlib";
import { openMemoryDb } from "../testing/memory-db.ts";
import { openEmbedded } from "./embedded.ts";
import { unpackTemplate } from "./embedded-template.ts";

async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "crewdock-template-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test("a database that is made from a template works, and is never made anew", async (t) => {
  const folder = await temporaryFolder(t);
  const memory = await openMemoryDb();
  await memory.query("insert into tenants (id) values ('from the template')");
  await memory.query("checkpoint");
  const template = join(folder, "template.tar.gz");
  await writeFile(template, gzipSync(Buffer.from(await (await memory.dump()).arrayBuffer()), { level: 1 }));
  await memory.close();
  assert.equal(await unpackTemplate(join(folder, "pglite"), [join(folder, "missing"), template]), true);
  for (const expected of [1, 2]) {
    const db = await openEmbedded({ folder });
    await db.query("insert into tenants (id) values ($1)", [`opening ${expected}`]);
    assert.equal((await db.query("select 1 from tenants where id like 'opening%'")).length, expected);
    assert.equal((await db.query("select 1 from tenants where id = 'from the template'")).length, 1);
    await db.close();
    assert.equal(await unpackTemplate(join(folder, "pglite"), [template]), false);
  }
});

test("a template that is broken leaves nothing behind, and one that is not there is done without", async (t) => {
  const folder = await temporaryFolder(t);
  const template = join(folder, "template.tar.gz");
  await writeFile(template, gzipSync("x").subarray(0, 12));
  await assert.rejects(unpackTemplate(join(folder, "pglite"), [template]));
  assert.equal(await unpackTemplate(join(folder, "pglite"), [join(folder, "missing")]), false);
  assert.deepEqual(await readdir(folder), ["template.tar.gz"]);
});

test("what a start left half unpacked when it was killed is gone after the next one, and nothing else", async (t) => {
  const folder = await temporaryFolder(t);
  const kept = ["pglite.before-the-move", `pglite.${randomUUID()}.tar`, `other.${randomUUID()}`];
  for (const name of [...kept, `pglite.${randomUUID()}`, `pglite.${randomUUID()}`]) {
    await mkdir(join(folder, name, "base", "1"), { recursive: true });
    await writeFile(join(folder, name, "PG_VERSION"), "17");
  }
  const file = `pglite.${randomUUID()}`;
  await writeFile(join(folder, file), "a file is none of ours");
  const db = await openEmbedded({ folder });
  assert.deepEqual((await readdir(folder)).sort(), ["crewdock.lock", "pglite", ...kept, file].sort());
  const late = `pglite.${randomUUID()}`;
  await mkdir(join(folder, late));
  await assert.rejects(openEmbedded({ folder }), { name: "FolderInUseError" });
  assert.ok((await readdir(folder)).includes(late), "whoever does not hold the lock touches nothing");
  await db.close();
});
