import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Assignment, Role, Session, User } from "@crewdock/contract";
import { once, userInput } from "../testing/inputs.ts";
import { type Answer, startTestServer, type TestServer } from "../testing/test-server.ts";

let crew: TestServer;
let admin: string;
let head: string;
let manager: string;

before(async () => {
  crew = await startTestServer();
  ({ admin, head, manager } = crew.company.demoPeople);
});
after(() => crew[Symbol.asyncDispose]());

interface Problem {
  readonly code: string;
  readonly errors?: readonly { readonly pointer: string; readonly code: string }[];
}

async function role(id: string): Promise<Role> {
  return (await crew.ask<Role>(admin, `GET /v1/roles/${id}`)).body;
}

async function patchRole<Body = Role>(id: string, patch: object): Promise<Answer<Body>> {
  const { version } = await role(id);
  return crew.ask<Body>(admin, `PATCH /v1/roles/${id}`, { body: patch, headers: { "If-Match": `"${version}"` } });
}

async function assign<Body = { items: Assignment[] }>(
  id: string,
  assignments: readonly object[],
): Promise<Answer<Body>> {
  const { version } = await role(id);
  return crew.ask<Body>(admin, `PUT /v1/roles/${id}/assignments`, {
    body: assignments,
    headers: { "If-Match": `"${version}"` },
  });
}

test("roles are counted by whom they reach, in any way", async () => {
  const { body } = await crew.ask<{ items: Role[] }>(admin, "GET /v1/roles");
  assert.deepEqual(
    Object.fromEntries(body.items.map(({ id, userCount }) => [id, userCount])),
    Object.fromEntries(crew.company.roles.map(({ id, userCount }) => [id, userCount])),
  );
});

test("grants outside of the catalogue are refused by name, all at once", async () => {
  const { status, body } = await crew.ask<Problem>(admin, "POST /v1/roles", {
    body: {
      name: "Odd",
      description: null,
      grants: { "deal.fly": "any", "call.place": "department", "deal.edit": "any", "deal.view": "own" },
    },
    headers: once(),
  });
  assert.equal(status, 422);
  assert.deepEqual(
    body.errors?.map(({ pointer, code }) => [pointer, code]),
    [
      ["/grants/deal.fly", "invalid_option"],
      ["/grants/call.place", "invalid_option"],
      ["/grants/deal.edit", "not_allowed"],
    ],
  );
});

test("a role is made, renamed and removed while nobody has it", async () => {
  const made = await crew.ask<Role>(admin, "POST /v1/roles", {
    body: { name: "Trainee", description: null, grants: { "deal.view": "own", "deal.edit": "none" } },
    headers: once(),
  });
  assert.deepEqual(made.body.grants, { "deal.view": "own" });
  const taken = await crew.ask<Problem>(admin, "POST /v1/roles", {
    body: { name: "TRAINEE", description: null, grants: {} },
    headers: once(),
  });
  assert.equal(taken.body.code, "duplicate");
  assert.equal((await assign(made.body.id, [{ subject: { type: "user", id: manager }, until: null }])).status, 200);
  const remove = async (): Promise<Answer<Problem>> =>
    crew.ask<Problem>(admin, `DELETE /v1/roles/${made.body.id}`, {
      headers: { "If-Match": `"${(await role(made.body.id)).version}"` },
    });
  assert.equal((await remove()).body.code, "in_use");
  await assign(made.body.id, []);
  assert.equal((await remove()).status, 204);
  assert.equal((await crew.ask(admin, `GET /v1/roles/${made.body.id}`)).status, 404);
});

test("a grant that is taken away counts with the next request", async () => {
  const before = await crew.ask(manager, "GET /v1/calls");
  assert.equal(before.status, 200);
  const { grants } = await role("r-manager");
  const { "call.view": _, "call.recording.listen": __, "call.recording.delete": ___, ...less } = grants;
  assert.equal((await patchRole("r-manager", { grants: less })).status, 200);
  assert.equal((await crew.ask(manager, "GET /v1/calls")).status, 403);
  assert.equal((await patchRole("r-manager", { grants })).status, 200);
});

test("subjects that do not exist are refused by their place", async () => {
  const answer = await assign<Problem>("r-manager", [
    { subject: { type: "position", id: "p-support-engineer" }, until: null },
    { subject: { type: "group", id: "g-none" }, until: null },
  ]);
  assert.deepEqual(answer.body.errors, [{ pointer: "/1/subject/id", code: "not_found" }]);
});

test("assignments move the versions of the role and of the person", async () => {
  const { body: person } = await crew.ask<User>(admin, `GET /v1/users/${manager}`);
  const { version } = await role("r-executive");
  const { body } = await crew.ask<{ items: Assignment[] }>(admin, "GET /v1/assignments?roleId=r-executive");
  const given = [...body.items, { roleId: "r-executive", subject: { type: "user", id: manager }, until: null }];
  await assign(
    "r-executive",
    given.map(({ subject, until }) => ({ subject, until })),
  );
  assert.notEqual((await role("r-executive")).version, version);
  const { body: later } = await crew.ask<User>(admin, `GET /v1/users/${manager}`);
  assert.notEqual(later.version, person.version);
  assert.ok(later.roleIds.includes("r-executive"));
  await assign(
    "r-executive",
    body.items.map(({ subject, until }) => ({ subject, until })),
  );
});

test("an assignment with an end counts until then", async () => {
  const until = new Date(crew.now.getTime() + 60_000).toISOString();
  const { body } = await crew.ask<{ items: Assignment[] }>(admin, "GET /v1/assignments?roleId=r-executive");
  const former = body.items.map(({ subject, until }) => ({ subject, until }));
  await assign("r-executive", [...former, { subject: { type: "user", id: manager }, until }]);
  const grants = async (): Promise<Session["grants"]> =>
    (await crew.ask<Session>(manager, "GET /v1/session")).body.grants;
  assert.equal((await grants())["user.view"], "any");
  const started = crew.now;
  crew.now = new Date(started.getTime() + 60_000);
  assert.notEqual((await grants())["user.view"], "any");
  crew.now = started;
  await assign("r-executive", former);
});

test("nobody takes administration from everybody or from themselves", async () => {
  const { body } = await crew.ask<{ items: Assignment[] }>(admin, "GET /v1/assignments?roleId=r-admin");
  assert.equal((await assign<Problem>("r-admin", [])).body.code, "last_admin");
  const { grants } = await role("r-admin");
  assert.equal(
    (await patchRole<Problem>("r-admin", { grants: { ...grants, "role.manage": "none" } })).body.code,
    "last_admin",
  );
  const second = await crew.ask<User>(admin, "POST /v1/users", {
    body: userInput("second.admin", { roleIds: ["r-admin"] }),
    headers: once(),
  });
  const others = [...body.items, { subject: { type: "user", id: second.body.id }, until: null }].filter(
    ({ subject }) => subject.id !== admin,
  );
  const without = others.map(({ subject, until }) => ({ subject, until }));
  assert.equal((await assign<Problem>("r-admin", without)).body.code, "lockout_prevented");
});

test("who manages users of a department cannot make or take over an administrator", async () => {
  const { body: made } = await crew.ask<Role>(admin, "POST /v1/roles", {
    body: {
      name: "Local user manager",
      description: null,
      grants: {
        ...(await role("r-head")).grants,
        "user.view": "department",
        "user.manage": "department",
        "call.place": "any",
      },
    },
    headers: once(),
  });
  await assign(made.id, [{ subject: { type: "user", id: head }, until: null }]);
  const { body: self } = await crew.ask<User>(admin, `GET /v1/users/${head}`);
  const { departmentId } = self;
  const create = (login: string, members: object): Promise<Answer<Problem>> =>
    crew.ask<Problem>(head, "POST /v1/users", {
      body: userInput(login, { departmentId, ...members }),
      headers: once(),
    });
  assert.deepEqual((await create("too.much", { roleIds: ["r-admin"] })).body.errors, [
    { pointer: "/roleIds/0", code: "not_allowed" },
  ]);
  assert.deepEqual((await create("elsewhere", { departmentId: "d-none" })).body.errors?.[0]?.pointer, "/departmentId");
  assert.equal((await create("fair", { roleIds: ["r-manager"] })).status, 200);
  const { body: boss } = await crew.ask<User>(admin, "POST /v1/users", {
    body: userInput("local.admin", { departmentId, roleIds: ["r-admin"] }),
    headers: once(),
  });
  const takeover = await crew.ask<Problem>(head, `PATCH /v1/users/${boss.id}`, {
    body: { password: "Stolen walrus 55 marble" },
    headers: { "If-Match": `"${boss.version}"` },
  });
  assert.equal(takeover.status, 403);
});
