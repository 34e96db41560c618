import assert from "node:assert/strict";
import { test } from "node:test";
import { crew, failsAt, fails } from "./testing/crew.ts";

test("each item stands or falls by itself, in the order given, and twice is once", async () => {
  const c = crew();
  const { admin, head } = c.memory.company.demoPeople;
  const ids = ["u-010", "u-none", admin, "u-010", "u-011"];
  const { results } = await c.admin.users.bulk({ ids, change: { kind: "setState", state: "blocked" } });
  assert.deepEqual(
    results.map((result) => [result.id, result.ok ? "ok" : result.problem.code]),
    [
      ["u-010", "ok"],
      ["u-none", "not_found"],
      [admin, "lockout_prevented"],
      ["u-011", "ok"],
    ],
  );
  assert.equal((await c.admin.users.get({ id: "u-011" })).state, "blocked");
  const limited = await c
    .as(head)
    .users.bulk({ ids: [admin, "u-009"], change: { kind: "addToGroup", groupId: "g-crm" } });
  assert.equal(limited.results[0]?.ok, false);
});

test("what is so already is no change: no version, no event, no record", async () => {
  const c = crew();
  const before = c.memory.snapshot();
  const inGroup = before.users.filter(({ groupIds }) => groupIds.includes("g-crm")).map(({ id }) => id);
  assert.ok(inGroup.length > 0);
  const { results } = await c.admin.users.bulk({ ids: inGroup, change: { kind: "addToGroup", groupId: "g-crm" } });
  assert.ok(results.every(({ ok }) => ok));
  assert.deepEqual(c.memory.snapshot().users, before.users);
  assert.deepEqual(c.memory.snapshot().audit, []);
});

test("a group is joined and left by many", async () => {
  const c = crew();
  const groupsOf = async (id: string): Promise<readonly string[]> => (await c.admin.users.get({ id })).groupIds;
  const former = await groupsOf("u-020");
  await c.admin.users.bulk({ ids: ["u-020", "u-021"], change: { kind: "addToGroup", groupId: "g-catalogue" } });
  assert.ok((await groupsOf("u-020")).includes("g-catalogue") && (await groupsOf("u-021")).includes("g-catalogue"));
  await c.admin.users.bulk({ ids: ["u-020"], change: { kind: "removeFromGroup", groupId: "g-catalogue" } });
  assert.deepEqual(await groupsOf("u-020"), former);
});

test("a role that was to end lasts, and where one role is all it takes the place of the former", async () => {
  const c = crew();
  const { manager } = c.memory.company.demoPeople;
  const role = await c.admin.roles.get({ id: "r-head" });
  const subject = { type: "user", id: manager } as const;
  const until = "2026-04-01T00:00:00.000Z";
  await c.admin.assignments.replace({ roleId: role.id, version: role.version, assignments: [{ subject, until }] });
  const give = { ids: [manager], change: { kind: "addRole", roleId: "r-head" } } as const;
  assert.deepEqual(await c.admin.users.bulk(give), { results: [{ id: manager, ok: true }] });
  const { items } = await c.admin.assignments.list({ roleId: "r-head" });
  assert.deepEqual(items, [{ roleId: "r-head", subject, until: null }]);
  const { version } = await c.admin.users.get({ id: manager });
  await c.admin.users.bulk(give);
  assert.equal((await c.admin.users.get({ id: manager })).version, version);

  const one = crew({ company: { ...c.memory.company, policy: { ...c.memory.company.policy, rolesPerUser: "one" } } });
  await one.admin.users.bulk(give);
  assert.deepEqual((await one.admin.users.get({ id: manager })).roleIds, ["r-head"]);
});

test("where one role is all, whoever is given a role leaves the others, and they get another version", async () => {
  const { memory } = crew();
  const one = crew({ company: { ...memory.company, policy: { ...memory.company.policy, rolesPerUser: "one" } } });
  const { manager } = memory.company.demoPeople;
  const give = async (roleId: string, until: string | null): Promise<unknown> => {
    const [{ items }, { version }] = await Promise.all([
      one.admin.assignments.list({ roleId }),
      one.admin.roles.get({ id: roleId }),
    ]);
    const others = items.filter(({ subject }) => subject.id !== manager);
    const assignments = [...others, { subject: { type: "user", id: manager } as const, until }];
    return one.admin.assignments.replace({ roleId, version, assignments });
  };
  const held = async (): Promise<readonly string[]> =>
    (await one.admin.assignments.list({})).items
      .filter(({ subject }) => subject.type === "user" && subject.id === manager)
      .map(({ roleId }) => roleId);
  await give("r-manager", null);
  const { version } = await one.admin.roles.get({ id: "r-manager" });
  await give("r-head", "2026-03-01T00:00:00.000Z"); // over already
  assert.deepEqual((await held()).toSorted(), ["r-head", "r-manager"]);
  await give("r-head", null);
  assert.deepEqual(await held(), ["r-head"]);
  assert.notEqual((await one.admin.roles.get({ id: "r-manager" })).version, version);
  assert.equal(one.memory.snapshot().audit.at(-1)?.recordId, "r-head");
  assert.equal(one.memory.snapshot().audit.at(-2)?.recordId, "r-manager");
});

test("the call fails as a whole only when nothing was tried", async () => {
  const c = crew();
  await failsAt(c.admin.users.bulk({ ids: ["u-010"], change: { kind: "addRole", roleId: "r-none" } }), "validation", {
    "/change/roleId": "not_found",
  });
  await failsAt(
    c.admin.users.bulk({ ids: ["u-010"], change: { kind: "removeFromGroup", groupId: "g-none" } }),
    "validation",
    { "/change/groupId": "not_found" },
  );
  const ids = Array.from({ length: 201 }, (_, n) => `u-x${String(n)}`);
  await failsAt(c.admin.users.bulk({ ids, change: { kind: "setState", state: "blocked" } }), "validation", {
    "/ids": "too_many",
  });
  await fails(
    c
      .as(c.memory.company.demoPeople.manager)
      .users.bulk({ ids: ["u-010"], change: { kind: "setState", state: "active" } }),
    "forbidden",
  );
});

test("a head of department gives nobody a role beyond their own by it", async () => {
  const c = crew();
  const { head, manager } = c.memory.company.demoPeople;
  const { results } = await c.as(head).users.bulk({ ids: [manager], change: { kind: "addRole", roleId: "r-admin" } });
  const [result] = results;
  assert.ok(result && !result.ok);
  assert.equal(result.problem.code, "validation");
  assert.deepEqual((await c.admin.users.get({ id: manager })).roleIds, ["r-manager"]);
});
