import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { onBothDatabases } from "../testing/on-both-databases.ts";
import type { Db, Transaction } from "./db.ts";

const INSERT = "insert into tenants (id) values ($1)";
const DOUBLE = { code: "23505" };

function sendingTests(open: () => Promise<Db>): void {
  let db: Db;
  before(async () => {
    db = await open();
    await db.query("create table if not exists tenants (id text primary key)");
  });
  after(() => db.close());

  const names = async (like: string): Promise<readonly string[]> =>
    (await db.query<{ id: string }>("select id from tenants where id like $1 order by id", [like])).map(({ id }) => id);

  test("what is sent without waiting is there with the commit, in its order", async () => {
    const seen = await db.transaction(async (tx) => {
      tx.send(INSERT, ["sent-1"]);
      const rows = await tx.query<{ id: string }>("select id from tenants where id = 'sent-1'");
      tx.send(INSERT, ["sent-2"], { keepPlan: true });
      tx.send(INSERT, ["sent-3"], { keepPlan: true });
      return rows.length;
    });
    assert.equal(seen, 1);
    assert.deepEqual(await names("sent-%"), ["sent-1", "sent-2", "sent-3"]);
  });

  test("a sent statement that fails undoes the transaction and is what the transaction fails with", async () => {
    const last = async (tx: Transaction): Promise<void> => {
      await tx.query(INSERT, ["last"]);
      tx.send(INSERT, ["last"]);
    };
    await assert.rejects(db.transaction(last), DOUBLE);
    const inTheMiddle = async (tx: Transaction): Promise<void> => {
      await tx.query(INSERT, ["middle"]);
      tx.send(INSERT, ["middle"]);
      await tx.query("select 1");
    };
    await assert.rejects(db.transaction(inTheMiddle), DOUBLE);
    assert.deepEqual([...(await names("last")), ...(await names("middle"))], []);
  });

  test("work that fails by itself undoes what it has sent and fails with its own error", async () => {
    const refused = new RangeError("no");
    const work = async (tx: Transaction): Promise<void> => {
      tx.send(INSERT, ["undone"]);
      throw refused;
    };
    await assert.rejects(db.transaction(work), refused);
    assert.deepEqual(await names("undone"), []);
    await db.transaction(async (tx) => tx.send(INSERT, ["undone"])); // the connection is as good as before
    assert.deepEqual(await names("undone"), ["undone"]);
  });

  test("a transaction in which something failed is not taken for committed, whoever swallowed the error", async () => {
    const work = async (tx: Transaction): Promise<void> => {
      await tx.query(INSERT, ["swallowed"]);
      await tx.query(INSERT, ["swallowed"]).catch(() => {});
    };
    await assert.rejects(db.transaction(work));
    assert.deepEqual(await names("swallowed"), []);
  });
}

onBothDatabases(sendingTests);
