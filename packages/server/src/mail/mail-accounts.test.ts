import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import type { MailAccount, Page, User } from "@crewdock/contract";
import { mailInput, once, userInput } from "../testing/inputs.ts";
import type { Answer } from "../testing/test-server.ts";
import { type Problem, startMailBench } from "./testing/mail-bench.ts";

const bench = await startMailBench();
const { crew, admin, manager } = bench;
beforeEach(() => bench.reset());
after(() => bench[Symbol.asyncDispose]());

test("a mail account counts as connected when just these credentials passed a check", async () => {
  const imap = { host: "imap.new.example", port: 993, security: "ssl", username: "new" } as const;
  const unchecked = await bench.made({ email: "new@mail.example", imap });
  assert.equal(unchecked.state, "unchecked");
  await bench.check();
  const account = await bench.made();
  assert.equal(account.state, "connected");
  assert.ok(account.checkedAt);
});

test("people list their own accounts, the oldest first; those of others only who manages them", async () => {
  const list = (actor: string, userId: string): Promise<Answer<{ readonly items: readonly MailAccount[] }>> =>
    crew.ask(actor, `GET /v1/users/${userId}/mail-accounts`);
  const before = (await list(manager, manager)).body.items;
  const account = await bench.made({ email: "listed@mail.example" });
  const { items } = (await list(manager, manager)).body;
  assert.deepEqual(items, [...before, account]);
  assert.deepEqual((await list(admin, manager)).body.items, items);
  assert.equal((await list(manager, admin)).status, 404);
  assert.equal((await list(admin, "nobody")).status, 404);
});

test("a changed server needs the password again, anything else does not", async () => {
  const account = await bench.made();
  const kept = await bench.update(account, mailInput({ password: null, active: false, sentFolder: null }));
  assert.equal(kept.status, 200);
  assert.equal(kept.body.active, false);
  const imap = { ...mailInput().imap, port: 143, security: "starttls" as const };
  const moved = await bench.update<Problem>(kept.body, mailInput({ password: null, imap }));
  assert.deepEqual(moved.body.errors, [{ pointer: "/password", code: "required" }]);
  const old = await bench.update<Problem>(account, mailInput());
  assert.equal(old.status, 412);
});

test("somebody else's mail account is not there, unless one manages users", async () => {
  const account = await bench.made();
  const { users } = crew.company;
  const other = users.find(
    ({ id, roleIds, state }) => id !== manager && state === "active" && roleIds.includes("r-manager"),
  )!;
  assert.equal((await crew.ask(other.id, `GET /v1/mail/accounts/${account.id}`)).status, 404);
  assert.equal((await bench.update(account, mailInput(), other.id)).status, 404);
  const foreign = { accountId: account.id, settings: mailInput(), password: null };
  assert.equal((await crew.ask(other.id, "POST /v1/mail/check", { body: foreign })).status, 404);
  assert.equal((await crew.ask(admin, `GET /v1/mail/accounts/${account.id}`)).status, 200);
});

test("mail accounts are shown with their user only to the user and to who manages the user", async () => {
  const account = await bench.made();
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
  const account = await bench.made();
  const remove = (version: string): Promise<Answer> =>
    crew.ask(manager, `DELETE /v1/mail/accounts/${account.id}`, { headers: { "If-Match": `"${version}"` } });
  assert.equal((await remove("99")).status, 412);
  assert.equal((await remove(account.version)).status, 204);
  assert.equal((await crew.ask(manager, `GET /v1/mail/accounts/${account.id}`)).status, 404);
});
