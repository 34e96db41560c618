import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import {
  type MailAccount,
  type MailCheckEvent,
  type MailCheckReport,
  type MailFolders,
  type MailProvider,
  type MailStageName,
  type Page,
  type User,
} from "@crewdock/contract";
import type { MailProbe, MailSecret } from "../options.ts";
import { mailInput, once, userInput } from "../testing/inputs.ts";
import { type Answer, startTestServer, type TestServer } from "../testing/test-server.ts";

let crew: TestServer;
let admin: string;
let manager: string;
let asked: { readonly host: string; readonly password: MailSecret }[] = [];
let hanging: Gate | undefined;
let hangingAt: MailStageName = "name";
let left: Gate | undefined;

/** A promise that a test settles. */
interface Gate {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
}

const FOLDERS: MailFolders = {
  folders: [{ path: "Sent", name: "Отправленные", specialUse: "sent" }],
  sent: { path: "Sent", by: "special-use" },
};

function report(ok: boolean): MailCheckReport {
  const failure = {
    code: "bad_login",
    stage: "login",
    retryable: false,
    serverText: null,
    link: null,
    fix: null,
  } as const;
  const side = { ok, ms: 1, failure: ok ? null : failure };
  return { ok, ms: 2, imap: side, smtp: side, ...FOLDERS };
}

/** Knows one right password; hangs after the first stage when a test says so. */
const probe: MailProbe = {
  async *check(settings, password, { signal }): AsyncGenerator<MailCheckEvent> {
    asked.push({ host: settings.imap.host, password });
    yield { type: "stage", protocol: "imap", stage: hangingAt, state: "running", ms: 0 };
    if (hanging) {
      signal.addEventListener("abort", () => hanging?.resolve());
      await hanging.promise;
      left?.resolve();
      if (signal.aborted) return;
    }
    yield { type: "report", report: report(password === "planted-mail-password") };
  },
  folders: async (_settings, password) => {
    asked.push({ host: "folders", password });
    if (password === "planted-mail-password") return FOLDERS;
    const code = password === "asked-too-often" ? "rate_limited" : "bad_login";
    const failure = { ...report(false).imap.failure, code };
    throw Object.assign(new Error(code), { name: "MailProbeError", failure });
  },
};

before(async () => {
  const providers: readonly MailProvider[] = [];
  crew = await startTestServer({
    mail: { probe, discovery: { providers, discover: async () => ({ provider: null, source: "none" }) } },
  });
  ({ admin, manager } = crew.company.demoPeople);
});
beforeEach(async () => {
  await crew.server.db.query("delete from mail_accounts where user_id = $1", [manager]); // each test makes the same mailbox
  asked = [];
  hanging = undefined;
  hangingAt = "name";
  crew.now = new Date(crew.now.getTime() + 11 * 60_000); // rate limits of the test before are over
});
after(() => crew[Symbol.asyncDispose]());

interface Problem {
  readonly code: string;
  readonly retryAfter?: number;
  readonly errors?: readonly { readonly pointer: string; readonly code: string }[];
}

type CheckBody = { accountId: string | null; settings: ReturnType<typeof mailInput>; password: string | null };

function check(members: Partial<CheckBody> = {}, userId = manager): Promise<Answer<string>> {
  const body = { accountId: null, settings: mailInput(), password: "planted-mail-password", ...members };
  return crew.ask<string>(userId, "POST /v1/mail/check", { body });
}

async function made(members: Parameters<typeof mailInput>[0] = {}): Promise<MailAccount> {
  const answer = await crew.ask<MailAccount>(manager, `POST /v1/users/${manager}/mail-accounts`, {
    body: mailInput(members),
    headers: once(),
  });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body;
}

function update<Body = MailAccount>(account: MailAccount, body: object, userId = manager): Promise<Answer<Body>> {
  return crew.ask<Body>(userId, `PUT /v1/mail/accounts/${account.id}`, {
    body,
    headers: { "If-Match": `"${account.version}"` },
  });
}

test("a check comes as lines, each stage as it goes and the report at the end", async () => {
  const { headers, body } = await check();
  assert.match(headers.get("content-type") ?? "", /^application\/x-ndjson/);
  const events = body
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as MailCheckEvent);
  assert.deepEqual(
    events.map(({ type }) => type),
    ["stage", "report"],
  );
});

test("a mail account counts as connected when just these credentials passed a check", async () => {
  const imap = { host: "imap.new.example", port: 993, security: "ssl", username: "new" } as const;
  const unchecked = await made({ email: "new@mail.example", imap });
  assert.equal(unchecked.state, "unchecked");
  await check();
  const account = await made();
  assert.equal(account.state, "connected");
  assert.ok(account.checkedAt);
});

test("people list their own accounts, the oldest first; those of others only who manages them", async () => {
  const list = (actor: string, userId: string): Promise<Answer<{ readonly items: readonly MailAccount[] }>> =>
    crew.ask(actor, `GET /v1/users/${userId}/mail-accounts`);
  const before = (await list(manager, manager)).body.items;
  const account = await made({ email: "listed@mail.example" });
  const { items } = (await list(manager, manager)).body;
  assert.deepEqual(items, [...before, account]);
  assert.deepEqual((await list(admin, manager)).body.items, items);
  assert.equal((await list(manager, admin)).status, 404);
  assert.equal((await list(admin, "nobody")).status, 404);
});

test("a stored password works for its own servers only", async () => {
  const account = await made();
  await check({ accountId: account.id, password: null });
  assert.deepEqual(asked, [{ host: "imap.mail.example", password: "planted-mail-password" }]);
  const imap = { host: "imap.thief.example", port: 993, security: "ssl", username: "irina" } as const;
  const stolen = await crew.ask<Problem>(manager, "POST /v1/mail/check", {
    body: { accountId: account.id, settings: mailInput({ imap }), password: null },
  });
  assert.deepEqual(stolen.body.errors, [{ pointer: "/password", code: "required" }]);
  assert.equal(asked.length, 1);
});

test("a changed server needs the password again, anything else does not", async () => {
  const account = await made();
  const kept = await update(account, mailInput({ password: null, active: false, sentFolder: null }));
  assert.equal(kept.status, 200);
  assert.equal(kept.body.active, false);
  const imap = { ...mailInput().imap, port: 143, security: "starttls" as const };
  const moved = await update<Problem>(kept.body, mailInput({ password: null, imap }));
  assert.deepEqual(moved.body.errors, [{ pointer: "/password", code: "required" }]);
  const old = await update<Problem>(account, mailInput());
  assert.equal(old.status, 412);
});

test("somebody else's mail account is not there, unless one manages users", async () => {
  const account = await made();
  const { users } = crew.company;
  const other = users.find(
    ({ id, roleIds, state }) => id !== manager && state === "active" && roleIds.includes("r-manager"),
  )!;
  assert.equal((await crew.ask(other.id, `GET /v1/mail/accounts/${account.id}`)).status, 404);
  assert.equal((await update(account, mailInput(), other.id)).status, 404);
  const foreign = { accountId: account.id, settings: mailInput(), password: null };
  assert.equal((await crew.ask(other.id, "POST /v1/mail/check", { body: foreign })).status, 404);
  assert.equal((await crew.ask(admin, `GET /v1/mail/accounts/${account.id}`)).status, 200);
});

test("mail accounts are shown with their user only to the user and to who manages the user", async () => {
  const account = await made();
  const viewer = await crew.ask<User>(admin, "POST /v1/users", {
    body: userInput("viewer.mail", { roleIds: ["r-executive"] }),
    headers: once(),
  });
  const shown = async (viewerId: string): Promise<readonly (readonly string[] | undefined)[]> => {
    const { body: user } = await crew.ask<User>(viewerId, `GET /v1/users/${manager}`);
    const { body: page } = await crew.ask<Page<User>>(viewerId, "GET /v1/users?limit=200");
    return [user, page.items.find(({ id }) => id === manager)].map((one) => one?.mailAccounts.map(({ id }) => id));
  };
  assert.deepEqual(await shown(viewer.body.id), [[], []]);
  for (const accounts of await shown(admin)) assert.ok(accounts?.includes(account.id));
  const role = { name: "Sees oneself", description: null, grants: { "user.view": "own" } };
  const { body: self } = await crew.ask<{ readonly id: string }>(admin, "POST /v1/roles", {
    body: role,
    headers: once(),
  });
  const { body: me } = await crew.ask<User>(admin, `GET /v1/users/${manager}`);
  await crew.ask(admin, `PATCH /v1/users/${manager}`, {
    body: { roleIds: [...me.roleIds, self.id] },
    headers: { "If-Match": `"${me.version}"` },
  });
  for (const accounts of await shown(manager)) assert.ok(accounts?.includes(account.id));
});

test("three wrong passwords close the check of that account for a while", async () => {
  for (let i = 0; i < 3; i++) await check({ password: "wrong" });
  const closed = await crew.ask<Problem>(manager, "POST /v1/mail/check", {
    body: { accountId: null, settings: mailInput(), password: "planted-mail-password" },
  });
  assert.equal(closed.status, 429);
  assert.equal(closed.body.code, "rate_limited");
  assert.ok((closed.body.retryAfter ?? 0) > 0 && (closed.body.retryAfter ?? 0) <= 600);
  assert.equal(asked.length, 3);
});

test("wrong passwords that come all at once get no more tries than those that come one by one", async () => {
  const body = { accountId: null, settings: mailInput(), password: "wrong" };
  const ask = (password: string): Promise<number> =>
    crew.ask(manager, "POST /v1/mail/check", { body: { ...body, password } }).then(({ status }) => status);
  const statuses = await Promise.all(Array.from({ length: 12 }, () => ask("wrong")));
  assert.equal(asked.length, 3);
  assert.equal(statuses.filter((status) => status === 429).length, 9);
  assert.equal(await ask("planted-mail-password"), 429);
});

test("right passwords count for nothing, however many were checked", async () => {
  for (let i = 0; i < 5; i++) assert.equal((await check()).status, 200);
  for (let i = 0; i < 2; i++) await check({ password: "wrong" });
  assert.equal((await check()).status, 200);
});

test("another server beside it does not buy more wrong passwords at the one that refused them", async () => {
  const { imap, smtp } = mailInput();
  const at = async (settings: ReturnType<typeof mailInput>): Promise<number> =>
    (await check({ settings, password: "planted-mail-password" })).status;
  for (let i = 0; i < 3; i++) {
    const settings = mailInput({ imap: { ...imap, host: `imap${i}.mail.example` } });
    await check({ settings, password: "wrong" });
  }
  const elsewhere = { ...imap, host: "imap9.mail.example" };
  assert.equal(await at(mailInput({ imap: elsewhere })), 429);
  assert.equal(await at(mailInput({ imap: elsewhere, smtp: { ...smtp, host: "SMTP.mail.example" } })), 429);
  assert.equal(await at(mailInput({ imap: elsewhere, smtp: { ...smtp, username: "somebody.else" } })), 200);
  assert.equal(await at(mailInput({ smtp: { ...smtp, username: "somebody.else" } })), 200);
});

test("a mail server that has had enough of being asked for folders is told apart from one that is away", async () => {
  const ask = async (password: string): Promise<string> => {
    const body = { accountId: null, settings: mailInput(), password };
    return (await crew.ask<Problem>(manager, "POST /v1/mail/folders", { body })).body.code;
  };
  assert.equal(await ask("asked-too-often"), "rate_limited");
  assert.equal(await ask("wrong"), "unavailable");
});

test("wrong passwords for the folder list count as well", async () => {
  const folders = (password: string): Promise<Answer<Problem>> =>
    crew.ask<Problem>(manager, "POST /v1/mail/folders", {
      body: { accountId: null, settings: mailInput(), password },
    });
  assert.equal((await folders("planted-mail-password")).status, 200);
  for (let i = 0; i < 3; i++) assert.equal((await folders("wrong")).body.code, "unavailable");
  assert.equal((await folders("planted-mail-password")).body.code, "rate_limited");
  assert.equal(asked.length, 4);
});

async function leaveInTheMiddle(): Promise<void> {
  hanging = Promise.withResolvers<void>();
  left = Promise.withResolvers<void>();
  const response = await crew.raw("POST /v1/mail/check", {
    headers: { Authorization: `Bearer ${await crew.token(manager)}`, "Content-Type": "application/json" },
    body: JSON.stringify({ accountId: null, settings: mailInput(), password: "planted-mail-password" }),
  });
  const reader = response.body!.getReader();
  await reader.read();
  await reader.cancel();
  await left.promise;
}

test("leaving in the middle ends the check", leaveInTheMiddle);

test("leaving while the password is looked at counts as a wrong one", async () => {
  hangingAt = "login";
  for (let i = 0; i < 3; i++) await leaveInTheMiddle();
  hanging = undefined;
  const body = { accountId: null, settings: mailInput(), password: "planted-mail-password" };
  assert.equal((await crew.ask<Problem>(manager, "POST /v1/mail/check", { body })).status, 429);
});

test("a user comes with mail accounts in one go, and each needs its password", async () => {
  const body = userInput("with.mail", {
    mailAccounts: [mailInput(), mailInput({ email: "second@mail.example", password: null })],
  });
  const refused = await crew.ask<Problem>(admin, "POST /v1/users", { body, headers: once() });
  assert.deepEqual(refused.body.errors, [{ pointer: "/mailAccounts/1/password", code: "required" }]);
  const answer = await crew.ask<User>(admin, "POST /v1/users", {
    body: { ...body, mailAccounts: [mailInput()] },
    headers: once(),
  });
  assert.equal(answer.body.mailAccounts[0]?.email, "irina@mail.example");
});

test("removing needs the present version", async () => {
  const account = await made();
  const remove = (version: string): Promise<Answer> =>
    crew.ask(manager, `DELETE /v1/mail/accounts/${account.id}`, { headers: { "If-Match": `"${version}"` } });
  assert.equal((await remove("99")).status, 412);
  assert.equal((await remove(account.version)).status, 204);
  assert.equal((await crew.ask(manager, `GET /v1/mail/accounts/${account.id}`)).status, 404);
});
