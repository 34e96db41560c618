import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { FolderInUseError, lockFolder } from "./folder-lock.ts";

let folder: string;
let path: string;
/** A lock as this process writes it. */
let own: Readonly<Record<string, unknown>>;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "crewdock-lock-"));
  path = join(folder, "crewdock.lock");
  const lock = await lockFolder(folder);
  own = JSON.parse(await readFile(path, "utf8")) as typeof own;
  await lock.release();
});
after(() => rm(folder, { recursive: true }));

async function leave(holder: Readonly<Record<string, unknown>>, silentSeconds: number): Promise<void> {
  await writeFile(path, JSON.stringify({ ...own, ...holder }));
  const heard = new Date(Date.now() - silentSeconds * 1000);
  await utimes(path, heard, heard);
}

test("a second opening is refused until the first is closed", async () => {
  const lock = await lockFolder(folder);
  await assert.rejects(
    lockFolder(folder),
    (error) => error instanceof FolderInUseError && error.pid === process.pid && error.host === null,
  );
  await lock.release();
  await (await lockFolder(folder)).release();
});

test("the lock of a process that is gone, or whose number was given away again, is taken over", async () => {
  const gone = [{ pid: 4194305, started: "1" }, { started: "1" }].map((holder) =>
    JSON.stringify({ ...own, ...holder }),
  );
  for (const content of [...gone, "rubbish", ""]) {
    await writeFile(path, content);
    const lock = await lockFolder(folder);
    assert.deepEqual(JSON.parse(await readFile(path, "utf8")), own);
    await lock.release();
  }
});

test("a process of another machine, container or boot cannot be looked at: it holds the folder until it was silent for a minute", async () => {
  for (const elsewhere of [{ host: "crm-2" }, { boot: "another" }]) {
    const holder = { ...elsewhere, pid: 4194305, started: "1" };
    await leave(holder, 50);
    await assert.rejects(lockFolder(folder), (error) => {
      assert.ok(error instanceof FolderInUseError);
      assert.equal(error.host, elsewhere.host ?? own["host"]);
      assert.match(error.message, /Stop it there first.*start again in a minute/);
      return true;
    });
    await leave(holder, 61);
    await (await lockFolder(folder)).release();
  }
});

test("a holder shows every few seconds that it is there", { timeout: 10_000 }, async (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  const lock = await lockFolder(folder);
  const old = new Date(Date.now() - 50_000);
  await utimes(path, old, old);
  t.mock.timers.tick(5_000);
  while ((await stat(path)).mtimeMs < Date.now() - 40_000) await new Promise(setImmediate);
  await lock.release();
});

test("a lock that somebody else has taken over is not released with one's own", async () => {
  const lock = await lockFolder(folder);
  await leave({ host: "crm-2" }, 0);
  await lock.release();
  assert.equal((JSON.parse(await readFile(path, "utf8")) as typeof own)["host"], "crm-2");
});
