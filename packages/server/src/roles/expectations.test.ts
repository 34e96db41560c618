import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import type {
  AuditRecord,
  BulkAnswer,
  ExpectationVerdict,
  ImportAnswer,
  Problem,
  RightsExpectation,
  RightsExpectations,
  Role,
  User,
} from "@crewdock/contract";
import { once, userInput } from "../testing/inputs.ts";
import { type Answer, startTestServer, type TestServer } from "../testing/test-server.ts";

let crew: TestServer;
let admin: string;
let manager: string;

before(async () => {
  crew = await startTestServer();
  ({ admin, manager } = crew.company.demoPeople);
});
after(() => crew[Symbol.asyncDispose]());
beforeEach(() => expect());

const mustNot: RightsExpectation = {
  id: "e-export",
  subject: { type: "role", id: "r-manager" },
  action: "balance.topUp",
  bound: "at_most",
  scope: "none",
  note: "Only the office pays.",
};

/** Sets the sentences to these. */
async function expect(...expectations: readonly RightsExpectation[]): Promise<void> {
  const { version } = (await crew.ask<RightsExpectations>(admin, "GET /v1/expectations")).body;
  const headers = { "If-Match": `"${version}"` };
  const { status } = await crew.ask(admin, "PUT /v1/expectations", { body: { expectations }, headers });
  assert.equal(status, 200);
}

async function verdict(expectation: RightsExpectation, viewer = admin): Promise<ExpectationVerdict> {
  const { body } = await crew.ask<{ items: ExpectationVerdict[] }>(viewer, "POST /v1/expectations/test", {
    body: { expectations: [expectation] },
  });
  const [first] = body.items;
  assert.ok(first);
  return first;
}

async function change(path: string, body: object): Promise<Answer<Problem>> {
  const { version } = (await crew.ask<{ version: string }>(admin, `GET ${path}`)).body;
  return crew.ask<Problem>(admin, `PATCH ${path}`, { body, headers: { "If-Match": `"${version}"` } });
}

async function role(name: string, grants: Role["grants"]): Promise<Role> {
  const body = { name, description: null, grants };
  return (await crew.ask<Role>(admin, "POST /v1/roles", { body, headers: once() })).body;
}

async function user(login: string, members: object = {}): Promise<User> {
  return (await crew.ask<User>(admin, "POST /v1/users", { body: userInput(login, members), headers: once() })).body;
}

let roles = 0;
const payer = (): Promise<Role> => role(`Payer ${++roles}`, { "balance.view": "any", "balance.topUp": "any" });

async function setState(id: string, state: string): Promise<Answer<Problem>> {
  const { version } = (await crew.ask<User>(admin, `GET /v1/users/${id}`)).body;
  return crew.ask<Problem>(admin, `PUT /v1/users/${id}/state`, {
    body: { state },
    headers: { "If-Match": `"${version}"` },
  });
}

function broken({ status, body }: Answer<Problem>): unknown {
  return [status, body.code, ...(body.broken ?? []).map((each) => [each.expectation.id, each.count, each.userIds])];
}

test("an edit of a role is refused with the sentence and its people, and nothing of it is stored", async () => {
  const trainee = await role("Trainee of sentences", { "balance.view": "any" });
  const { id } = await user("sentence.trainee", { roleIds: [trainee.id] });
  await expect({ ...mustNot, subject: { type: "role", id: trainee.id } });
  const answer = await change(`/v1/roles/${trainee.id}`, { grants: { "balance.view": "any", "balance.topUp": "any" } });
  assert.deepEqual(broken(answer), [409, "expectation_broken", ["e-export", 1, [id]]]);
  const { body } = await crew.ask<Role>(admin, `GET /v1/roles/${trainee.id}`);
  assert.deepEqual(body.grants, { "balance.view": "any" });
});

test("making, editing, activating and importing people, one or many, are refused alike", async () => {
  const { id: roleId } = await payer();
  const person = await user("sentence.person");
  const sleeper = await user("sentence.sleeper", { roleIds: [roleId] });
  assert.equal((await setState(sleeper.id, "blocked")).status, 200);
  await expect({ ...mustNot, subject: { type: "department", id: person.departmentId } });
  const made = await crew.ask<Problem>(admin, "POST /v1/users", {
    body: userInput("sentence.new", { roleIds: [roleId] }),
    headers: once(),
  });
  assert.equal(made.body.code, "expectation_broken");
  const refusal = (id: string): unknown => [409, "expectation_broken", ["e-export", 1, [id]]];
  assert.deepEqual(broken(await change(`/v1/users/${person.id}`, { roleIds: [roleId] })), refusal(person.id));
  assert.deepEqual(broken(await setState(sleeper.id, "active")), refusal(sleeper.id));
  const { body: rows } = await crew.ask<ImportAnswer>(admin, "POST /v1/users/import", {
    body: { matchBy: "login", dryRun: false, rows: [{ login: "sentence.person", roles: [{ id: roleId }] }] },
    headers: once(),
  });
  assert.match(JSON.stringify(rows), /expectation_broken/);
  const { body: many } = await crew.ask<BulkAnswer>(admin, "POST /v1/users/bulk", {
    body: { ids: [person.id, admin], change: { kind: "addRole", roleId } },
    headers: once(),
  });
  assert.deepEqual(
    many.results.map((result) => (result.ok ? "done" : result.problem.code)),
    ["expectation_broken", "done"],
  );
  const { body: after } = await crew.ask<User>(admin, `GET /v1/users/${person.id}`);
  assert.deepEqual(after.roleIds, []);
});

test("an assignment to a position and a move of a department are refused for those below", async () => {
  const { id: roleId } = await payer();
  const node = (name: string): Promise<{ id: string; version: string }> =>
    crew
      .ask<{ id: string; version: string }>(admin, "POST /v1/organisation/departments", {
        body: { name, parentId: null, headId: null },
        headers: once(),
      })
      .then(({ body }) => body);
  const [above, moved] = [await node("Payers"), await node("Moved there")];
  const { id } = await user("sentence.moved", { departmentId: moved.id });
  await expect({ ...mustNot, subject: { type: "user", id } });
  const give = (subject: object): Promise<Answer<Problem>> => assign(roleId, [{ subject, until: null }]);
  assert.deepEqual(broken(await give({ type: "department", id: moved.id })), [
    409,
    "expectation_broken",
    ["e-export", 1, [id]],
  ]);
  assert.equal((await give({ type: "department", id: above.id })).status, 200);
  const move = await crew.ask<Problem>(admin, `PATCH /v1/organisation/departments/${moved.id}`, {
    body: { parentId: above.id },
    headers: { "If-Match": `"${moved.version}"` },
  });
  assert.deepEqual(broken(move), [409, "expectation_broken", ["e-export", 1, [id]]]);
});

test("who may not make a change is told that alone, and of a broken sentence nobody out of sight", async () => {
  const { id: roleId } = await payer();
  const node = async (name: string): Promise<{ id: string; version: string }> => {
    const body = { name, parentId: null, headId: null };
    const made = await crew.ask<{ id: string; version: string }>(admin, "POST /v1/organisation/departments", {
      body,
      headers: once(),
    });
    return made.body;
  };
  const [above, moved] = [await node("Payers out of sight"), await node("Moved out of sight")];
  const { id } = await user("sentence.unseen", { departmentId: moved.id });
  await expect({ ...mustNot, subject: { type: "user", id } });
  assert.equal((await assign(roleId, [{ subject: { type: "department", id: above.id }, until: null }])).status, 200);
  const mover = async (login: string, grants: Role["grants"]): Promise<Answer<Problem>> => {
    const { id: own } = await role(login, { "org.manage": "any", ...grants });
    const { id: actor } = await user(login, { roleIds: [own] });
    return crew.ask<Problem>(actor, `PATCH /v1/organisation/departments/${moved.id}`, {
      body: { parentId: above.id },
      headers: { "If-Match": `"${moved.version}"` },
    });
  };
  assert.deepEqual(broken(await mover("sentence.mover", {})), [403, "forbidden"]);
  const payers = { "balance.view": "any", "balance.topUp": "any" } as const;
  assert.deepEqual(broken(await mover("sentence.payer", payers)), [409, "expectation_broken", ["e-export", 1, []]]);
  assert.deepEqual(broken(await mover("sentence.seer", { ...payers, "user.view": "any" })), [
    409,
    "expectation_broken",
    ["e-export", 1, [id]],
  ]);
});

test("what has ended meanwhile blocks nothing, and is told as broken", async () => {
  const { id: roleId } = await payer();
  const { id } = await user("sentence.ending");
  const must = { ...mustNot, subject: { type: "user", id }, bound: "at_least", scope: "any" } as const;
  const until = new Date(crew.now.getTime() + 60_000).toISOString();
  assert.equal((await assign(roleId, [{ subject: { type: "user", id }, until }])).status, 200);
  await expect(must);
  assert.equal((await verdict(must)).holds, true);
  const started = crew.now;
  crew.now = new Date(started.getTime() + 60_000);
  assert.deepEqual(
    (await verdict(must)).people.map(({ userId }) => userId),
    [id],
  );
  assert.equal((await change(`/v1/users/${id}`, { serviceNumber: "A-77", roleIds: [] })).status, 200);
  crew.now = started;
});

test("a verdict names the path, counts all, and names only those in sight of the viewer", async () => {
  const { id: roleId } = await payer();
  const { id } = await user("sentence.seen", { roleIds: [roleId] });
  const sentence = { ...mustNot, subject: { type: "role", id: roleId } } as const;
  const all = await verdict(sentence);
  assert.deepEqual(
    [all.holds, all.byRole, all.count, all.people.map(({ userId, scope, path }) => [userId, scope, path?.roleId])],
    [false, true, 1, [[id, "any", roleId]]],
  );
  const { id: blind } = await role("Sees roles alone", { "role.view": "any" });
  const viewer = await user("sentence.blind", { roleIds: [blind] });
  const part = await verdict(sentence, viewer.id);
  assert.deepEqual([part.count, part.people], [1, []]);
  assert.equal((await crew.ask(manager, "GET /v1/expectations")).status, 403);
});

test("sentences of what is removed go with it, and setting them is audited", async () => {
  const trainee = await role("Short-lived", {});
  const person = await user("sentence.short");
  await expect(
    { ...mustNot, id: "e-role", subject: { type: "role", id: trainee.id } },
    { ...mustNot, id: "e-user", subject: { type: "user", id: person.id } },
    mustNot,
  );
  const remove = (path: string, { version }: { version: string }): Promise<Answer> =>
    crew.ask(admin, `DELETE ${path}`, { headers: { "If-Match": `"${version}"` } });
  assert.equal((await remove(`/v1/roles/${trainee.id}`, trainee)).status, 204);
  assert.equal((await remove(`/v1/users/${person.id}`, person)).status, 204);
  const { body } = await crew.ask<RightsExpectations>(admin, "GET /v1/expectations");
  assert.deepEqual(body.expectations, [mustNot]);
  const { body: log } = await crew.ask<{ items: AuditRecord[] }>(
    admin,
    "GET /v1/audit?recordType=expectations&limit=1",
  );
  assert.deepEqual(
    log.items.map(({ action, actorId }) => [action, actorId]),
    [["expectations.replace", admin]],
  );
});

async function assign(roleId: string, assignments: readonly object[]): Promise<Answer<Problem>> {
  const { version } = (await crew.ask<Role>(admin, `GET /v1/roles/${roleId}`)).body;
  return crew.ask<Problem>(admin, `PUT /v1/roles/${roleId}/assignments`, {
    body: assignments,
    headers: { "If-Match": `"${version}"` },
  });
}
