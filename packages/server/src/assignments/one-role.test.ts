import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Assignment, type AuditRecord, defaultPolicy, type Page, type Role, type User } from "@crewdock/contract";
import { once } from "../testing/inputs.ts";
import { type Answer, startTestServer, type TestServer } from "../testing/test-server.ts";

let crew: TestServer;
let admin: string;
let manager: string;

before(async () => {
  crew = await startTestServer({ policy: { ...defaultPolicy, rolesPerUser: "one" } });
  ({ admin, manager } = crew.company.demoPeople);
});
after(() => crew[Symbol.asyncDispose]());

type Given = Pick<Assignment, "subject" | "until">;
const to = (id: string, until: string | null = null): Given => ({ subject: { type: "user", id }, until });

async function newRole(name: string): Promise<Role> {
  const body = { name, description: null, grants: { "contact.view": "own" } };
  return (await crew.ask<Role>(admin, "POST /v1/roles", { body, headers: once() })).body;
}

async function give<Body = unknown>(id: string, ...body: readonly Given[]): Promise<Answer<Body>> {
  const { version } = (await crew.ask<Role>(admin, `GET /v1/roles/${id}`)).body;
  return crew.ask<Body>(admin, `PUT /v1/roles/${id}/assignments`, { body, headers: { "If-Match": `"${version}"` } });
}

async function rolesOf(userId: string): Promise<readonly string[]> {
  const { body } = await crew.ask<{ items: readonly Assignment[] }>(admin, "GET /v1/assignments");
  return body.items
    .filter(({ subject }) => subject.type === "user" && subject.id === userId)
    .map(({ roleId }) => roleId);
}

test("whoever is given a role leaves the former one, which has another version and an audit record", async () => {
  const [former, next] = [await newRole("Former"), await newRole("Next")];
  assert.equal((await give(former.id, to(manager), to("u-010"))).status, 200);
  const { version } = (await crew.ask<Role>(admin, `GET /v1/roles/${former.id}`)).body;
  assert.equal((await give(next.id, to(manager))).status, 200);
  assert.deepEqual(await rolesOf(manager), [next.id]);
  assert.deepEqual(await rolesOf("u-010"), [former.id]);
  assert.notEqual((await crew.ask<Role>(admin, `GET /v1/roles/${former.id}`)).body.version, version);
  assert.deepEqual((await crew.ask<User>(admin, `GET /v1/users/${manager}`)).body.roleIds, [next.id]);
  const log = await crew.ask<Page<AuditRecord>>(admin, `GET /v1/audit?recordId=${former.id}`);
  assert.deepEqual(log.body.items[0]?.after, { assignments: [{ roleId: former.id, ...to("u-010") }] });
});

test("what has ended moves nobody, and counts as no role when it is given again", async () => {
  const [past, present] = [await newRole("Past"), await newRole("Present")];
  await give(present.id, to("u-011"));
  await give(past.id, to("u-011", "2001-01-01T00:00:00.000Z"));
  assert.deepEqual((await rolesOf("u-011")).toSorted(), [past.id, present.id].toSorted());
  const seen = async (): Promise<User> => (await crew.ask<User>(admin, "GET /v1/users/u-011")).body;
  const { version, roleIds } = await seen();
  assert.deepEqual(roleIds, [present.id]);
  await give(past.id, to("u-011"));
  assert.deepEqual(await rolesOf("u-011"), [past.id]);
  assert.deepEqual((await seen()).roleIds, [past.id]);
  assert.notEqual((await seen()).version, version, "a page that shows the former role would put it back");
});

test("the last administrator is not moved away", async () => {
  const { id } = await newRole("Elsewhere");
  const had = await rolesOf(admin);
  const { body } = await give<{ readonly code: string }>(id, to(admin));
  assert.ok(["last_admin", "lockout_prevented"].includes(body.code), body.code);
  assert.deepEqual(await rolesOf(admin), had);
});
