import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import type {
  MailAccount,
  MailAccountInput,
  MailCheckEvent,
  MailCheckReport,
  MailDiscovery,
  MailOAuthOutcome,
  MailOAuthStep,
  MailProvider,
} from "@crewdock/contract";
import { type DevMailbox, startDevMailbox } from "../../dev/mailbox/index.ts";
import { createProbes } from "../../probes.ts";
import { once, userInput } from "../../testing/inputs.ts";
import { type Answer, startTestServer, type TestServer } from "../../testing/test-server.ts";
import { accessToken } from "./access-token.ts";
import { kind, type OAuthServer, startOAuthServer } from "./testing/oauth-server.ts";

const email = "ewa@crewdock.test";
const redirectUrl = "https://crm.example/mail-sign-in";
let provider: OAuthServer;
let mailbox: DevMailbox;
let crew: TestServer;
let manager: string;
let admin: string;
/** The same server for somebody who has registered with another secret. */
let elsewhere: TestServer;

before(async () => {
  provider = await startOAuthServer();
  mailbox = await startDevMailbox({
    accounts: () => "never typed by anybody",
    tokens: (address, token) => provider.isGood(address, token),
  });
  const endpoints = {
    authorizeUrl: `${provider.url}/authorize`,
    tokenUrl: `${provider.url}/token`,
    scopes: ["mail", "offline_access"],
  };
  const options = (clientSecret: string): ReturnType<typeof createProbes> =>
    createProbes({
      allow: mailbox.allow,
      mailCertificateAuthorities: [mailbox.ca],
      extraMailProviders: [mailbox.provider],
      mailOAuth: {
        redirectUrl,
        providers: { [mailbox.provider.id]: { ...endpoints, ...provider.client, clientSecret } },
      },
    });
  crew = await startTestServer({ mail: options(provider.client.clientSecret).mail });
  elsewhere = await startTestServer({ mail: options("another").mail });
  ({ manager, admin } = crew.company.demoPeople);
});
after(async () => {
  await crew[Symbol.asyncDispose]();
  await elsewhere[Symbol.asyncDispose]();
  await mailbox.close();
  await provider.close();
});
afterEach(() => Object.assign(provider.mood, kind));

const begin = (as = manager, at = crew): Promise<Answer<MailOAuthStep>> =>
  at.ask<MailOAuthStep>(as, "POST /v1/mail/oauth/begin", { body: { providerId: mailbox.provider.id, email } });

/** Goes to the provider's page and brings back what it says. */
async function comeBack({ body }: Answer<MailOAuthStep>): Promise<object> {
  const back = await provider.visit(body.url);
  assert.equal(`${back.origin}${back.pathname}`, redirectUrl);
  const { state, code = null, error = null } = Object.fromEntries(back.searchParams);
  return { state, code, error };
}

const finish = <Body = MailOAuthOutcome>(returned: object, as = manager, at = crew): Promise<Answer<Body>> =>
  at.ask<Body>(as, "POST /v1/mail/oauth/finish", { body: returned });

async function grant(as = manager): Promise<string> {
  const { body } = await finish(await comeBack(await begin(as)), as);
  assert.ok(body.ok, JSON.stringify(body));
  return body.grant.id;
}

function account(grantId: string | null, members: Partial<MailAccountInput> = {}): MailAccountInput {
  const server = (protocol: "imap" | "smtp"): MailAccountInput["imap"] => ({
    ...mailbox.provider[protocol][0]!,
    username: email,
  });
  return {
    email,
    providerId: mailbox.provider.id,
    imap: server("imap"),
    smtp: server("smtp"),
    password: null,
    grantId,
    sentFolder: null,
    active: true,
    ...members,
  };
}

async function check(input: MailAccountInput, accountId: string | null, as = manager): Promise<MailCheckReport> {
  const { email: address, providerId, imap, smtp, password, grantId } = input;
  const settings = { email: address, providerId, imap, smtp };
  const { status, body } = await crew.ask<string | MailCheckEvent>(as, "POST /v1/mail/check", {
    body: { accountId, settings, password, grantId },
  });
  assert.equal(status, 200, JSON.stringify(body));
  const events =
    typeof body === "string"
      ? body
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line) as MailCheckEvent)
      : [body];
  const last = events.at(-1);
  assert.ok(last?.type === "report", JSON.stringify(last));
  return last.report;
}

const create = <Body = MailAccount>(input: MailAccountInput, as = manager): Promise<Answer<Body>> =>
  crew.ask<Body>(as, `POST /v1/users/${as}/mail-accounts`, { body: input, headers: once() });

const stop = async ({ id }: MailAccount): Promise<void> => {
  await crew.server.db.query("delete from mail_accounts where id = $1", [id]);
};

test("somebody signs in, both servers take the token, and the account keeps it", async () => {
  const grantId = await grant();
  const report = await check(account(grantId), null);
  assert.ok(report.ok, JSON.stringify(report));
  assert.equal(report.sent?.by, "special-use");
  const { status, body } = await create(account(grantId));
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual([body.auth, body.state], ["oauth", "connected"]);
  const stored = account(null, { active: false });
  assert.ok((await check(stored, body.id)).ok);
  const changed = await crew.ask<MailAccount>(manager, `PUT /v1/mail/accounts/${body.id}`, {
    body: stored,
    headers: { "If-Match": `"${body.version}"` },
  });
  assert.deepEqual([changed.status, changed.body.auth, changed.body.state], [200, "oauth", "connected"]);
  assert.deepEqual((await create<{ errors: unknown }>(account(grantId))).body.errors, [
    { pointer: "/grantId", code: "not_found" },
  ]);
  await stop(body);
});

test("a new employee comes with an account by a grant of the one who makes them", async () => {
  const mailAccounts = [account(await grant(admin))];
  const { status, body } = await crew.ask<{ mailAccounts: readonly MailAccount[] }>(admin, "POST /v1/users", {
    body: userInput("by.grant", { mailAccounts }),
    headers: once(),
  });
  assert.deepEqual([status, body.mailAccounts?.[0]?.auth], [200, "oauth"]);
});

test("a token that has run out is refreshed, once for many who ask, and the fresh one is kept", async () => {
  const made = (await create(account(await grant()))).body;
  provider.expireAll();
  crew.now = new Date(crew.now.getTime() + 2 * 3600_000);
  provider.asked.length = 0;
  const reports = await Promise.all([1, 2, 3].map(() => check(account(null), made.id)));
  assert.ok(
    reports.every(({ ok }) => ok),
    JSON.stringify(reports),
  );
  assert.deepEqual(
    provider.asked.map((form) => form.get("grant_type")),
    ["refresh_token"],
  );
  assert.ok((await check(account(null), made.id)).ok);
  assert.equal(provider.asked.length, 1, "the fresh token was kept");
  await stop(made);
});

test("who read a token before somebody else refreshed it takes the fresh one, and uses no refresh token twice", async () => {
  const made = (await create(account(await grant()))).body;
  const { services } = crew.server;
  const [row] = await services.db.query<{ sealed: string }>(
    "select password_sealed as sealed from mail_accounts where id = $1",
    [made.id],
  );
  const place = {
    table: "mail_accounts",
    column: "password_sealed",
    id: made.id,
    providerId: mailbox.provider.id,
    sealed: row!.sealed,
    seal: { tenant: services.tenant, record: `mail_account:${made.id}`, field: "password" },
  } as const;
  provider.expireAll();
  crew.now = new Date(crew.now.getTime() + 2 * 3600_000);
  provider.asked.length = 0;
  const { signal } = new AbortController();
  const first = await accessToken(services, services.mailOAuth!, place, { signal });
  assert.equal(await accessToken(services, services.mailOAuth!, place, { signal }), first);
  assert.equal(provider.asked.length, 1);
  // a password that stands there by now is no token, and no part of an error
  const sealed = services.sealer.seal("not for the log", place.seal);
  await services.db.query("update mail_accounts set oauth_provider = null, password_sealed = $2 where id = $1", [
    made.id,
    sealed,
  ]);
  provider.revokeAll();
  await assert.rejects(accessToken(services, services.mailOAuth!, place, { signal }), { name: "NoAccessToken" });
  await stop(made);
});

test("a leave that was taken back, a token that the mail server refuses and a provider that is down are told apart", async () => {
  const made = (await create(account(await grant()))).body;
  provider.expireAll();
  const rejected = await check(account(null), made.id);
  assert.deepEqual(
    [rejected.imap.failure?.code, rejected.smtp.failure?.code],
    ["oauth_token_rejected", "oauth_token_rejected"],
  );
  crew.now = new Date(crew.now.getTime() + 2 * 3600_000);
  Object.assign(provider.mood, { error: "server_error", status: 503 });
  const down = await check(account(null), made.id);
  assert.deepEqual([down.imap.failure?.code, down.imap.failure?.retryable], ["oauth_unavailable", true]);
  Object.assign(provider.mood, { error: null, status: 400 });
  provider.revokeAll();
  const revoked = await check(account(null), made.id);
  assert.deepEqual([revoked.imap.failure?.code, revoked.imap.failure?.retryable], ["oauth_revoked", false]);
  const { body } = await crew.ask<MailAccount>(manager, `GET /v1/mail/accounts/${made.id}`);
  assert.equal(body.state, "failed");
  const settings = { email, providerId: null, imap: account(null).imap, smtp: account(null).smtp };
  const folders = await crew.ask<{ code: string }>(manager, "POST /v1/mail/folders", {
    body: { accountId: made.id, settings, password: null },
  });
  assert.deepEqual([folders.status, folders.body.code], [503, "unavailable"]);
  await crew.server.db.query("update mail_accounts set oauth_provider = 'former' where id = $1", [made.id]);
  const gone = await check(account(null), made.id);
  assert.deepEqual([gone.imap.failure?.code, gone.imap.failure?.retryable], ["oauth_unavailable", true]);
  assert.ok(crew.log.some((entry) => entry.level === "error" && entry["said"] === "not_configured"));
  await stop(made);
});

test("what comes of it at the provider's is an outcome", async () => {
  const outcome = async (mood: Partial<OAuthServer["mood"]>): Promise<unknown> => {
    Object.assign(provider.mood, kind, mood);
    const { status, body } = await finish(await comeBack(await begin()));
    assert.equal(status, 200, JSON.stringify(body));
    return body.ok ? "ok" : body.reason;
  };
  assert.equal(await outcome({ person: "refuses" }), "consent_refused");
  assert.equal(await outcome({ error: "invalid_grant" }), "code_refused");
  assert.equal(await outcome({ error: "temporarily_unavailable", status: 503 }), "unavailable");
  assert.equal(await outcome({ scope: "profile" }), "scope_missing");
  assert.equal(await outcome({ scope: "mail" }), "ok");
  assert.equal(await outcome({ refreshTokens: false }), "refused");
  const wrong = await finish(
    await comeBack(await begin(elsewhere.company.demoPeople.manager, elsewhere)),
    manager,
    elsewhere,
  );
  assert.deepEqual(wrong.body, { ok: false, reason: "refused" });
  assert.ok(elsewhere.log.some((entry) => entry.event === "mail_oauth.refused" && entry["said"] === "invalid_client"));
});

test("a state counts once, for ten minutes, and for the one who began", async () => {
  const returned = await comeBack(await begin());
  assert.equal((await finish(returned, admin)).status, 404);
  assert.equal((await finish(returned)).status, 200);
  assert.equal((await finish(returned)).status, 404);
  const late = await comeBack(await begin());
  crew.now = new Date(crew.now.getTime() + 10 * 60_000);
  assert.equal((await finish(late)).status, 410);
});

test("a code that was stolen on its way is no good without the verifier, which never leaves the server", async () => {
  const step = await begin();
  const { code } = (await comeBack(step)) as { code: string };
  const other = await begin();
  const mixed = await finish({ state: other.body.state, code, error: null });
  assert.deepEqual(mixed.body, { ok: false, reason: "code_refused" });
});

test("a grant works towards its provider's servers alone, for its own person, for half an hour", async () => {
  const grantId = await grant();
  const fault = async (input: MailAccountInput, as = manager): Promise<unknown> =>
    (await create<{ errors: unknown }>(input, as)).body.errors;
  const elsewhereHost = { ...account(grantId).imap, host: "imap.evil.example" };
  assert.deepEqual(await fault(account(grantId, { imap: elsewhereHost })), [
    { pointer: "/grantId", code: "not_allowed" },
  ]);
  const plain = { ...account(grantId).smtp, security: "none" } as const;
  assert.deepEqual(await fault(account(grantId, { smtp: plain })), [{ pointer: "/grantId", code: "not_allowed" }]);
  assert.deepEqual(await fault(account(grantId), admin), [{ pointer: "/grantId", code: "not_found" }]);
  crew.now = new Date(crew.now.getTime() + 31 * 60_000);
  assert.deepEqual(await fault(account(grantId)), [{ pointer: "/grantId", code: "not_found" }]);
});

test("providers say with whom people can sign in", async () => {
  const { body } = await crew.ask<{ items: readonly MailProvider[] }>(manager, "GET /v1/mail/providers");
  assert.deepEqual(
    body.items.filter(({ oauth }) => oauth).map(({ id }) => id),
    [mailbox.provider.id],
  );
  const found = await crew.ask<MailDiscovery>(manager, "POST /v1/mail/discover", { body: { email } });
  assert.equal(found.body.provider?.oauth, true);
});

test("neither a token, a verifier nor the operator's secret is in an answer, the log, the audit or plain in the database", async () => {
  await create(account(await grant()));
  const forms = provider.asked.flatMap((form) =>
    ["code", "code_verifier", "client_secret", "refresh_token"].flatMap((name) => form.get(name) ?? []),
  );
  assert.ok(forms.length > 5);
  const told = `${crew.answers.join()}${JSON.stringify(crew.log)}`;
  const tables = ["mail_accounts", "mail_grants", "mail_oauth_states", "audit_records", "idempotent_answers"];
  const stored = await Promise.all(tables.map((table) => crew.server.db.query(`select * from ${table}`)));
  const kept = JSON.stringify(stored);
  for (const secret of [...forms, ...provider.given]) assert.ok(!told.includes(secret) && !kept.includes(secret));
});
