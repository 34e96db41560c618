import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { User } from "@crewdock/contract";
import type { Db } from "../store/db.ts";
import { openPostgres } from "../store/postgres.ts";
import { once, userInput } from "../testing/inputs.ts";
import { onPostgres } from "../testing/own-postgres.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";
import { observe, storeUses, useKey } from "./use-rows.ts";

onPostgres("uses that meet other changes", (postgres) => {
  let db: Db;
  let crew: TestServer;

  before(async () => {
    db = await openPostgres({ url: postgres().url });
    crew = await startTestServer({ db });
  });
  after(() => crew[Symbol.asyncDispose]());

  const oneWaits = async (): Promise<void> => {
    const done = AbortSignal.timeout(10_000);
    while (!done.aborted && (await db.query("select 1 from pg_locks where not granted")).length === 0);
  };

  test("somebody who is deleted while uses are stored is passed over, and those of others are stored", async () => {
    const { admin } = crew.company.demoPeople;
    const { body } = await crew.ask<User>(admin, "POST /v1/users", { body: userInput("leaving"), headers: once() });
    const uses = [body.id, admin].map((userId) => useKey({ userId, action: "deal.view" }));
    await db.query("delete from action_uses");
    const storing = await db.transaction(async (tx) => {
      await tx.query("delete from users where tenant_id = 'main' and id = $1", [body.id]);
      const stored = storeUses(db, "main", new Map(uses.map((use) => [use, "2026-03-01"])));
      await oneWaits();
      return { stored };
    });
    await storing.stored;
    const rows = await db.query("select user_id from action_uses where action = 'deal.view'");
    assert.deepEqual(rows, [{ user_id: admin }]);
  });

  test("whoever names what is reported in other orders at once waits, and nobody for each other", async () => {
    const now = new Date();
    await observe(db, "main", [], { byHost: true, now });
    const observing = await db.transaction(async (tx) => {
      await observe(tx, "main", ["deal.edit"], { byHost: true, now });
      const other = observe(db, "main", ["deal.view", "deal.edit"], { byHost: true, now });
      const ended = other.then(() => "stored");
      await oneWaits();
      await observe(tx, "main", ["deal.edit", "deal.view"], { byHost: true, now });
      return { ended };
    });
    assert.equal(await observing.ended, "stored");
  });
});
