import assert from "node:assert/strict";
import { test } from "node:test";
import type { Department, UserGroup } from "@crewdock/contract";
import { crew, type Crew, cursor, eventsSince, fails, failsAt, regrant } from "./testing/crew.ts";

async function department({ admin }: Crew, id: string): Promise<Department> {
  const found = (await admin.org.read({})).departments.find((one) => one.id === id);
  assert.ok(found, id);
  return found;
}

const team = (name: string, parentId: string | null = null): Omit<UserGroup, "id" | "version"> => ({
  name,
  parentId,
  kind: "team",
});

test("nodes are made, renamed and removed, each with an event that everybody sees", async () => {
  const c = crew();
  const manager = c.as(c.memory.company.demoPeople.manager);
  const since = await cursor(manager);
  const made = await c.admin.org.createPosition({
    node: { name: "Researcher", departmentId: null, defaultRoleId: null },
  });
  const renamed = await c.admin.org.updatePosition({ id: made.id, version: made.version, patch: { name: "Scout" } });
  assert.deepEqual([renamed.name, renamed.departmentId], ["Scout", null]);
  assert.notEqual(renamed.version, made.version);
  const late = await fails(c.admin.org.removePosition({ id: made.id, version: made.version }), "conflict");
  assert.deepEqual(late.current, renamed);
  await c.admin.org.removePosition({ id: made.id, version: renamed.version });
  assert.equal(
    (await c.admin.org.read({})).positions.some(({ id }) => id === made.id),
    false,
  );
  await fails(c.admin.org.removePosition({ id: made.id, version: renamed.version }), "not_found");
  assert.deepEqual(
    await eventsSince(manager, since),
    Array.from({ length: 3 }, () => `org.changed ${made.id}`),
  );
});

test("all that is wrong with a node is told at once, and only of what was changed", async () => {
  const { admin } = crew();
  await failsAt(
    admin.org.createDepartment({ node: { name: "Nowhere", parentId: "d-0", headId: "u-0" } }),
    "validation",
    {
      "/parentId": "not_found",
      "/headId": "not_found",
    },
  );
  await failsAt(
    admin.org.createPosition({ node: { name: "ACCOUNTANT ", departmentId: "d-0", defaultRoleId: "r-0" } }),
    "validation",
    { "/departmentId": "not_found", "/defaultRoleId": "not_found", "/name": "duplicate" },
  );
});

test("siblings have different names, cousins may share one", async () => {
  const { admin } = crew();
  await failsAt(admin.org.createGroup({ node: team("MOSCOW office") }), "duplicate", { "/name": "duplicate" });
  const cousin = await admin.org.createGroup({ node: team("Moscow office", "g-warsaw") });
  await failsAt(
    admin.org.updateGroup({ id: cousin.id, version: cousin.version, patch: { parentId: null } }),
    "duplicate",
    { "/name": "duplicate" },
  );
});

test("nothing is moved below itself", async () => {
  const c = crew();
  const { id, version } = await department(c, "d-sales");
  for (const parentId of ["d-sales", "d-new-business"])
    await failsAt(c.admin.org.updateDepartment({ id, version, patch: { parentId } }), "validation", {
      "/parentId": "invalid_option",
    });
  assert.equal((await department(c, "d-sales")).parentId, "d-management");
});

test("a node is removed when it is empty, not before", async () => {
  const c = crew();
  const { admin } = c;
  const made = await admin.org.createDepartment({ node: { name: "Fresh", parentId: null, headId: null } });
  const below = await admin.org.createDepartment({ node: { name: "Below", parentId: made.id, headId: null } });
  const gone = (): Promise<void> => admin.org.removeDepartment({ id: made.id, version: made.version });
  await fails(gone(), "in_use");
  await admin.org.removeDepartment({ id: below.id, version: below.version });
  const position = await admin.org.createPosition({
    node: { name: "In it", departmentId: made.id, defaultRoleId: null },
  });
  await fails(gone(), "in_use");
  await admin.org.removePosition({ id: position.id, version: position.version });
  const role = await admin.roles.create({ role: { name: "Given", description: null, grants: { "call.view": "own" } } });
  const subject = { type: "department", id: made.id } as const;
  await admin.assignments.replace({ roleId: role.id, version: role.version, assignments: [{ subject, until: null }] });
  await fails(gone(), "in_use");
  const { version } = await admin.roles.get({ id: role.id });
  await admin.assignments.replace({ roleId: role.id, version, assignments: [] });
  await gone();
  const { id, version: sales } = await department(c, "d-sales");
  await fails(admin.org.removeDepartment({ id, version: sales }), "in_use");
});

test("a move tells those whose rights it changes, and only them", async () => {
  const c = crew();
  const { admin } = c;
  const users = c.memory
    .snapshot()
    .users.filter(({ departmentId, state }) => departmentId === "d-support" && state === "active");
  const [inside] = users;
  assert.ok(inside);
  const role = await admin.roles.create({
    role: { name: "Above", description: null, grants: { "audit.view": "any" } },
  });
  const subject = { type: "department", id: "d-operations" } as const;
  await admin.assignments.replace({ roleId: role.id, version: role.version, assignments: [{ subject, until: null }] });
  const [mover, bystander] = [c.as(inside.id), c.as(c.memory.company.demoPeople.manager)];
  const since = await cursor(admin);
  await fails(mover.audit.list({}), "forbidden");
  const { id, version } = await department(c, "d-support");
  await admin.org.updateDepartment({ id, version, patch: { parentId: "d-operations" } });
  assert.deepEqual(await eventsSince(mover, since), ["rights.changed", "org.changed d-support"]);
  assert.deepEqual(await eventsSince(bystander, since), ["org.changed d-support"]);
  assert.ok(await mover.audit.list({}));
});

test("who edits the organisation without roles gives nobody more than they may hand out by it", async () => {
  const c = crew();
  const { manager } = c.memory.company.demoPeople;
  await regrant(c, manager, { "org.manage": "any", "call.view": "own" });
  const role = await c.admin.roles.create({
    role: { name: "Above", description: null, grants: { "audit.view": "any" } },
  });
  const subject = { type: "group", id: "g-crm" } as const;
  await c.admin.assignments.replace({
    roleId: role.id,
    version: role.version,
    assignments: [{ subject, until: null }],
  });
  const editor = c.as(manager);
  const group = (await editor.org.read({})).groups.find(({ id }) => id === "g-warsaw");
  assert.ok(group);
  await fails(
    editor.org.updateGroup({ id: group.id, version: group.version, patch: { parentId: "g-crm" } }),
    "forbidden",
  );
  assert.equal((await editor.org.read({})).groups.find(({ id }) => id === "g-warsaw")?.version, group.version);
  await failsAt(
    editor.org.createPosition({ node: { name: "Climber", departmentId: null, defaultRoleId: "r-admin" } }),
    "validation",
    { "/defaultRoleId": "not_allowed" },
  );
  await editor.org.updateGroup({ id: group.id, version: group.version, patch: { parentId: "g-moscow" } });
  await fails(c.as("u-002").org.createGroup({ node: team("Not mine") }), "forbidden");
});

test("nobody brings people below their own department to reach them", async () => {
  const c = crew();
  const { manager } = c.memory.company.demoPeople;
  await regrant(c, manager, { "org.manage": "any", "contact.view": "department" });
  const editor = c.as(manager);
  const own = (await c.admin.users.get({ id: manager })).departmentId;
  const { id, version } = await department(c, "d-support");
  await fails(editor.org.updateDepartment({ id, version, patch: { parentId: own } }), "forbidden");
});

test("nobody brings people below a colleague's department for the colleague to reach", async () => {
  const c = crew();
  const { manager, head } = c.memory.company.demoPeople;
  await regrant(c, manager, { "org.manage": "any" });
  const sales = (await c.admin.users.get({ id: head })).departmentId;
  const { id, version } = await department(c, "d-support");
  await fails(c.as(manager).org.updateDepartment({ id, version, patch: { parentId: sales } }), "forbidden");
  const empty = await c.admin.org.createDepartment({ node: { name: "Empty", parentId: null, headId: null } });
  const moved = { id: empty.id, version: empty.version, patch: { parentId: sales } };
  assert.equal((await c.as(manager).org.updateDepartment(moved)).parentId, sales);
});

test("a move after which nobody could administer is stopped", async () => {
  const c = crew();
  const { admin } = c;
  const role = await admin.roles.get({ id: "r-admin" });
  const group = await admin.org.createGroup({ node: team("Administrators", "g-crm") });
  const me = await admin.users.get({ id: c.memory.company.demoPeople.admin });
  await admin.users.update({ id: me.id, version: me.version, patch: { groupIds: [group.id] } });
  const subject = { type: "group", id: "g-crm" } as const;
  await admin.assignments.replace({ roleId: role.id, version: role.version, assignments: [{ subject, until: null }] });
  for (const user of c.memory.snapshot().users)
    if (user.id !== me.id && user.groupIds.includes("g-crm") && user.state === "active")
      await admin.users.setState({ id: user.id, version: user.version, state: "blocked" });
  await fails(admin.org.updateGroup({ id: group.id, version: group.version, patch: { parentId: null } }), "last_admin");
  assert.equal((await admin.org.read({})).groups.find(({ id }) => id === group.id)?.parentId, "g-crm");
});

test("a department that is removed leaves the numbers that name it, which are told of and written down", async () => {
  const c = crew();
  const { admin } = c;
  const node = await admin.org.createDepartment({ node: { name: "Kiosk", parentId: null, headId: null } });
  const number = { number: "+48221234567", name: "Kiosk", uses: ["calls"], departmentIds: [node.id] } as const;
  const { id } = await admin.telephony.createNumber({ number });
  const since = await cursor(admin);
  await admin.org.removeDepartment({ id: node.id, version: node.version });
  assert.deepEqual(await eventsSince(admin, since), [`org.changed ${node.id}`, `number.changed ${id}`]);
  const changes = c.memory.snapshot().audit.slice(-2);
  assert.deepEqual(
    changes.map(({ action, recordId }) => [action, recordId]),
    [
      ["department.remove", node.id],
      ["number.update", id],
    ],
  );
  const { items } = await admin.telephony.numbers({});
  assert.deepEqual(items.find((one) => one.id === id)?.departmentIds, []);
});
