import assert from "node:assert/strict";
import { test } from "node:test";
import type { User } from "@crewdock/contract";
import { createTokens } from "../auth/tokens.ts";
import { mailInput, once, userInput } from "../testing/inputs.ts";
import { PASSWORD, startTestServer } from "../testing/test-server.ts";
import { hashPassword, isOutdatedHash, verifyPassword } from "./password-hash.ts";
import { createSealer, SealError } from "./seal.ts";
import { stableJson } from "./fingerprint.ts";

const context = { tenant: "main", record: "sip_account:1", field: "password" };
const key = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);

test("what was sealed opens in its own place only", () => {
  const sealer = createSealer({ k1: key(1) });
  const sealed = sealer.seal("тайна", context);
  assert.equal(sealer.open(sealed, context), "тайна");
  assert.notEqual(sealer.seal("тайна", context), sealed);
  for (const other of [{ tenant: "other" }, { record: "sip_account:2" }, { field: "login" }])
    assert.throws(() => sealer.open(sealed, { ...context, ...other }), SealError);
});

test("a sealed value that was changed does not open", () => {
  const sealer = createSealer({ k1: key(1), k2: key(2) });
  const sealed = sealer.seal("secret", context);
  const [form, id, data] = sealed.split(".") as [string, string, string];
  const bytes = Buffer.from(data, "base64url");
  bytes[14]! ^= 1;
  for (const wrong of [
    `${form}.${id}.${bytes.toString("base64url")}`,
    `${form}.k2.${data}`,
    `v2.${id}.${data}`,
    `${form}.${id}.AAAA`,
    "",
  ])
    assert.throws(() => sealer.open(wrong, context), SealError);
});

test("after a rotation the old key opens and the new one seals", () => {
  const old = createSealer({ k1: key(1) }).seal("secret", context);
  const sealer = createSealer({ k2: key(2), k1: key(1) });
  assert.equal(sealer.open(old, context), "secret");
  assert.ok(sealer.isStale(old));
  assert.ok(!sealer.isStale(sealer.seal("secret", context)));
});

test("keys whose order an object does not keep are refused, so that no rotation is silently without effect", () => {
  assert.doesNotThrow(() => createSealer({ "1": key(1) }));
  assert.throws(() => createSealer({ "2": key(2), "1": key(1) }), RangeError);
  assert.throws(() => createTokens({ new: "n".repeat(32), "1": "o".repeat(32) }), RangeError);
});

test("a password is right in any normal form of its letters, and nothing else is", async () => {
  const hash = await hashPassword("Ёлка caf\u00e9 2026");
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assert.ok(await verifyPassword("Ёлка cafe\u0301 2026", hash));
  assert.ok(!(await verifyPassword("ёлка caf\u00e9 2026", hash)));
  assert.ok(!(await verifyPassword("", null)));
  assert.ok(!isOutdatedHash(hash));
  assert.ok(isOutdatedHash(hash.replace("m=19456", "m=4096")));
});

test("the order of members does not make another request", () => {
  assert.equal(stableJson({ b: [{ d: 1, c: 2 }], a: null }), stableJson({ a: null, b: [{ c: 2, d: 1 }] }));
  assert.notEqual(stableJson([1, 2]), stableJson([2, 1]));
});

test("no secret comes back in any answer, log line, audit record or stored answer", async () => {
  await using crew = await startTestServer();
  const { admin } = crew.company.demoPeople;
  const planted = ["planted-user-password-71", "planted-sip-password", "planted-mail-password", PASSWORD];
  const sipAccount = {
    id: null,
    login: "4010",
    password: planted[1]!,
    domain: "crewdock.test",
    port: 5060,
    transport: "ws" as const,
    webSocketUrl: null,
  };
  const members = { password: planted[0]!, sipAccount, mailAccounts: [mailInput()] };
  const { body: user } = await crew.ask<User>(admin, "POST /v1/users", {
    body: userInput("secretive", members),
    headers: once(),
  });
  await crew.ask(admin, `PATCH /v1/users/${user.id}`, {
    body: { password: planted[0], sipAccount: { ...sipAccount, id: user.sipAccount!.id } },
    headers: { "If-Match": `"${user.version}"` },
  });
  await crew.ask(admin, "POST /v1/users", { body: userInput("secretive", members), headers: once() });
  await crew.ask(admin, "POST /v1/users", { body: { ...userInput("x", members), email: "no" }, headers: once() });
  for (const path of ["/v1/users?limit=200", `/v1/users/${user.id}`, "/v1/sip-accounts/free", "/v1/session"])
    await crew.ask(admin, `GET ${path}`);
  const { db } = crew.server;
  const stored = await db.query(`select to_jsonb(t)::text as text from (
    select to_jsonb(a) from audit_records a union all select to_jsonb(i) from idempotent_answers i
    union all select to_jsonb(o) from outbox o union all select to_jsonb(u) from users u
    union all select to_jsonb(s) from sip_accounts s union all select to_jsonb(m) from mail_accounts m) t`);
  assert.ok(crew.answers.length >= 8 && stored.length > 60 && crew.log.length >= 8);
  const told = [crew.answers.join("\n"), JSON.stringify(crew.log), JSON.stringify(stored)].join("\n");
  for (const secret of planted) assert.ok(!told.includes(secret), secret);
  const shown = crew.answers.join("\n");
  for (const column of ["password_hash", "password_sealed", "argon2id", "v1.k1."])
    assert.ok(!shown.includes(column), column);
});
