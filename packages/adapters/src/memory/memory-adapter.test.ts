import assert from "node:assert/strict";
import { test } from "node:test";
import { type Client, connect, type ErrorCode, isCrewError, type LiveEvent, type UserInput } from "@crewdock/contract";
import { createMemoryAdapter, type MemoryAdapter } from "./index.ts";

const now = (): Date => new Date("2026-03-02T09:00:00Z");
const adapter = (): MemoryAdapter => createMemoryAdapter({ now });
const clientOf = (memory: MemoryAdapter): Client => connect(memory, () => "en");

function fails(code: ErrorCode): (error: unknown) => boolean {
  return (error) => {
    assert.ok(isCrewError(error), String(error));
    assert.equal(error.code, code);
    return true;
  };
}

const fresh: UserInput = {
  name: { last: "Тестова", first: "Нина", patronymic: "Львовна" },
  email: "n.testova@crewdock.test",
  login: "n.testova",
  password: null,
  timeZone: "Europe/Moscow",
  serviceNumber: null,
  positionId: "p-sales-manager",
  departmentId: "d-sales",
  groupIds: [],
  roleIds: ["r-manager"],
  sipAccount: null,
  mailAccounts: [],
};

test("the sample's administrator sees everybody, the head only their department, the manager nobody", async () => {
  const memory = adapter();
  const { admin, head, manager } = memory.company.demoPeople;
  assert.equal((await clientOf(memory.as(admin)).users.list({})).total.value, 60);
  assert.equal((await clientOf(memory.as(head)).users.list({})).total.value, 31);
  await assert.rejects(clientOf(memory.as(manager)).users.list({}), fails("forbidden"));
});

test("a head of department cannot make anybody an administrator, nor manage a person with more rights", async () => {
  const memory = adapter();
  const head = clientOf(memory.as(memory.company.demoPeople.head));
  await assert.rejects(head.users.create({ user: { ...fresh, roleIds: ["r-admin"] } }), (error) => {
    assert.ok(isCrewError(error));
    assert.deepEqual(error.fields, [{ pointer: "/roleIds/0", code: "not_allowed" }]);
    return true;
  });
  const admin = clientOf(memory);
  const before = await admin.users.get({ id: memory.company.demoPeople.manager });
  await admin.users.update({ id: before.id, version: before.version, patch: { roleIds: ["r-admin"] } });
  const risen = await head.users.get({ id: before.id });
  await assert.rejects(
    head.users.update({ id: risen.id, version: risen.version, patch: { password: "a long new password" } }),
    fails("forbidden"),
  );
});

test("who sees people without managing them does not see their mail accounts, but the own ones", async () => {
  const memory = adapter();
  const admin = clientOf(memory);
  const { admin: adminId, manager: id } = memory.company.demoPeople;
  const server = { host: "mail.crewdock.test", port: 993, security: "ssl", username: "u" } as const;
  const account = {
    email: "u@crewdock.test",
    providerId: null,
    imap: server,
    smtp: server,
    password: "a long new password",
    sentFolder: null,
    active: true,
  };
  for (const userId of [adminId, id]) await admin.mail.create({ userId, account });
  const { version } = await admin.users.get({ id });
  await admin.users.update({ id, version, patch: { roleIds: ["r-executive"] } });
  const { users } = clientOf(memory.as(id));
  const { items } = await users.list({ limit: 200 });
  const accounts = async (who: string): Promise<readonly (number | undefined)[]> => [
    (await users.get({ id: who })).mailAccounts.length,
    items.find((user) => user.id === who)?.mailAccounts.length,
  ];
  const own = await accounts(id);
  assert.ok(own.every((count) => count !== undefined && count > 0));
  assert.deepEqual(await accounts(adminId), [0, 0]);
  assert.ok((await admin.users.get({ id: adminId })).mailAccounts.length > 0);
});

test("the last administrator cannot be deactivated, and nobody can block themselves", async () => {
  const memory = adapter();
  const [first, second] = memory.snapshot().users.filter(({ roleIds }) => roleIds.includes("r-admin"));
  assert.ok(first && second);
  const admin = clientOf(memory.as(first.id));
  await assert.rejects(
    admin.users.setState({ id: first.id, version: first.version, state: "blocked" }),
    fails("lockout_prevented"),
  );
  await admin.users.setState({ id: second.id, version: second.version, state: "deactivated" });
  await assert.rejects(
    admin.users.setState({ id: first.id, version: first.version, state: "blocked" }),
    fails("last_admin"),
  );
  const role = await admin.roles.get({ id: "r-admin" });
  await assert.rejects(
    admin.roles.update({ id: role.id, version: role.version, patch: { grants: { "call.view": "any" } } }),
    fails("last_admin"),
  );
  assert.equal((await admin.roles.get({ id: "r-admin" })).version, role.version);
});

test("a taken away right reaches the person as an event and refuses call credentials", async () => {
  const memory = adapter();
  const manager = clientOf(memory.as(memory.company.demoPeople.manager));
  const stop = new AbortController();
  const stream = manager.events.subscribe({}, { signal: stop.signal })[Symbol.asyncIterator]();
  const admin = clientOf(memory);
  const role = await admin.roles.get({ id: "r-manager" });
  const { "call.place": _taken, ...grants } = role.grants;
  await admin.roles.update({ id: role.id, version: role.version, patch: { grants } });
  const { value } = (await stream.next()) as IteratorYieldResult<LiveEvent>;
  assert.equal(value.type, "rights.changed");
  stop.abort();
  assert.equal((await stream.next()).done, true);
  await assert.rejects(manager.telephony.credentials({ use: "call" }), fails("forbidden"));
  assert.equal((await manager.telephony.credentials({ use: "receive" })).placeCalls, "none");
});

test("a call that is held back can be released or aborted, and planned faults count down", async () => {
  const memory = adapter();
  const client = clientOf(memory);
  const release = memory.hold("users.list");
  const held = client.users.list({});
  const abort = new AbortController();
  const aborted = client.users.list({}, { signal: abort.signal });
  abort.abort();
  await assert.rejects(aborted, fails("cancelled"));
  release();
  assert.equal((await held).items.length, 50);
  memory.fail("org.read", "unavailable", 2);
  await assert.rejects(client.org.read({}), fails("unavailable"));
  await assert.rejects(client.org.read({}), fails("unavailable"));
  assert.ok(await client.org.read({}));
});

test("a mail check names a wrong password, and saving after a good one says connected", async () => {
  const client = clientOf(adapter());
  const server = (host: string, port: number) => ({ host, port, security: "ssl" as const, username: "a@yandex.ru" });
  const settings = {
    email: "a@yandex.ru",
    providerId: "yandex",
    imap: server("imap.yandex.ru", 993),
    smtp: server("smtp.yandex.ru", 465),
  };
  const check = async (password: string) => {
    let last;
    for await (const event of client.mail.check({ accountId: null, settings, password })) last = event;
    assert.equal(last?.type, "report");
    return last.report;
  };
  const bad = await check("wrong");
  assert.equal(bad.ok, false);
  assert.equal(bad.imap.failure?.code, "bad_login");
  assert.deepEqual(bad.folders, []);
  const good = await check("right");
  assert.equal(good.sent?.path, "Отправленные");
  const account = { ...settings, password: "right", sentFolder: "Отправленные", active: true };
  const saved = await client.mail.create({ userId: "u-001", account });
  assert.equal(saved.state, "connected");
  const elsewhere = { ...account, password: null, imap: server("evil.example", 993) };
  await assert.rejects(
    client.mail.update({ id: saved.id, version: saved.version, account: elsewhere }),
    fails("validation"),
  );
  assert.equal((await client.mail.discover({ email: "x@ostlane.example" })).source, "mx");
});

test("whoever is blocked loses the stream and every call", async () => {
  const memory = adapter();
  const { head } = memory.company.demoPeople;
  const stream = clientOf(memory.as(head)).events.subscribe({})[Symbol.asyncIterator]();
  const admin = clientOf(memory);
  const user = await admin.users.get({ id: head });
  const next = stream.next();
  await admin.users.setState({ id: head, version: user.version, state: "blocked" });
  await assert.rejects(next, fails("forbidden"));
  await assert.rejects(clientOf(memory.as(head)).org.read({}), fails("forbidden"));
  await assert.rejects(clientOf(memory.as("u-none")).org.read({}), fails("unauthenticated"));
});

test("a cursor that is too old is answered with one event of each type, rights first", async () => {
  const memory = adapter();
  for (let n = 0; n < 1100; n++) memory.emit("user.changed", "u-001");
  const types: string[] = [];
  for await (const event of clientOf(memory).events.subscribe({ since: "3" })) {
    assert.equal(event.id, null);
    if (types.push(event.type) === 8) break;
  }
  assert.equal(types[0], "rights.changed");
  assert.equal(new Set(types).size, 8);
});

test("where nobody is told by e-mail, a new person needs a password", async () => {
  const client = clientOf(createMemoryAdapter({ now, invites: false }));
  const { capabilities } = await client.session.me({});
  assert.deepEqual(capabilities.methods["users.invite"], { supported: false, why: "not_configured" });
  await assert.rejects(client.users.create({ user: fresh }), (error) => {
    assert.ok(isCrewError(error));
    assert.deepEqual(error.fields, [{ pointer: "/password", code: "required" }]);
    return fails("validation")(error);
  });
  const user = await client.users.create({ user: { ...fresh, password: "Copper heron 92 window" } });
  assert.deepEqual(user.invitation, { state: "none", at: null });
});
