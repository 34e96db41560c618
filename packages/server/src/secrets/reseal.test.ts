import assert from "node:assert/strict";
import { test } from "node:test";
import { mailInput, once } from "../testing/inputs.ts";
import { openMemoryDb } from "../testing/memory-db.ts";
import { startTestServer } from "../testing/test-server.ts";
import { createSealer } from "./seal.ts";

const key = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);

test("after a rotation a start seals every secret anew, and the old key can go", async (t) => {
  const db = await openMemoryDb();
  t.after(() => db.close());
  const before = await startTestServer({ db, sealKeys: { k1: key(1) } });
  const { manager } = before.company.demoPeople;
  const made = await before.ask(manager, `POST /v1/users/${manager}/mail-accounts`, {
    body: mailInput(),
    headers: once(),
  });
  assert.equal(made.status, 200);
  const expiresAt = new Date(Date.now() + 600_000);
  const sealed = createSealer({ k1: key(1) }).seal("tokens of a grant", {
    tenant: "main",
    record: "mail_grant:g-1",
    field: "tokens",
  });
  await db.query(
    `insert into mail_grants (tenant_id, id, user_id, provider_id, tokens_sealed, expires_at)
     values ('main', 'g-1', $1, 'gmail', $2, $3)`,
    [manager, sealed, expiresAt],
  );
  const secrets = async (keys: Readonly<Record<string, Uint8Array>>): Promise<readonly string[]> => {
    const sealer = createSealer(keys);
    const rows = await db.query<{ readonly record: string; readonly field: string; readonly sealed: string }>(
      `select 'sip_account:' || id as record, 'password' as field, password_sealed as sealed from sip_accounts
       union all select 'mail_account:' || id, 'password', password_sealed from mail_accounts
       union all select 'mail_grant:' || id, 'tokens', tokens_sealed from mail_grants order by 1`,
    );
    return rows.map(({ sealed, ...context }) => sealer.open(sealed, { tenant: "main", ...context }));
  };
  const old = await secrets({ k1: key(1) });
  assert.ok(old.length > 1);
  await before.server.close();

  const after = await startTestServer({ db, sealKeys: { k2: key(2), k1: key(1) } });
  await after.server.close(); // waits for what goes on in the background
  assert.deepEqual(await secrets({ k2: key(2) }), old);
  assert.ok(!after.log.some(({ event }) => event === "secrets.not_resealed"));
});
