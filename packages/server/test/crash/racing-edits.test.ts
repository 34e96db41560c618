import assert from "node:assert/strict";
import { test } from "node:test";
import { type Race, raceEdits } from "../../bench/crash/racing-edits.ts";
import type { Db } from "../../src/store/db.ts";
import { openPostgres } from "../../src/store/postgres.ts";
import { openMemoryDb } from "../../src/testing/memory-db.ts";
import { onPostgres } from "../../src/testing/own-postgres.ts";
import { startTestServer, type TestServer } from "../../src/testing/test-server.ts";

const ATTEMPTS = 120;

function assertNothingLost({ lost, stored, refused }: Race): void {
  assert.equal(lost, 0);
  assert.ok(stored > 0 && refused > 0, "nobody raced");
}

test("no edit of many that race is lost on the embedded database", async () => {
  await using crew = await startTestServer({ db: await openMemoryDb() });
  assertNothingLost(await raceEdits([crew], ATTEMPTS));
});

onPostgres("on PostgreSQL", (postgres) => {
  test("no edit of many that race through three instances is lost", async () => {
    const open = (): Promise<Db> => openPostgres({ url: postgres().url, connections: 4 });
    const instances: TestServer[] = [];
    for (let i = 0; i < 3; i++) instances.push(await startTestServer({ db: await open() }));
    assertNothingLost(await raceEdits(instances, ATTEMPTS));
    for (const crew of instances) await crew[Symbol.asyncDispose]();
  });
});
