import assert from "node:assert/strict";
import { test } from "node:test";
import { isCrewError, type RightUse } from "@crewdock/contract";
import { crew, type Crew, userInput } from "./testing/crew.ts";

async function useOf({ admin }: Crew, roleId: string, action: string): Promise<RightUse | undefined> {
  const { items } = await admin.roles.usage({});
  return items.find((item) => item.roleId === roleId && item.action === action);
}

const at = "2026-03-01T12:00:00.000Z";

test("the host reports for people who exist, and the newest day counts in whatever order", async () => {
  const c = crew();
  const { id: roleId } = await c.admin.roles.create({
    role: { name: "Tasks", description: null, grants: { "task.view": "own" } },
  });
  const user = await c.admin.users.create({ user: userInput("reported", { roleIds: [roleId] }) });
  const use = { userId: user.id, action: "task.view", at };
  const older = { ...use, at: "2026-02-01T12:00:00.000Z" };
  c.memory.reportUses({ uses: [use, older, { ...use, userId: "u-gone" }] });
  c.memory.reportUses({ uses: [older] });
  assert.deepEqual((await useOf(c, roleId, "task.view"))?.lastUsedAt, "2026-03-01T00:00:00.000Z");
  c.memory.reportUses({ uses: [{ ...use, at: "2026-09-01T12:00:00.000Z" }] });
  const known = await useOf(c, roleId, "task.view");
  assert.deepEqual([known?.users, known?.lastUsedAt], [1, "2026-03-02T00:00:00.000Z"], "nothing is yet to come");
  await c.admin.users.remove({ id: user.id, version: user.version });
  assert.equal((await useOf(c, roleId, "task.view"))?.users, 0, "it goes with the person");
});

test("a report about what the catalogue lacks is refused as a whole, and an action that is not reported is not known", async () => {
  const c = crew();
  const refused = (): void =>
    c.memory.reportUses({ observes: ["task.fly"], uses: [{ userId: "u-010", action: "task.swim", at }] });
  assert.throws(refused, (error: unknown) => {
    const pointers = isCrewError(error) ? error.fields.map(({ pointer }) => pointer) : [];
    assert.deepEqual(pointers, ["/observes/0", "/uses/0/action"]);
    return true;
  });
  c.memory.reportUses({ observes: ["task.view"], uses: [] });
  const { items } = await c.admin.roles.usage({});
  const actions = new Set(items.map(({ action }) => action));
  assert.deepEqual([actions.has("task.view"), actions.has("task.edit"), actions.has("user.view")], [true, false, true]);
});

test("uses are kept over a reload, and what was written before there were any is taken all the same", async () => {
  const kept = new Map<string, string>();
  const persist = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const before = crew({ persist });
  const { id } = await before.admin.roles.create({
    role: { name: "Kept", description: null, grants: { "task.view": "own" } },
  });
  before.memory.close();
  const usage = await before.admin.roles.usage({});
  const after = crew({ persist });
  assert.deepEqual(await after.admin.roles.usage({}), usage);
  after.memory.close();
  const key = "crewdock-memory";
  const old = JSON.parse(persist.getItem(key) ?? "") as { tables: Record<string, unknown> };
  for (const name of ["uses", "observed", "granted"]) delete old.tables[name];
  kept.set(key, JSON.stringify(old));
  const again = crew({ persist });
  assert.equal((await again.admin.roles.get({ id })).name, "Kept");
  assert.equal((await useOf(again, id, "task.view"))?.users, 0);
});

test("what fails after the right was looked at is no use of it", async () => {
  const c = crew();
  const { id: roleId } = await c.admin.roles.create({
    role: { name: "Looks", description: null, grants: { "security.view": "any" } },
  });
  const { id } = await c.admin.users.create({ user: userInput("looks", { roleIds: [roleId] }) });
  await assert.rejects(c.as(id).access.sessions({ userId: "u-none" }), { code: "not_found" });
  assert.equal((await useOf(c, roleId, "security.view"))?.users, 0);
  await c.as(id).access.sessions({ userId: "u-010" });
  assert.equal((await useOf(c, roleId, "security.view"))?.users, 1);
});
