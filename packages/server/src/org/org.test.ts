import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type {
  Department,
  Organisation,
  PhoneNumber,
  Position,
  Role,
  Session,
  User,
  UserGroup,
} from "@crewdock/contract";
import { readEvents } from "../testing/event-reader.ts";
import { once, userInput } from "../testing/inputs.ts";
import { type Answer, startTestServer, type TestServer } from "../testing/test-server.ts";

let crew: TestServer;
let admin: string;
let head: string;

before(async () => {
  crew = await startTestServer();
  ({ admin, head } = crew.company.demoPeople);
});
after(() => crew[Symbol.asyncDispose]());

interface Problem {
  readonly code: string;
  readonly errors?: readonly { readonly pointer: string; readonly code: string }[];
  readonly current?: { readonly name: string };
}
type Kind = "departments" | "positions" | "groups";

function make<Node>(kind: Kind, node: object, actor = admin): Promise<Answer<Node>> {
  return crew.ask<Node>(actor, `POST /v1/organisation/${kind}`, { body: node, headers: once() });
}

async function made<Node>(kind: Kind, node: object): Promise<Node> {
  const { status, body } = await make<Node>(kind, node);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

const department = (name: string, more: Partial<Department> = {}): Promise<Department> =>
  made("departments", { name, parentId: "d-management", headId: null, ...more });
const group = (name: string, more: Partial<UserGroup> = {}): Promise<UserGroup> =>
  made("groups", { name, parentId: null, kind: "team", ...more });

async function node(kind: Kind, id: string): Promise<Department & Position & UserGroup> {
  const { body } = await crew.ask<Organisation>(admin, "GET /v1/organisation");
  const found = body[kind].find((each) => each.id === id);
  assert.ok(found, `${id} is missing`);
  return found as Department & Position & UserGroup;
}

async function patch<Body = Problem>(kind: Kind, id: string, body: object, actor = admin): Promise<Answer<Body>> {
  const { version } = await node(kind, id);
  return crew.ask<Body>(actor, `PATCH /v1/organisation/${kind}/${id}`, {
    body,
    headers: { "If-Match": `"${version}"` },
  });
}

async function remove(kind: Kind, id: string): Promise<Answer<Problem | null>> {
  const { version } = await node(kind, id);
  return crew.ask(admin, `DELETE /v1/organisation/${kind}/${id}`, { headers: { "If-Match": `"${version}"` } });
}

const fields = ({ body }: Answer<Problem>): object => (body.errors ?? []).map(({ pointer, code }) => [pointer, code]);

/** Somebody with the right to edit the organisation, and no more than that and what is given. */
async function editor(login: string, grants: Role["grants"] = {}, more: Partial<User> = {}): Promise<string> {
  const { body: role } = await crew.ask<Role>(admin, "POST /v1/roles", {
    body: { name: `Editor ${login}`, description: null, grants: { "org.manage": "any", ...grants } },
    headers: once(),
  });
  const { departmentId = "d-operations" } = more;
  const { body } = await crew.ask<User>(admin, "POST /v1/users", {
    body: userInput(login, { departmentId, roleIds: [role.id] }),
    headers: once(),
  });
  return body.id;
}

test("nodes of each kind are made, renamed and removed, and everybody is told", async () => {
  const events = await readEvents(crew, crew.company.demoPeople.manager);
  for (const [kind, type, input] of [
    ["departments", "department", { name: "Research", parentId: "d-management", headId: head }],
    ["positions", "position", { name: "Researcher", departmentId: "d-operations", defaultRoleId: "r-manager" }],
    ["groups", "group", { name: "Researchers", parentId: "g-crm", kind: "project" }],
  ] as const) {
    const { id, ...rest } = await made<Department>(kind, input);
    assert.deepEqual(rest, { version: "1", ...input });
    const renamed = await patch<Department>(kind, id, { name: "Renamed" });
    assert.deepEqual(renamed.body, { id, ...input, version: "2", name: "Renamed" });
    assert.equal(renamed.headers.get("etag"), `"2"`);
    assert.equal((await remove(kind, id)).status, 204);
    assert.deepEqual(
      [await events.next(), await events.next(), await events.next()].map((event) => [event.type, event.id]),
      Array.from({ length: 3 }, () => ["org.changed", id]),
    );
    const audit = await crew.server.db.query(
      "select action, actor_id, before->>'name' as former, after->>'name' as name from audit_records where record_id = $1 order by seq",
      [id],
    );
    assert.deepEqual(audit, [
      { action: `${type}.create`, actor_id: admin, former: null, name: input.name },
      { action: `${type}.update`, actor_id: admin, former: input.name, name: "Renamed" },
      { action: `${type}.remove`, actor_id: admin, former: "Renamed", name: null },
    ]);
  }
  await events.close();
});

test("a create that is repeated makes one node", async () => {
  const headers = once();
  const ask = { body: { name: "Once", parentId: null, kind: "team" }, headers };
  const [one, two] = [
    await crew.ask<UserGroup>(admin, "POST /v1/organisation/groups", ask),
    await crew.ask<UserGroup>(admin, "POST /v1/organisation/groups", ask),
  ];
  assert.equal(one.body.id, two.body.id);
});

test("siblings have different names whatever their case, cousins may share one, positions may not", async () => {
  await department("Alike");
  const body = { name: "aLIKE", parentId: "d-management", headId: null };
  const taken = await make<Problem>("departments", body);
  assert.deepEqual([taken.status, taken.body.code, fields(taken)], [409, "duplicate", [["/name", "duplicate"]]]);
  const cousin = await department("Alike", { parentId: "d-sales" });
  assert.deepEqual(fields(await patch("departments", cousin.id, { parentId: "d-management" })), [
    ["/name", "duplicate"],
  ]);
  const position = { name: "ACCOUNTANT", departmentId: "d-sales", defaultRoleId: null };
  assert.deepEqual(fields(await make<Problem>("positions", position)), [["/name", "duplicate"]]);
  assert.equal((await patch("positions", "p-accountant", { name: "ACCOUNTANT" })).status, 200);
});

test("what a node points at has to exist, all of it told at once", async () => {
  const unknown = { name: "Nowhere", parentId: "d-none", headId: "u-none" };
  assert.deepEqual(fields(await make<Problem>("departments", unknown)), [
    ["/parentId", "not_found"],
    ["/headId", "not_found"],
  ]);
  const position = { name: "Nobody", departmentId: "d-none", defaultRoleId: "r-none" };
  assert.deepEqual(fields(await make<Problem>("positions", position)), [
    ["/departmentId", "not_found"],
    ["/defaultRoleId", "not_found"],
  ]);
});

test("nothing is moved below itself, also when two do it at once", async () => {
  assert.deepEqual(fields(await patch("departments", "d-sales", { parentId: "d-new-business" })), [
    ["/parentId", "invalid_option"],
  ]);
  assert.deepEqual(fields(await patch("groups", "g-moscow", { parentId: "g-moscow" })), [
    ["/parentId", "invalid_option"],
  ]);
  const [a, b] = [await group("Left"), await group("Right")];
  const answers = await Promise.all([
    patch("groups", a.id, { parentId: b.id }),
    patch("groups", b.id, { parentId: a.id }),
  ]);
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 422]);
});

test("an old version is refused with the node as it stands, an unknown node is not found", async () => {
  const { id } = await group("Conflicted");
  await patch("groups", id, { name: "Conflicted later" });
  const path = `PATCH /v1/organisation/groups/${id}`;
  const late = await crew.ask<Problem>(admin, path, { body: { name: "Late" }, headers: { "If-Match": `"1"` } });
  assert.deepEqual([late.status, late.body.current?.name], [412, "Conflicted later"]);
  const gone = await crew.ask(admin, "DELETE /v1/organisation/groups/g-none", { headers: { "If-Match": `"1"` } });
  assert.equal(gone.status, 404);
});

test("a node is removed only when nobody and nothing hangs on it", async () => {
  for (const [kind, id] of [
    ["departments", "d-sales"],
    ["positions", "p-accountant"],
    ["groups", "g-moscow"],
    ["groups", "g-warsaw"],
  ] as const)
    assert.equal((await remove(kind, id)).body?.code, "in_use", id);
  const { id } = await department("Almost empty");
  const position = await made<Position>("positions", { name: "Only here", departmentId: id, defaultRoleId: null });
  assert.equal((await remove("departments", id)).body?.code, "in_use", "a position");
  await remove("positions", position.id);
  const { body: role } = await crew.ask<Role>(admin, "POST /v1/roles", {
    body: { name: "Of a department", description: null, grants: {} },
    headers: once(),
  });
  const assign = async (list: readonly object[]): Promise<void> => {
    const { body } = await crew.ask<Role>(admin, `GET /v1/roles/${role.id}`);
    const headers = { "If-Match": `"${body.version}"` };
    await crew.ask(admin, `PUT /v1/roles/${role.id}/assignments`, { body: list, headers });
  };
  await assign([{ subject: { type: "department", id }, until: null }]);
  assert.equal((await remove("departments", id)).body?.code, "in_use", "a role");
  await assign([]);
  assert.equal((await remove("departments", id)).status, 204);
});

test("who may not edit the organisation is refused", async () => {
  const answer = await make<Problem>("departments", { name: "No", parentId: null, headId: null }, head);
  assert.equal(answer.status, 403);
});

test("a position gets no role that the actor may not hand out, one that is there may stay", async () => {
  const actor = await editor("position.editor");
  const position = { name: "Climber", departmentId: null, defaultRoleId: "r-admin" };
  const refused = await make<Problem>("positions", position, actor);
  assert.deepEqual(fields(refused), [["/defaultRoleId", "not_allowed"]]);
  assert.equal((await patch("positions", "p-sysadmin", { name: "Sysadmin" }, actor)).status, 200);
});

test("a moved department takes on the roles of those above it, and its people are told", async () => {
  const top = await department("Top");
  const moved = await department("Moved");
  const { body: person } = await crew.ask<User>(admin, "POST /v1/users", {
    body: userInput("moved.person", { departmentId: moved.id }),
    headers: once(),
  });
  const { body: role } = await crew.ask<Role>(admin, "POST /v1/roles", {
    body: { name: "Of the top", description: null, grants: { "contact.view": "own" } },
    headers: once(),
  });
  await crew.ask(admin, `PUT /v1/roles/${role.id}/assignments`, {
    body: [{ subject: { type: "department", id: top.id }, until: null }],
    headers: { "If-Match": `"${role.version}"` },
  });
  assert.equal((await crew.ask(person.id, "GET /v1/contacts")).status, 403);
  const events = await readEvents(crew, person.id);
  const actor = await editor("mover");
  assert.equal((await patch("departments", moved.id, { parentId: top.id }, actor)).body.code, "forbidden");
  assert.equal((await patch("departments", moved.id, { parentId: top.id })).status, 200);
  await events.until(({ type, id }) => type === "rights.changed" && id === person.id);
  assert.equal((await crew.ask(person.id, "GET /v1/contacts")).status, 200);
  await events.close();
});

test("nobody moves other people's department below their own to reach them, empty ones may come", async () => {
  const actor = await editor("annexer", { "user.view": "department", "user.manage": "department" });
  const empty = await department("Empty");
  assert.equal((await patch("departments", empty.id, { parentId: "d-operations" }, actor)).status, 200);
  assert.equal((await patch("departments", "d-support", { parentId: "d-operations" }, actor)).body.code, "forbidden");
  assert.equal((await node("departments", "d-support")).parentId, "d-management");
});

test("nobody moves a department below a colleague's to give the colleague its people", async () => {
  const actor = await editor("widener");
  const moved = await department("Widened");
  assert.equal((await patch("departments", moved.id, { parentId: "d-sales" }, actor)).status, 200, "nobody is in it");
  assert.equal((await patch("departments", moved.id, { parentId: "d-management" }, actor)).status, 200);
  await crew.ask(admin, "POST /v1/users", {
    body: userInput("widened.person", { departmentId: moved.id }),
    headers: once(),
  });
  assert.equal((await patch("departments", moved.id, { parentId: "d-sales" }, actor)).body.code, "forbidden");
  assert.equal((await node("departments", moved.id)).parentId, "d-management");
  const { grants } = (await crew.ask<Session>(head, "GET /v1/session")).body;
  const wider = Object.entries(grants).map(([action, scope]) => [action, scope === "department" ? "any" : scope]);
  const reacher = await editor("reacher", Object.fromEntries(wider));
  assert.equal((await patch("departments", moved.id, { parentId: "d-sales" }, reacher)).status, 200);
});

test("no move of a group takes administration from everybody", async () => {
  const above = await group("Administrators' group");
  const below = await group("Administrators", { parentId: above.id });
  const { body: role } = await crew.ask<Role>(admin, "GET /v1/roles/r-admin");
  const { body: sole } = await crew.ask<User>(admin, "POST /v1/users", {
    body: userInput("sole.admin", { groupIds: [below.id] }),
    headers: once(),
  });
  const { body: given } = await crew.ask<{ items: { subject: object; until: null }[] }>(
    admin,
    "GET /v1/assignments?roleId=r-admin",
  );
  const list = given.items.map(({ subject, until }) => ({ subject, until }));
  const toGroup = { subject: { type: "group", id: above.id }, until: null };
  const put = async (actor: string, body: readonly object[], version: string): Promise<Answer> =>
    crew.ask(actor, "PUT /v1/roles/r-admin/assignments", { body, headers: { "If-Match": `"${version}"` } });
  assert.equal((await put(admin, [...list, toGroup], role.version)).status, 200);
  const { body: now } = await crew.ask<Role>(admin, "GET /v1/roles/r-admin");
  assert.equal((await put(sole.id, [toGroup], now.version)).status, 200);
  const { version } = await node("groups", below.id);
  const headers = { "If-Match": `"${version}"` };
  const path = `PATCH /v1/organisation/groups/${below.id}`;
  const answer = await crew.ask<Problem>(sole.id, path, { body: { parentId: null }, headers });
  assert.equal(answer.body.code, "last_admin");
  const { body: last } = await crew.ask<Role>(sole.id, "GET /v1/roles/r-admin");
  assert.equal((await put(sole.id, [...list, toGroup], last.version)).status, 200);
});

test("a department that is removed leaves the numbers that name it, which are told of and written down", async () => {
  const kiosk = await department("Kiosk");
  const body = { number: "+48221230001", name: "Kiosk", uses: ["calls"], departmentIds: ["d-sales", kiosk.id] };
  const { body: number } = await crew.ask<PhoneNumber>(admin, "POST /v1/numbers", { body, headers: once() });
  const events = await readEvents(crew, admin);
  assert.equal((await remove("departments", kiosk.id)).status, 204);
  await events.until(({ type, id }) => type === "number.changed" && id === number.id);
  await events.close();
  const { body: list } = await crew.ask<{ items: readonly PhoneNumber[] }>(admin, "GET /v1/numbers");
  const left = list.items.find(({ id }) => id === number.id);
  assert.deepEqual([left?.departmentIds, left?.version], [["d-sales"], "2"]);
  const written = await crew.server.db.query(
    "select action, after->'departmentIds' as ids from audit_records where record_id = any($1::text[]) order by seq",
    [[kiosk.id, number.id]],
  );
  assert.deepEqual(written.slice(-2), [
    { action: "department.remove", ids: null },
    { action: "number.update", ids: ["d-sales"] },
  ]);
});
