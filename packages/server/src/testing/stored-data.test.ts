import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Db } from "../store/db.ts";
import { openMemoryDb } from "./memory-db.ts";
import { dataPrinter } from "./stored-data.ts";

let db: Db;
let print: () => Promise<string>;

before(async () => {
  db = await openMemoryDb();
  print = await dataPrinter(db);
  await db.query("insert into tenants (id) values ('main') on conflict do nothing");
  await db.query(
    `insert into audit_records (tenant_id, at, action, record_type, record_id, after)
     values ('main', now(), 'a.b', 'a', '1', '{"name":"A"}')`,
  );
  await db.query("insert into outbox (tenant_id, type, department_ids, at) values ('main', 'a.changed', '{}', now())");
});
after(() => db.close());

for (const [what, sql] of [
  ["an audit record that is rewritten", `update audit_records set after = '{"name":"B"}'`],
  ["another actor of an audit record", "update audit_records set actor_id = 'somebody'"],
  ["an event that is rewritten", "update outbox set type = 'b.changed'"],
  ["an event that is taken out", "delete from outbox"],
  ["a row of any other table that is written as it was", "update tenants set id = id"],
] as const)
  test(`a print tells ${what}`, async () => {
    const before = await print();
    assert.equal(await print(), before);
    await db.query(sql);
    assert.notEqual(await print(), before);
  });

test("a print does not tell what is numbered and chained after the commit", async () => {
  const before = await print();
  await db.query("update audit_records set chain_no = 1, chain_hash = 'x'");
  await db.query("update outbox set seq = 1");
  assert.equal(await print(), before);
});
