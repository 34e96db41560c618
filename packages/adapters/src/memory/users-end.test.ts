import assert from "node:assert/strict";
import { test } from "node:test";
import type { TransferProgress } from "@crewdock/contract";
import { crew, type Crew, cursor, eventsSince, fails, failsAt, regrant, start, userInput } from "./testing/crew.ts";

async function transfer(c: Crew, fromId: string, toId: string, actor = c.admin): Promise<readonly TransferProgress[]> {
  const told: TransferProgress[] = [];
  for await (const step of actor.records.transfer({ fromId, toId })) told.push(step);
  return told;
}

test("whoever still owns records or heads a department stays; afterwards everything of theirs is free", async () => {
  const c = crew();
  const { admin } = c;
  const { head: id, manager } = c.memory.company.demoPeople;
  const remove = async (): Promise<void> =>
    admin.users.remove({ id, version: (await admin.users.get({ id })).version });
  const { version } = await admin.users.get({ id });
  const { sipAccount } = await admin.users.update({ id, version, patch: { groupIds: [] } });
  assert.ok(sipAccount);
  await fails(admin.users.remove({ id, version }), "conflict");
  await fails(remove(), "in_use");
  await transfer(c, id, manager);
  await fails(remove(), "in_use");
  const sales = (await admin.org.read({})).departments.find(({ headId }) => headId === id);
  assert.ok(sales);
  await admin.org.updateDepartment({ id: sales.id, version: sales.version, patch: { headId: null } });
  const calls = (await admin.calls.list({ userId: id })).total.value;
  const gone = c.as(id);
  await gone.session.me({});
  const since = await cursor(admin);
  await remove();

  assert.deepEqual(await eventsSince(admin, since), [`user.removed ${id}`, "assignment.changed"]);
  await fails(admin.users.get({ id }), "gone");
  await fails(admin.access.limitUse({ userId: id }), "gone");
  await fails(c.as(manager).users.get({ id }), "forbidden");
  await fails(gone.session.me({}), "unauthenticated");
  const { items } = await admin.telephony.freeSipAccounts({});
  assert.deepEqual(items.find((account) => account.id === sipAccount.id)?.userId, null);
  assert.ok(!(await admin.assignments.list({})).items.some(({ subject }) => subject.id === id));
  assert.equal((await admin.calls.list({ userId: id })).total.value, calls);
  assert.ok((await admin.access.logins({ userId: id })).total.value > 0);
  const again = await admin.users.create({ user: userInput("k.nowak") });
  assert.notEqual(again.id, id);
});

test("nobody deletes themselves, and an administrator is left", async () => {
  const c = crew();
  const [first, second] = c.memory.snapshot().users.filter(({ roleIds }) => roleIds.includes("r-admin"));
  assert.ok(first && second);
  await fails(c.as(first.id).users.remove({ id: first.id, version: first.version }), "lockout_prevented");
  await c.as(first.id).users.remove({ id: second.id, version: second.version });
  await fails(c.as(first.id).users.remove({ id: first.id, version: first.version }), "last_admin");
  assert.equal((await c.as(first.id).users.get({ id: first.id })).version, first.version);
});

test("records go over in batches, each told when it is done, and what was done stays", async () => {
  const base = crew().memory.company;
  const contacts = Array.from({ length: 120 }, (_, n) => ({
    ...base.contacts[0]!,
    id: `c-x${String(n)}`,
    ownerId: "u-010",
  }));
  const deals = base.deals.slice(0, 3).map((deal) => ({ ...deal, ownerId: "u-010" }));
  const c = crew({ company: { ...base, contacts, deals } });
  assert.deepEqual((await c.admin.records.owned({ userId: "u-010" })).items, [
    { kind: "contact", label: null, count: 120 },
    { kind: "deal", label: null, count: 3 },
  ]);
  for await (const { moved, total } of c.admin.records.transfer({ fromId: "u-010", toId: "u-011" })) {
    assert.deepEqual([moved, total], [50, 120]);
    break;
  }
  const left = (await c.admin.records.owned({ userId: "u-010" })).items;
  assert.equal(left[0]?.count, 70);
  assert.deepEqual(await transfer(c, "u-010", "u-011"), [
    { kind: "contact", moved: 50, total: 70 },
    { kind: "contact", moved: 70, total: 70 },
    { kind: "deal", moved: 3, total: 3 },
  ]);
  assert.deepEqual((await c.admin.records.owned({ userId: "u-010" })).items, []);
  assert.deepEqual(await transfer(c, "u-010", "u-011"), []);
  assert.equal(c.memory.snapshot().audit.filter(({ action }) => action === "records.transfer").length, 4);
});

test("records go to somebody else who is active, by whoever manages the owner", async () => {
  const c = crew();
  const { head, manager } = c.memory.company.demoPeople;
  const blocked = c.memory.snapshot().users.find(({ state }) => state === "blocked");
  assert.ok(blocked);
  for (const [toId, code] of [
    ["u-none", "not_found"],
    [blocked.id, "not_allowed"],
    [manager, "not_allowed"],
  ] as const)
    await failsAt(transfer(c, manager, toId), "validation", { "/toId": code });
  await fails(transfer(c, "u-none", manager), "not_found");
  await fails(c.as(manager).records.owned({ userId: manager }), "forbidden");
  const outside = c.memory.snapshot().users.find(({ departmentId }) => departmentId === "d-support");
  await fails(c.as(head).records.owned({ userId: outside?.id ?? "" }), "not_found");
});

test("nobody moves what a person with more rights owns, or takes over what they may not see", async () => {
  const c = crew();
  const { manager } = c.memory.company.demoPeople;
  const person = async (login: string, roleIds: readonly string[]): Promise<string> =>
    (await c.admin.users.create({ user: userInput(login, { departmentId: "d-sales", roleIds }) })).id;
  const takers = [await person("sees.none", []), await person("sees.all", [])] as const;
  const manages = { "user.view": "department", "user.manage": "department" } as const;
  await regrant(c, takers[0], { ...manages, "contact.view": "own", "deal.view": "own" });
  await regrant(c, takers[1], { ...manages, "contact.view": "department", "deal.view": "department" });
  const boss = await person("boss", ["r-admin"]);
  const plain = await person("plain", []);
  await transfer(c, manager, boss);
  await fails(transfer(c, boss, plain, c.as(takers[0])), "forbidden");
  await fails(c.as(takers[0]).records.owned({ userId: boss }), "forbidden");
  await transfer(c, boss, plain);
  await failsAt(transfer(c, plain, takers[0], c.as(takers[0])), "validation", { "/toId": "not_allowed" });
  const { items } = await c.admin.records.owned({ userId: plain });
  assert.ok(items.length > 0);
  await transfer(c, plain, takers[1], c.as(takers[1]));
  assert.deepEqual((await c.admin.records.owned({ userId: takers[1] })).items, items);
});

test("a new password ends all sessions of the person but the one that sets it", async () => {
  const c = crew();
  const { manager } = c.memory.company.demoPeople;
  const them = c.as(manager);
  await them.session.me({});
  const { version } = await c.admin.users.get({ id: manager });
  await c.admin.users.update({ id: manager, version, patch: { password: "Gravel otter 48 lantern" } });
  await fails(them.session.me({}), "unauthenticated");
  const me = (await c.admin.session.me({})).user;
  const own = await c.admin.users.get({ id: me.id });
  await c.admin.users.update({ id: me.id, version: own.version, patch: { password: "Gravel otter 49 lantern" } });
  await c.admin.session.me({});
});

test("an invitation goes out again until the person has arrived, five times an hour", async () => {
  const c = crew();
  const invited = await c.admin.users.create({ user: userInput("invited", { password: null }) });
  c.setClock("2026-03-02T10:00:00.000Z");
  const again = await c.admin.users.resendInvitation({ id: invited.id });
  assert.deepEqual(again.invitation, { state: "sent", at: "2026-03-02T10:00:00.000Z" });
  assert.notEqual(again.version, invited.version);
  for (let n = 0; n < 4; n++) await c.admin.users.resendInvitation({ id: invited.id });
  assert.equal((await fails(c.admin.users.resendInvitation({ id: invited.id }), "rate_limited")).retryAfter, 3600);
  c.setClock("2026-03-02T11:00:00.001Z");
  await c.admin.users.resendInvitation({ id: invited.id });
  const withPassword = await c.admin.users.create({ user: userInput("arrived") });
  for (const id of [withPassword.id, c.memory.company.demoPeople.head])
    await fails(c.admin.users.resendInvitation({ id }), "gone");
  await fails(crew({ invites: false }).admin.users.resendInvitation({ id: invited.id }), "unsupported");
});

test("logging out everywhere ends what is open, for oneself without any right", async () => {
  const c = crew();
  const { head, manager } = c.memory.company.demoPeople;
  const [here, there] = [c.as(manager), c.as(manager)];
  const stream = there.events.subscribe({})[Symbol.asyncIterator]();
  assert.equal((await here.access.sessions({ userId: manager })).items[0]?.current, true);
  const next = stream.next();
  await here.users.endSessions({ id: manager });
  await fails(next, "unauthenticated");
  await fails(here.session.me({}), "unauthenticated");
  assert.ok(await c.as(manager).session.me({}), "a new log-in goes");
  await fails(c.as(manager).users.endSessions({ id: head }), "forbidden");
  await c.admin.users.endSessions({ id: manager });
  await fails(c.as(head).users.endSessions({ id: c.memory.company.demoPeople.admin }), "not_found");
});

test("blocking ends all sessions, also for the time after", async () => {
  const c = crew();
  const { manager: id } = c.memory.company.demoPeople;
  const open = c.as(id);
  await open.session.me({});
  const { version } = await c.admin.users.get({ id });
  const blocked = await c.admin.users.setState({ id, version, state: "blocked" });
  assert.deepEqual((await c.admin.access.sessions({ userId: id })).items, []);
  await fails(open.session.me({}), "forbidden");
  await c.admin.users.setState({ id, version: blocked.version, state: "active" });
  await fails(open.session.me({}), "unauthenticated");
  assert.ok(await c.as(id).session.me({}));
});

test("one session is ended by its owner or who manages security, once", async () => {
  const c = crew();
  const { head, manager } = c.memory.company.demoPeople;
  const open = c.as(manager);
  const [session] = (await open.access.sessions({ userId: manager })).items;
  assert.ok(session);
  assert.deepEqual([session.current, session.userId], [true, manager]);
  await fails(c.as(head).access.sessions({ userId: manager }), "forbidden");
  await fails(c.as(head).access.endSession({ userId: manager, id: session.id }), "forbidden");
  await fails(c.admin.access.endSession({ userId: head, id: session.id }), "not_found");
  const since = await cursor(c.admin);
  await open.access.endSession({ userId: manager, id: session.id });
  assert.deepEqual(await eventsSince(c.admin, since), [`user.changed ${manager}`]);
  await fails(open.session.me({}), "unauthenticated");
  await fails(c.admin.access.endSession({ userId: manager, id: session.id }), "not_found");
});

test("the login log is filtered, searched and read of oneself without a right", async () => {
  const c = crew();
  const { manager } = c.memory.company.demoPeople;
  const all = await c.admin.access.logins({ limit: 200 });
  assert.ok(all.items.every(({ at }, index) => index === 0 || at <= (all.items[index - 1]?.at ?? "")));
  const { items } = await c.admin.access.logins({ results: ["wrong", "rate_limited"], q: "R…", limit: 200 });
  assert.ok(items.length > 0 && items.every(({ login, userId }) => login === "r…" && userId === null));
  const from = "2026-03-01T00:00:00Z";
  const day = await c.admin.access.logins({ from, to: start, limit: 200 });
  assert.ok(day.total.value > 0 && day.items.every(({ at }) => at >= from && at < start));
  const own = await c.as(manager).access.logins({ userId: manager });
  assert.ok(own.total.value > 0 && own.items.every(({ userId }) => userId === manager));
  await fails(c.as(manager).access.logins({}), "forbidden");
  await regrant(c, manager, { "security.view": "any" });
  assert.equal((await c.as(manager).access.logins({})).total.value, all.total.value);
});
