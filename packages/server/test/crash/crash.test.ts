import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { killBackend, stopDatabase, withholdLog } from "../../bench/crash/postgres-blows.ts";
import { killServer, runTrials } from "../../bench/crash/trials.ts";
import type { Findings } from "../../bench/crash/verify.ts";
import { needsPostgres, ownPostgres } from "../../src/testing/own-postgres.ts";

// The short form of `npm run bench -- crash`.

function assertNothingLost({ acknowledged, lost, half, doubled, untold, unaudited }: Findings): void {
  assert.ok(acknowledged > 0, "nothing was written");
  const bad = { lost, half, doubled, untold, unaudited };
  assert.deepEqual(bad, { lost: 0, half: 0, doubled: 0, untold: 0, unaudited: 0 });
}

const nTimes = <T>(count: number, value: T): readonly T[] => Array.from({ length: count }, () => value);
const after20 = (): number => 1 + Math.floor(20 * Math.random());

test("a server on the embedded database that is killed while it writes loses nothing, halves nothing, doubles nothing", async () => {
  const folder = await mkdtemp(join(tmpdir(), "crewdock-crash-"));
  try {
    assertNothingLost(await runTrials({ place: { folder }, blows: nTimes(4, killServer), after: after20 }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test(
  "a server that is killed while it writes, and one whose PostgreSQL is, lose, halve and double nothing",
  needsPostgres,
  async () => {
    await using postgres = await ownPostgres({ fsync: true });
    const blows = [...nTimes(3, killServer), killBackend(postgres), stopDatabase(postgres)];
    assertNothingLost(await runTrials({ place: { url: postgres.url }, blows, after: after20 }));
  },
);

test("the trials see what is lost where a commit does not wait for the disk", needsPostgres, async () => {
  // nothing but the log's own writer takes it to the disk, and there is room for all of it in memory
  const settings = ["synchronous_commit=off", "bgwriter_lru_maxpages=0", "autovacuum=off", "wal_buffers=64MB"];
  await using careless = await ownPostgres({ settings });
  const blows = nTimes(2, withholdLog(careless));
  const { acknowledged, lost } = await runTrials({ place: { url: careless.url }, blows, after: () => 20 });
  assert.ok(acknowledged >= 40, "hardly anything was written");
  assert.equal(lost, acknowledged);
});
