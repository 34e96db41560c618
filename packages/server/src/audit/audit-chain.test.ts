import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { chainNewAudit } from "../maintenance.ts";
import type { Queries } from "../store/db.ts";
import { runUnit } from "../store/unit.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";
import { chainAudit, verifyAudit } from "./audit-chain.ts";

const TENANT = "main";
let crew: TestServer;

before(async () => {
  crew = await startTestServer();
});
after(() => crew[Symbol.asyncDispose]());
beforeEach(async () => {
  for (const table of ["audit_records", "audit_heads"]) await crew.server.db.query(`delete from ${table}`);
});

async function write(count: number): Promise<void> {
  for (let i = 0; i < count; i++)
    await runUnit(
      crew.server.db,
      { tenant: TENANT, actorId: "u-1", now: crew.now, requestId: `r-${i}` },
      () => {},
      (unit) =>
        unit.audit({
          action: "user.update",
          recordType: "user",
          recordId: `u-${i}`,
          before: { login: "a", roleIds: ["r-1"], rate: 0.1 },
          after: { rate: 1e-7, roleIds: [], login: "Ёлка" },
        }),
    );
}

test("records are numbered without gaps, those that come later follow, and all of it is found as it was", async () => {
  const { db } = crew.server;
  await write(3);
  assert.deepEqual(await verifyAudit(db, TENANT), { number: 0, hash: "0".repeat(64), brokenAt: null, unchained: 3 });
  const first = await chainAudit(db, TENANT);
  assert.deepEqual([first.added, first.number], [3, 3]);
  await write(2);
  const { number, hash } = await chainAudit(db, TENANT);
  assert.equal(number, 5);
  assert.deepEqual(await verifyAudit(db, TENANT), { number: 5, hash, brokenAt: null, unchained: 0 });
  assert.deepEqual(await chainAudit(db, TENANT), { number: 5, hash, added: 0 });
});

test("a chain that grows while it is looked through is found as it was", async () => {
  const { db } = crew.server;
  await write(2);
  const { hash } = await chainAudit(db, TENANT);
  let asked = 0;
  const busy: Queries = {
    async query(...statement) {
      const rows = await db.query(...statement);
      asked++;
      await write(1);
      await chainAudit(db, TENANT);
      return rows as never;
    },
  };
  assert.deepEqual(await verifyAudit(busy, TENANT), { number: 2, hash, brokenAt: null, unchained: 0 });
  assert.ok(asked > 1);
});

test("several instances at once chain each record once", async () => {
  await write(12);
  const results = await Promise.all(Array.from({ length: 4 }, () => chainAudit(crew.server.db, TENANT)));
  assert.equal(
    results.reduce((sum, { added }) => sum + added, 0),
    12,
  );
  const verdict = await verifyAudit(crew.server.db, TENANT);
  assert.deepEqual([verdict.number, verdict.brokenAt], [12, null]);
});

for (const [name, sql, brokenAt] of [
  ["a record that was changed", `update audit_records set after = after || '{"login":"b"}' where chain_no = 3`, 3],
  ["a record whose author was changed", "update audit_records set actor_id = 'u-2' where chain_no = 1", 1],
  ["a record that was taken out", "delete from audit_records where chain_no = 4", 4],
  ["an end that was cut off", "delete from audit_records where chain_no >= 5", 5],
  [
    "a head that was set back",
    "update audit_heads set chain_no = 4, chain_hash = (select chain_hash from audit_records where chain_no = 4)",
    5,
  ],
  ["a head that was taken out", "delete from audit_heads", 1],
  ["two records that changed places", "update audit_records set chain_no = 7 - chain_no where chain_no in (1, 6)", 1],
] as const)
  test(`${name} shows`, async () => {
    const { db } = crew.server;
    await write(6);
    await chainAudit(db, TENANT);
    if (name.startsWith("two")) await db.query("drop index audit_records_by_chain");
    await db.query(sql);
    assert.equal((await verifyAudit(db, TENANT)).brokenAt, brokenAt);
  });

test("the head goes into the log, which knows of a chain that was written anew", async () => {
  const { db, services } = crew.server;
  await write(4);
  await chainNewAudit(services);
  await chainNewAudit(services); // nothing new, nothing logged
  const logged = crew.log.filter(({ event }) => event === "audit.chained");
  assert.equal(logged.length, 1);
  await db.query("delete from audit_records where chain_no = 2");
  await db.query("update audit_records set chain_no = null");
  await db.query("delete from audit_heads");
  await chainAudit(db, TENANT);
  const forged = await verifyAudit(db, TENANT);
  assert.equal(forged.brokenAt, null);
  assert.notDeepEqual([forged.number, forged.hash], [logged[0]?.["number"], logged[0]?.["hash"]]);
});
