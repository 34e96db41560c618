import assert from "node:assert/strict";
import { test } from "node:test";
import type { Client, MailAccountInput, MailCheckReport, MailProvider } from "@crewdock/contract";
import { crew, fails, failsAt, userInput } from "./testing/crew.ts";

async function signIn(client: Client, code: string): Promise<string> {
  const { state } = await client.mail.beginOAuth({ providerId: "gmail", email: null });
  const outcome = await client.mail.finishOAuth({ state, code, error: null });
  assert.ok(outcome.ok);
  return outcome.grant.id;
}

async function accountAt(client: Client, members: Partial<MailAccountInput> = {}): Promise<MailAccountInput> {
  const { items } = await client.mail.providers({});
  const { imap, smtp } = items.find(({ id }) => id === "gmail") as MailProvider;
  const username = "ewa@gmail.com";
  return {
    email: username,
    providerId: "gmail",
    imap: { ...imap[0]!, username },
    smtp: { ...smtp[0]!, username },
    password: null,
    sentFolder: null,
    active: true,
    ...members,
  };
}

async function check(client: Client, account: MailAccountInput, accountId: string | null): Promise<MailCheckReport> {
  const { email, providerId, imap, smtp, password, grantId } = account;
  const settings = { email, providerId, imap, smtp };
  for await (const event of client.mail.check({ accountId, settings, password, grantId }))
    if (event.type === "report") return event.report;
  throw new Error("no report");
}

test("a grant stands for a password: for as many checks as it takes, and for one account, which keeps it", async () => {
  const c = crew();
  const { admin: userId } = c.memory.company.demoPeople;
  const account = await accountAt(c.admin, { grantId: await signIn(c.admin, "good") });
  assert.ok((await check(c.admin, account, null)).ok);
  const made = await c.admin.mail.create({ userId, account });
  assert.deepEqual([made.auth, made.state], ["oauth", "connected"]);
  assert.ok((await check(c.admin, { ...account, grantId: null }, made.id)).ok);
  await failsAt(c.admin.mail.create({ userId, account }), "validation", { "/grantId": "not_found" });
  const quiet = { ...account, grantId: null, active: false };
  assert.equal((await c.admin.mail.update({ id: made.id, version: made.version, account: quiet })).auth, "oauth");
});

test("a provider's servers are its own however they are written", async () => {
  const { admin, memory } = crew();
  const account = await accountAt(admin, { grantId: await signIn(admin, "good") });
  const imap = { ...account.imap, host: account.imap.host.toUpperCase() };
  const made = await admin.mail.create({ userId: memory.company.demoPeople.admin, account: { ...account, imap } });
  assert.equal(made.auth, "oauth");
});

test("a new user comes with an account by a grant", async () => {
  const c = crew();
  const account = await accountAt(c.admin, { grantId: await signIn(c.admin, "good") });
  const made = await c.admin.users.create({ user: userInput("with.grant", { mailAccounts: [account] }) });
  assert.equal(made.mailAccounts[0]?.auth, "oauth");
});

test("a grant is its person's own, runs out, and works towards its provider alone", async () => {
  const c = crew();
  const { admin: userId, manager } = c.memory.company.demoPeople;
  const grantId = await signIn(c.admin, "good");
  const account = await accountAt(c.admin, { grantId });
  const other = c.as(manager).mail.create({ userId: manager, account });
  await failsAt(other, "validation", { "/grantId": "not_found" });
  const elsewhere = { ...account, imap: { ...account.imap, host: "imap.evil.example" } };
  await failsAt(c.admin.mail.create({ userId, account: elsewhere }), "validation", { "/grantId": "not_allowed" });
  c.setClock("2026-03-02T09:31:00.000Z");
  await failsAt(c.admin.mail.create({ userId, account }), "validation", { "/grantId": "not_found" });
});

test("a state runs out after ten minutes", async () => {
  const c = crew();
  const { state } = await c.admin.mail.beginOAuth({ providerId: "outlook", email: "ewa@outlook.com" });
  c.setClock("2026-03-02T09:10:00.000Z");
  await fails(c.admin.mail.finishOAuth({ state, code: "good", error: null }), "gone");
});

test("codes and accounts fail as they are told to", async () => {
  const c = crew();
  for (const [code, reason] of [
    ["late", "code_refused"],
    ["down", "unavailable"],
    ["partial", "scope_missing"],
  ] as const) {
    const { state } = await c.admin.mail.beginOAuth({ providerId: "gmail", email: null });
    assert.deepEqual(await c.admin.mail.finishOAuth({ state, code, error: null }), { ok: false, reason });
  }
  const revoked = await accountAt(c.admin, { grantId: await signIn(c.admin, "revoked") });
  assert.equal((await check(c.admin, revoked, null)).imap.failure?.code, "oauth_revoked");
});
