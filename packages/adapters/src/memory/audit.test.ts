import assert from "node:assert/strict";
import { test } from "node:test";
import type { SipAccountInput } from "@crewdock/contract";
import { crew, type Crew, fails, failsAt, start, userInput } from "./testing/crew.ts";

const secret = (n: number): string => `Planted7 heron? ${String(n)}`;
const server = { host: "mail.crewdock.test", port: 993, security: "ssl", username: "u" } as const;
const mail = {
  email: "box@crewdock.test",
  providerId: null,
  imap: server,
  smtp: server,
  password: secret(1),
  sentFolder: null,
  active: true,
};
const sip: SipAccountInput = {
  id: null,
  login: "7001",
  password: secret(2),
  domain: "crewdock.test",
  port: 5060,
  transport: "ws",
  webSocketUrl: null,
};

/** Makes one change of each kind, one after the other. @returns what the log must say of each */
async function changeEverything({ admin, memory }: Crew): Promise<readonly string[]> {
  const { users, org, roles, assignments, access } = admin;
  const said: string[] = [];
  const does = async <T>(action: string, work: Promise<T>): Promise<T> => {
    said.push(action);
    return work;
  };
  const input = userInput("audited", { password: secret(3), sipAccount: sip, mailAccounts: [mail] });
  const user = await does("user.create", users.create({ user: input }));
  const { id } = user;
  const edited = await does("user.update", users.update({ id, version: user.version, patch: { password: secret(4) } }));
  const blocked = await does("user.setState", users.setState({ id, version: edited.version, state: "blocked" }));
  await users.setState({ id, version: blocked.version, state: "blocked" });
  const box = await does(
    "mail.create",
    admin.mail.create({ userId: id, account: { ...mail, email: "two@crewdock.test" } }),
  );
  const changed = { ...mail, email: "two@crewdock.test", password: secret(5) };
  const other = await does("mail.update", admin.mail.update({ id: box.id, version: box.version, account: changed }));
  await does("mail.remove", admin.mail.remove({ id: box.id, version: other.version }));
  const role = await does("role.create", roles.create({ role: { name: "Audited", description: null, grants: {} } }));
  const renamed = await does(
    "role.update",
    roles.update({ id: role.id, version: role.version, patch: { name: "Late" } }),
  );
  const none = { roleId: role.id, version: renamed.version, assignments: [] };
  await does("assignments.replace", assignments.replace(none));
  await does("role.remove", roles.remove({ id: role.id, version: (await roles.get({ id: role.id })).version }));
  const group = await does(
    "group.create",
    org.createGroup({ node: { name: "Audited", parentId: null, kind: "team" } }),
  );
  const moved = await does(
    "group.update",
    org.updateGroup({ id: group.id, version: group.version, patch: { name: "Late" } }),
  );
  await does("group.remove", org.removeGroup({ id: group.id, version: moved.version }));
  await does("user.setState", users.bulk({ ids: [id], change: { kind: "setState", state: "active" } }));
  await does("ipRules.replace", access.setIpRules({ userId: id, version: "1", rules: [] }));
  const { version } = await access.limits({});
  await does("limits.replace", access.setLimits({ version, limits: [] }));
  const asked = await users.create({ user: userInput("invited", { password: null }) });
  said.push("user.create");
  await does("user.resendInvitation", users.resendInvitation({ id: asked.id }));
  const [session] = memory.snapshot().sessions.filter(({ userId }) => userId === memory.company.demoPeople.head);
  await does("session.end", access.endSession({ userId: session?.userId ?? "", id: session?.id ?? "" }));
  await does("user.endSessions", users.endSessions({ id: memory.company.demoPeople.manager }));
  await does("user.remove", users.remove({ id, version: (await users.get({ id })).version }));
  return said;
}

test("each change leaves one record, with before and after and without its secrets", async () => {
  const c = crew();
  const said = await changeEverything(c);
  const { audit } = c.memory.snapshot();
  assert.deepEqual(
    audit.map(({ action }) => action),
    said,
  );
  assert.ok(audit.every(({ actorId, at }) => actorId === c.memory.company.demoPeople.admin && at === start));
  assert.equal(JSON.stringify(audit).includes("Planted7"), false);
  for (const { action, before, after } of audit) {
    if (action.endsWith(".create")) assert.equal(before, null, action);
    else assert.ok(before, action);
    if (/\.(?:remove|end)$/.test(action)) assert.equal(after, null, action);
    else assert.ok(after, action);
  }
  const update = audit.find(({ action }) => action === "user.update");
  assert.deepEqual(update && { ...(update.after as object), passwordChanged: true }, update?.after);
});

test("what is refused leaves no record", async () => {
  const c = crew();
  const { admin: id } = c.memory.company.demoPeople;
  const { version } = await c.admin.users.get({ id });
  await fails(c.admin.users.setState({ id, version, state: "blocked" }), "lockout_prevented");
  await fails(c.admin.users.update({ id, version: "0", patch: { serviceNumber: "1" } }), "conflict");
  await failsAt(c.admin.users.create({ user: userInput("k.nowak") }), "duplicate", {
    "/email": "duplicate",
    "/login": "duplicate",
  });
  assert.deepEqual(c.memory.snapshot().audit, []);
});

test("the log is read newest first, filtered and page by page, by whoever may", async () => {
  const c = crew();
  const { admin: adminId, head, manager } = c.memory.company.demoPeople;
  await c.admin.users.bulk({ ids: ["u-010", "u-011"], change: { kind: "addToGroup", groupId: "g-crm" } });
  c.setClock("2026-03-02T10:00:00.000Z");
  const { version } = await c.as(head).users.get({ id: manager });
  await c.as(head).users.update({ id: manager, version, patch: { serviceNumber: "77" } });
  const ids = async (query: Parameters<typeof c.admin.audit.list>[0]): Promise<readonly string[]> =>
    (await c.admin.audit.list(query)).items.map(({ recordId }) => recordId);
  assert.deepEqual(await ids({}), [manager, "u-011", "u-010"]);
  assert.deepEqual(await ids({ sort: { field: "at", direction: "asc" }, limit: 1 }), ["u-010"]);
  assert.deepEqual(await ids({ actorId: head }), [manager]);
  assert.deepEqual(await ids({ actorId: adminId, recordId: "u-010", recordType: "user" }), ["u-010"]);
  assert.deepEqual(await ids({ from: "2026-03-02T10:00:00Z" }), [manager]);
  assert.deepEqual(await ids({ to: "2026-03-02T10:00:00Z" }), ["u-011", "u-010"]);
  assert.deepEqual(await ids({ q: "U-011" }), ["u-011"]);
  const first = await c.admin.audit.list({ limit: 2 });
  assert.ok(first.nextCursor);
  assert.deepEqual(await ids({ limit: 2, cursor: first.nextCursor }), ["u-010"]);
  await fails(c.as(manager).audit.list({}), "forbidden");
});
