import assert from "node:assert/strict";
import { test } from "node:test";
import type { ActivityLimit } from "@crewdock/contract";
import { crew, type Crew, cursor, eventsSince, fails, failsAt } from "./testing/crew.ts";

const byDay = (most: number, subject: ActivityLimit["subject"] = { type: "everyone" }): ActivityLimit => ({
  action: "contact.export",
  subject,
  period: "day",
  most,
});

async function limit({ admin }: Crew, ...limits: readonly ActivityLimit[]): Promise<void> {
  const { version } = await admin.access.limits({});
  await admin.access.setLimits({ version, limits });
}

test("what is done is counted until the limit is reached; that suspends and tells the administrators", async () => {
  const c = crew();
  const { manager } = c.memory.company.demoPeople;
  await limit(c, byDay(3));
  const user = c.as(manager);
  const consume = (amount: number) => user.access.consume({ action: "contact.export", amount });
  const since = await cursor(c.admin);
  assert.deepEqual((await consume(2)).items, [{ limit: byDay(3), used: 2, endsAt: "2026-03-03T03:00:00.000Z" }]);
  assert.deepEqual(await eventsSince(c.admin, since), []);
  assert.equal((await consume(1)).items[0]?.used, 3);
  assert.equal((await c.admin.users.get({ id: manager })).state, "suspended");
  assert.deepEqual(await eventsSince(c.admin, since), [`user.changed ${manager}`, `security.changed ${manager}`]);
  await fails(consume(1), "forbidden");
  const [record] = (await c.admin.audit.list({ recordId: manager })).items;
  assert.deepEqual([record?.action, record?.actorId], ["user.suspend", null]);
});

test("more than there is room for is not counted at all", async () => {
  const c = crew();
  const { manager } = c.memory.company.demoPeople;
  await limit(c, byDay(3));
  const user = c.as(manager);
  await user.access.consume({ action: "contact.export", amount: 1 });
  await fails(user.access.consume({ action: "contact.export", amount: 3 }), "limit_reached");
  assert.equal((await c.admin.access.limitUse({ userId: manager })).items[0]?.used, 1);
  assert.equal((await c.admin.users.get({ id: manager })).state, "suspended");
});

test("of a hundred at once exactly as many go through as there is room for", async () => {
  const c = crew({ latency: () => Math.random() * 5 });
  const { manager } = c.memory.company.demoPeople;
  await limit(c, byDay(40));
  const user = c.as(manager);
  const calls = Array.from({ length: 100 }, () => user.access.consume({ action: "contact.export", amount: 1 }));
  const done = (await Promise.allSettled(calls)).filter(({ status }) => status === "fulfilled");
  assert.equal(done.length, 40);
  assert.equal((await c.admin.access.limitUse({ userId: manager })).items[0]?.used, 40);
});

test("a call that is repeated with its key counts once", async () => {
  const c = crew();
  await limit(c, byDay(3));
  const user = c.as(c.memory.company.demoPeople.manager);
  const input = { action: "contact.export", amount: 1 };
  const answers = [
    await user.access.consume(input, { idempotencyKey: "once" }),
    await user.access.consume(input, { idempotencyKey: "once" }),
  ];
  assert.deepEqual(
    answers.map(({ items }) => items[0]?.used),
    [1, 1],
  );
});

test("a suspension ends by itself with the period on the user's own clocks, and the count begins anew", async () => {
  const c = crew();
  const { manager } = c.memory.company.demoPeople;
  await limit(c, byDay(1));
  const user = c.as(manager);
  await user.access.consume({ action: "contact.export", amount: 1 });
  c.setClock("2026-03-03T02:59:59.000Z");
  await fails(user.session.me({}), "forbidden");
  c.setClock("2026-03-03T03:00:00.000Z");
  assert.equal((await c.admin.users.get({ id: manager })).state, "active");
  assert.equal((await user.access.limitUse({ userId: manager })).items[0]?.used, 0);
});

test("what was used stays used in the periods that go on when a suspension ends by itself", async () => {
  const c = crew();
  const { manager } = c.memory.company.demoPeople;
  await limit(c, byDay(2), { ...byDay(5), period: "month" });
  const user = c.as(manager);
  await user.access.consume({ action: "contact.export", amount: 2 });
  c.setClock("2026-03-03T03:00:00.000Z");
  const { items } = await user.access.limitUse({ userId: manager });
  assert.deepEqual(
    items.map(({ used }) => used),
    [0, 2],
  );
});

test("an administrator ends a suspension early, and what was used is forgotten", async () => {
  const c = crew();
  const { head, manager } = c.memory.company.demoPeople;
  await limit(c, byDay(1));
  const user = c.as(manager);
  await user.access.consume({ action: "contact.export", amount: 1 });
  const { version } = await c.admin.users.get({ id: manager });
  await failsAt(c.admin.users.setState({ id: manager, version, state: "active" }), "validation", {
    "/state": "not_allowed",
  });
  await fails(c.as(head).access.restore({ userId: manager }), "forbidden");
  await c.admin.access.restore({ userId: manager });
  assert.equal((await user.access.limitUse({ userId: manager })).items[0]?.used, 0);
  const present = await c.admin.users.get({ id: manager });
  assert.equal(present.state, "active");
  await c.admin.access.restore({ userId: manager });
  assert.equal(
    (await c.admin.users.get({ id: manager })).version,
    present.version,
    "nothing to restore, nothing changed",
  );
});

test("a blocked user is not woken by the end of a suspension", async () => {
  const c = crew();
  const { manager } = c.memory.company.demoPeople;
  await limit(c, byDay(1));
  await c.as(manager).access.consume({ action: "contact.export", amount: 1 });
  const { version } = await c.admin.users.get({ id: manager });
  await c.admin.users.setState({ id: manager, version, state: "blocked" });
  c.setClock("2026-03-09T12:00:00.000Z");
  assert.equal((await c.admin.users.get({ id: manager })).state, "blocked");
});

test("the last administrator is refused, and never suspended", async () => {
  const c = crew();
  const admins = c.memory.snapshot().users.filter(({ roleIds }) => roleIds.includes("r-admin"));
  const [me, ...others] = admins;
  assert.ok(me);
  const last = c.as(me.id);
  await limit(c, byDay(2));
  for (const { id, version } of others) await last.users.setState({ id, version, state: "blocked" });
  await last.access.consume({ action: "contact.export", amount: 2 });
  await fails(last.access.consume({ action: "contact.export", amount: 1 }), "limit_reached");
  assert.equal((await last.users.get({ id: me.id })).state, "active");
});

test("outgoing calls are counted at their end, each once, and a full limit does not lose the record", async () => {
  const c = crew();
  const { manager } = c.memory.company.demoPeople;
  await limit(c, { action: "call.place", subject: { type: "user", id: manager }, period: "day", most: 2 });
  const user = c.as(manager);
  const call = {
    direction: "outgoing",
    number: "+442079460123",
    name: null,
    contactId: null,
    startedAt: "2026-03-02T09:00:00.000Z",
    answeredAt: null,
    endedAt: null,
    result: "ongoing",
  } as const;
  const used = async () => (await c.admin.access.limitUse({ userId: manager })).items[0]?.used;
  const ended = { ...call, endedAt: call.startedAt, result: "cancelled" } as const;
  await user.calls.save({ id: "one", call });
  assert.equal(await used(), 0);
  await user.calls.save({ id: "one", call: ended });
  await user.calls.save({ id: "one", call: ended });
  await user.calls.save({ id: "in", call: { ...ended, direction: "incoming" } });
  assert.equal(await used(), 1);
  await user.calls.save({ id: "two", call });
  await user.calls.save({ id: "two", call: ended });
  assert.equal((await c.admin.users.get({ id: manager })).state, "suspended");
  assert.equal(
    (await c.admin.calls.list({ userId: manager, limit: 3 })).items.find(({ id }) => id === "two")?.result,
    "cancelled",
  );
});

test("limits that name nobody, nothing or the same twice are refused with their places", async () => {
  const c = crew();
  const { version } = await c.admin.access.limits({});
  const limits = [
    { ...byDay(1), action: "moon.land" },
    byDay(1, { type: "role", id: "r-none" }),
    byDay(1, { type: "user", id: "u-001" }),
    byDay(2, { type: "user", id: "u-001" }),
  ];
  await failsAt(c.admin.access.setLimits({ version, limits }), "validation", {
    "/limits/0/action": "not_found",
    "/limits/1/subject/id": "not_found",
    "/limits/3": "not_allowed",
  });
  await fails(c.admin.access.setLimits({ version: "0", limits: [] }), "conflict");
  await failsAt(c.admin.access.consume({ action: "moon.land", amount: 1 }), "validation", { "/action": "not_found" });
  await fails(c.as(c.memory.company.demoPeople.head).access.limits({}), "forbidden");
});

test("a new limit knows what was done before it, and goes with its user", async () => {
  const c = crew();
  const { manager } = c.memory.company.demoPeople;
  await limit(c);
  await c.as(manager).access.consume({ action: "contact.export", amount: 4 });
  await limit(c, byDay(9, { type: "user", id: manager }), { ...byDay(50), period: "month" });
  assert.deepEqual(
    (await c.as(manager).access.limitUse({ userId: manager })).items.map(({ used }) => used),
    [4, 4],
  );
  for await (const _step of c.admin.records.transfer({ fromId: manager, toId: "u-001" }));
  const { version } = await c.admin.users.get({ id: manager });
  await c.admin.users.remove({ id: manager, version });
  assert.deepEqual((await c.admin.access.limits({})).limits, [{ ...byDay(50), period: "month" }]);
});

test("a key stands for one request: at another verb it is refused", async () => {
  const { admin } = crew();
  const options = { idempotencyKey: "one" };
  await admin.org.createDepartment({ node: { name: "North", parentId: null, headId: null } }, options);
  const elsewhere = admin.org.createGroup({ node: { name: "North", parentId: null, kind: "team" } }, options);
  await fails(elsewhere, "validation");
});
