import assert from "node:assert/strict";
import { test } from "node:test";
import type { User } from "@crewdock/contract";
import { json, problem, ScriptedServer, type Step } from "./testing/scripted-server.ts";
import { failure, storedRole, wire } from "./testing/wired.ts";

const lost: Step = (response) => void response.destroy();
const conflict = (current: object): Step => problem(412, "conflict", { current });
const changed = { ...storedRole, version: "8", name: "Reviewer" };
const update = { id: "r-1", version: "7", patch: { name: "Reviewer" } } as const;

const at = "2026-03-01T00:00:00.000Z";
const user: User = {
  id: "u-1",
  version: "4",
  state: "active",
  name: { last: "Nowak", first: "Ewa", patronymic: null },
  email: "ewa@crewdock.test",
  login: "ewa",
  timeZone: "Europe/Warsaw",
  serviceNumber: null,
  positionId: null,
  departmentId: "d-1",
  groupIds: ["g-1", "g-2"],
  roleIds: [],
  invitation: { state: "none", at: null },
  sipAccount: null,
  mailAccounts: [],
  lastLoginAt: null,
  createdAt: at,
  updatedAt: at,
};

test("a change whose answer was lost is sent again with its version", async (t) => {
  const down = problem(503, "unavailable");
  const server = await ScriptedServer.start(t, lost, down, json(200, changed), conflict(changed));
  const { client } = wire(server);
  assert.deepEqual(await client.roles.update(update), changed);
  assert.deepEqual(
    server.seen.map(({ headers }) => headers["if-match"]),
    ['"7"', '"7"', '"7"'],
  );
  await failure(client.roles.update(update), "conflict"); // its end is known, so an old version is one again
});

test("a change that had got through is no conflict: the answer is the record as it stands", async (t) => {
  const server = await ScriptedServer.start(t, lost, conflict(changed));
  assert.deepEqual(await wire(server).client.roles.update(update), changed);
  assert.equal(server.seen.length, 2);
});

test("a conflict with what somebody else has changed stays one, lost answer or not", async (t) => {
  const others = { ...changed, name: "Inspector" };
  const server = await ScriptedServer.start(t, lost, conflict(others), conflict(changed));
  const { client } = wire(server);
  assert.deepEqual((await failure(client.roles.update(update), "conflict")).current, others);
  const another = client.roles.update({ ...update, version: "6" });
  assert.deepEqual((await failure(another, "conflict")).current, changed, "nothing was lost at this version");
});

test("rights that came in by somebody else are not taken for what was asked", async (t) => {
  const patch = { grants: { "deal.view": "own" } } as const;
  const server = await ScriptedServer.start(
    t,
    lost,
    conflict({ ...storedRole, version: "8", grants: { "deal.view": "own", "deal.edit": "any" } }),
  );
  await failure(wire(server).client.roles.update({ id: "r-1", version: "7", patch }), "conflict");
});

test("also when the person presses save again after all tries were lost", async (t) => {
  const server = await ScriptedServer.start(t, lost, lost, lost, conflict(changed), conflict(changed));
  const { client } = wire(server);
  await failure(client.roles.update(update), "unavailable");
  assert.deepEqual(await client.roles.update(update), changed);
  await failure(client.roles.update(update), "conflict");
});

test("also when the answer broke off in the middle, or the person had stopped waiting", async (t) => {
  const stop = new AbortController();
  const server = await ScriptedServer.start(
    t,
    (response) => {
      response.writeHead(200, { "Content-Type": "application/json", "Content-Length": "500" });
      response.write('{"id":', () => response.destroy());
    },
    conflict(changed),
    () => stop.abort(),
    conflict({ ...changed, version: "9" }),
  );
  const { client } = wire(server);
  assert.deepEqual(await client.roles.update(update), changed);
  const next = { ...update, version: "8" };
  await failure(client.roles.update(next, { signal: stop.signal }), "cancelled");
  assert.equal((await client.roles.update(next)).version, "9");
});

test("lists are compared as sets, an empty field as none", async (t) => {
  const stored = { ...user, version: "5", groupIds: ["g-2", "g-1"], serviceNumber: null };
  const server = await ScriptedServer.start(
    t,
    lost,
    conflict(stored),
    lost,
    conflict({ ...stored, groupIds: ["g-1"] }),
  );
  const { client } = wire(server);
  const patch = {
    name: { last: "Nowak", first: "Ewa", patronymic: "" },
    groupIds: ["g-1", "g-2"],
    serviceNumber: null,
  };
  assert.equal((await client.users.update({ id: "u-1", version: "4", patch })).version, "5");
  await failure(client.users.update({ id: "u-1", version: "4", patch }), "conflict");
});

test("a SIP account that was given stands as it was asked for, with what the server knows of it besides", async (t) => {
  const account = { login: "101", domain: "sip.test", port: 5060, transport: "udp", webSocketUrl: null } as const;
  const stored = { ...user, version: "5", sipAccount: { ...account, id: "s-1", userId: "u-1", checkedAt: null } };
  const server = await ScriptedServer.start(t, lost, conflict(stored));
  const patch = { sipAccount: { ...account, id: "s-1", password: null } };
  assert.equal((await wire(server).client.users.update({ id: "u-1", version: "4", patch })).version, "5");
});

test("a password cannot be seen, so a change with one stays a conflict: somebody else may have set theirs meanwhile", async (t) => {
  const others = { ...user, version: "5" };
  const server = await ScriptedServer.start(t, lost, conflict(others), lost, conflict(others));
  const { client } = wire(server);
  const account = { login: "101", domain: "sip.test", port: 5060, transport: "udp", webSocketUrl: null } as const;
  const stored = { ...account, id: "s-1", userId: "u-1", checkedAt: null };
  await failure(client.users.update({ id: "u-1", version: "4", patch: { password: "a longer secret" } }), "conflict");
  const patch = { sipAccount: { ...account, id: "s-1", password: "another secret" } };
  const refused = await failure(client.users.update({ id: "u-1", version: "3", patch }), "conflict");
  assert.deepEqual(refused.current, others);
  server.otherwise = conflict({ ...others, sipAccount: stored });
  await failure(client.users.update({ id: "u-1", version: "3", patch }), "conflict");
  assert.deepEqual(
    server.seen.map(({ headers }) => headers["if-match"]),
    ['"4"', '"4"', '"3"', '"3"', '"3"'],
    "nothing is written over a version that the person has not seen",
  );
});

test("who has a role is read back, since the record of that conflict is the role", async (t) => {
  const subject = { type: "user", id: "u-1" } as const;
  const until = "2026-12-31T00:00:00.000Z";
  const stored = { items: [{ roleId: "r-1", subject, until }] };
  const others = { items: [{ roleId: "r-1", subject, until: null }] };
  const [mine, theirs] = [json(200, stored), json(200, others)];
  const server = await ScriptedServer.start(t, lost, conflict(changed), mine, lost, conflict(changed), theirs);
  const { client } = wire(server);
  const replace = () => client.assignments.replace({ roleId: "r-1", version: "7", assignments: [{ subject, until }] });
  assert.deepEqual(await replace(), stored);
  assert.equal(server.seen[2]?.url, "/v1/assignments?roleId=r-1");
  assert.equal(server.seen[2].headers["if-match"], undefined);
  assert.deepEqual((await failure(replace(), "conflict")).current, changed);
});

test("members that only find the record are not looked for in it", async (t) => {
  const stored = { version: "2", rules: [{ network: "10.0.0.0/8", note: null }] };
  const server = await ScriptedServer.start(t, lost, conflict(stored));
  const rules = { userId: "u-1", version: "1", rules: [{ network: "10.0.0.0/8", note: "" }] };
  assert.deepEqual(await wire(server).client.access.setIpRules(rules), stored);
});

test("deleting twice is deleted; what was never there is not found", async (t) => {
  const server = await ScriptedServer.start(t, lost, problem(404, "not_found"), problem(404, "not_found"));
  const { client } = wire(server);
  await client.roles.remove({ id: "r-1", version: "7" });
  await failure(client.roles.remove({ id: "r-2", version: "7" }), "not_found");
});

test("a person or a mail account that is not found may have moved out of sight: only what is gone was deleted", async (t) => {
  const [missing, gone] = [problem(404, "not_found"), problem(410, "gone")];
  const server = await ScriptedServer.start(t, lost, missing, lost, gone, lost, missing, lost, missing);
  const { client } = wire(server);
  await failure(client.users.remove({ id: "u-1", version: "7" }), "not_found");
  await client.users.remove({ id: "u-2", version: "7" });
  await failure(client.mail.remove({ id: "m-1", version: "7" }), "not_found");
  await client.org.removeGroup({ id: "g-1", version: "7" });
});
