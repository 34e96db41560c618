import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Id, Problem, RightUse, Role, RoleInput, User } from "@crewdock/contract";
import { chainNewAudit } from "../maintenance.ts";
import type { Db } from "../store/db.ts";
import { once, userInput } from "../testing/inputs.ts";
import { onBothDatabases } from "../testing/on-both-databases.ts";
import { HOST_KEY, startTestServer, type TestServer } from "../testing/test-server.ts";
import { UseRecorder } from "./use-recorder.ts";

const DAY_MS = 86_400_000;

onBothDatabases((open: () => Promise<Db>) => {
  let crew: TestServer;
  let admin: Id;
  let count = 0;

  before(async () => {
    crew = await startTestServer({ db: await open() });
    ({ admin } = crew.company.demoPeople);
  });
  after(() => crew[Symbol.asyncDispose]());

  const done = async <Body>(request: string, body: unknown, version?: string): Promise<Body> => {
    const headers = version === undefined ? once() : { "If-Match": `"${version}"` };
    const answer = await crew.ask<Body>(admin, request, { body, headers });
    assert.ok(answer.status < 300, JSON.stringify(answer.body));
    return answer.body;
  };
  const makeRole = (grants: RoleInput["grants"]): Promise<Role> =>
    done("POST /v1/roles", { name: `Used ${++count}`, description: null, grants });
  const hire = (roleIds: readonly Id[]): Promise<User> =>
    done("POST /v1/users", userInput(`used${++count}`, { roleIds }));
  const usage = async (roleId: Id): Promise<Readonly<Record<string, Omit<RightUse, "roleId" | "action">>>> => {
    const { body } = await crew.ask<{ readonly items: readonly RightUse[] }>(admin, "GET /v1/roles/usage");
    const own = body.items.filter((item) => item.roleId === roleId);
    return Object.fromEntries(own.map(({ roleId: _role, action, ...known }) => [action, known]));
  };
  const report = (body: unknown, key = HOST_KEY): Promise<Response> =>
    crew.raw("POST /v1/uses", {
      headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  const today = (): string => `${crew.now.toISOString().slice(0, 10)}T00:00:00.000Z`;

  test("what people use of a role is told by role, with how many and on which day", async () => {
    const role = await makeRole({ "user.view": "any", "audit.view": "any" });
    const [one] = [await hire([role.id]), await hire([role.id])];
    const before = await usage(role.id);
    assert.deepEqual(before["user.view"], { since: before["audit.view"]?.since, users: 0, lastUsedAt: null });
    assert.equal((await crew.ask(one.id, "GET /v1/users")).status, 200);
    const known = await usage(role.id);
    assert.deepEqual([known["user.view"]?.users, known["user.view"]?.lastUsedAt], [1, today()]);
    assert.deepEqual([known["audit.view"]?.users, known["audit.view"]?.lastUsedAt], [0, null]);
  });

  test("what is refused, fails, or takes no right is no use", async () => {
    const role = await makeRole({ "security.view": "any", "user.view": "own" });
    const { id } = await hire([role.id]);
    assert.equal((await crew.ask(id, "GET /v1/users/u-none")).status, 404);
    assert.equal((await crew.ask(id, `GET /v1/users/${id}/sessions`)).status, 200);
    assert.equal((await crew.ask(id, "GET /v1/audit")).status, 403);
    assert.equal((await crew.ask(id, "GET /v1/users/u-none/sessions")).status, 404);
    const users = Object.values(await usage(role.id)).map((known) => known.users);
    assert.deepEqual(users, [0, 0]);
    assert.equal((await crew.ask(id, `GET /v1/users/${admin}/sessions`)).status, 200);
    assert.equal((await usage(role.id))["security.view"]?.users, 1, "of others it takes the right");
  });

  test("a right is known from when the role grants it", async () => {
    const role = await makeRole({ "user.view": "any" });
    const made = crew.now;
    crew.now = new Date(made.getTime() + 5 * DAY_MS);
    const grants = { "user.view": "own", "audit.view": "any" };
    const changed = await done<Role>(`PATCH /v1/roles/${role.id}`, { grants }, role.version);
    const known = await usage(role.id);
    assert.equal(known["user.view"]?.since, made.toISOString(), "another scope is no other right");
    assert.equal(known["audit.view"]?.since, crew.now.toISOString());
    crew.now = new Date(made.getTime() + 6 * DAY_MS);
    const { version } = await done<Role>(
      `PATCH /v1/roles/${role.id}`,
      { grants: { "audit.view": "none" } },
      changed.version,
    );
    await done(`PATCH /v1/roles/${role.id}`, { grants }, version);
    assert.equal((await usage(role.id))["audit.view"]?.since, crew.now.toISOString(), "granted once more");
  });

  test("roles that come by position, department, group or directly count alike, those that have ended do not", async () => {
    const role = await makeRole({ "user.view": "any" });
    const { departmentId, positionId, groupIds } = crew.company.users.find(
      (user) => user.positionId !== null && user.groupIds.length > 0 && user.state === "active",
    )!;
    const direct = await hire([]);
    const user = await done<User>(
      "POST /v1/users",
      userInput(`used${++count}`, { departmentId, positionId, groupIds }),
    );
    await report({
      uses: [user, direct].map(({ id }) => ({ userId: id, action: "user.view", at: crew.now.toISOString() })),
    });
    const others = (id: Id): boolean => id !== user.id && id !== direct.id;
    await crew.server.db.query("delete from action_uses where user_id <> all($1::text[])", [[user.id, direct.id]]);
    assert.ok(crew.company.users.every(({ id }) => others(id)));
    const counted = async (subject: object, until: string | null = null): Promise<number | undefined> => {
      const { version } = (await crew.ask<Role>(admin, `GET /v1/roles/${role.id}`)).body;
      await done(`PUT /v1/roles/${role.id}/assignments`, [{ subject, until }], version);
      await crew.server.db.query("delete from action_uses where user_id = $1", [admin]);
      return (await usage(role.id))["user.view"]?.users;
    };
    for (const subject of [
      { type: "user", id: direct.id },
      { type: "position", id: positionId },
      { type: "department", id: departmentId },
      { type: "group", id: groupIds[0] },
    ])
      assert.equal(
        await counted(subject),
        subject.id === departmentId && direct.departmentId === departmentId ? 2 : 1,
        subject.type,
      );
    const soon = new Date(crew.now.getTime() + 60_000).toISOString();
    assert.equal(await counted({ type: "user", id: direct.id }, soon), 1);
    crew.now = new Date(crew.now.getTime() + 120_000);
    assert.equal((await usage(role.id))["user.view"]?.users, 0);
  });

  test("the host reports what its pages do, and says of which actions it reports everything", async () => {
    const role = await makeRole({ "deal.view": "own", "task.view": "own" });
    const { id } = await hire([role.id]);
    const at = new Date(crew.now.getTime() - 3 * DAY_MS).toISOString();
    const future = new Date(crew.now.getTime() + DAY_MS).toISOString();
    const ofDeals = { observes: ["deal.view"], uses: [] };
    assert.equal((await report(ofDeals)).status, 204);
    assert.deepEqual(Object.keys(await usage(role.id)), ["deal.view"]);
    const uses = [
      { userId: id, action: "deal.view", at },
      { userId: id, action: "deal.view", at: new Date(crew.now.getTime() - 9 * DAY_MS).toISOString() },
      { userId: "u-gone", action: "deal.view", at },
      { userId: id, action: "task.view", at: future },
    ];
    assert.equal((await report({ uses })).status, 204);
    assert.equal((await report({ uses: uses.slice(1) })).status, 204);
    const known = (await usage(role.id))["deal.view"];
    assert.deepEqual([known?.users, known?.lastUsedAt], [1, `${at.slice(0, 10)}T00:00:00.000Z`]);
    assert.equal((await report({ observes: ["task.view", "task.view"], uses: [] })).status, 204);
    const later = await usage(role.id);
    assert.deepEqual(Object.keys(later), ["task.view"], "the list is the whole list");
    assert.equal(later["task.view"]?.lastUsedAt, today(), "nothing is yet to come");
  });

  test("reports are the host's alone, bounded, and of the catalogue", async () => {
    assert.equal((await report({ uses: [] }, "another key")).status, 401);
    const use = { userId: admin, action: "user.view", at: crew.now.toISOString() };
    assert.equal((await report({ uses: Array.from({ length: 1001 }, () => use) })).status, 422);
    assert.equal((await report({ uses: Array.from({ length: 1000 }, () => use) })).status, 204);
    const refused = await report({ observes: ["deal.fly"], uses: [use, { ...use, action: "deal.swim" }] });
    const { errors } = (await refused.json()) as Problem;
    assert.deepEqual(
      [refused.status, errors?.map(({ pointer, code }) => `${pointer} ${code}`)],
      [422, ["/observes/0 not_found", "/uses/1/action not_found"]],
    );
  });

  test("what is kept of somebody is a day for each action, and goes with them", async () => {
    const role = await makeRole({ "user.view": "any" });
    const { id, version } = await hire([role.id]);
    await crew.ask(id, "GET /v1/users");
    await crew.server.services.uses?.flush();
    const rows = (): Promise<readonly object[]> =>
      crew.server.db.query("select tenant_id, user_id, action, last_on::text from action_uses where user_id = $1", [
        id,
      ]);
    assert.deepEqual(await rows(), [
      { tenant_id: "main", user_id: id, action: "user.view", last_on: crew.now.toISOString().slice(0, 10) },
    ]);
    await crew.ask(id, "GET /v1/users");
    await done(`DELETE /v1/users/${id}`, undefined, version);
    await crew.server.services.uses?.flush();
    assert.deepEqual(await rows(), [], "nor does what was noted before it come back");
  });

  test("requests leave no audit record of it, and a use of the same day is not written again", async () => {
    const rows = async (): Promise<unknown> =>
      (await crew.server.db.query("select sum(xmin::text::bigint)::text as print from action_uses"))[0];
    await crew.ask(admin, "GET /v1/users");
    await usage("r-admin");
    await chainNewAudit(crew.server.services);
    const records = (): Promise<readonly object[]> =>
      crew.server.db.query("select count(*)::int as count from audit_records");
    const [stored, audited] = [await rows(), await records()];
    await crew.ask(admin, "GET /v1/users");
    await usage("r-admin");
    assert.deepEqual([await rows(), await records()], [stored, audited]);
  });
});

test("what could not be stored is stored the next time, with what came in between", async () => {
  const rows: string[] = [];
  let down = true;
  const recorder = new UseRecorder(
    {
      query: async (_sql, values = []) => {
        if (down) throw new Error("the database is away");
        const [, users, actions, days] = values as readonly (readonly string[])[];
        rows.push(...(users ?? []).map((user, place) => `${user} ${actions?.[place]} ${days?.[place]}`));
        return [];
      },
    },
    "main",
  );
  const at = (day: string): Date => new Date(`${day}T23:59:59.999Z`);
  recorder.note("u-1", "deal.view", at("2026-03-01"));
  recorder.note("u-1", "user.view", at("2026-03-01"));
  const failing = recorder.flush();
  recorder.note("u-1", "user.view", at("2026-03-02"));
  await assert.rejects(failing, /away/);
  down = false;
  await recorder.flush();
  await recorder.flush();
  assert.deepEqual(rows, ["u-1 deal.view 2026-03-01", "u-1 user.view 2026-03-02"]);
});

test("a server that stops stores what was noted; one that is not to record forgets all", async () => {
  const crew = await startTestServer();
  const { admin } = crew.company.demoPeople;
  const stored = (): Promise<readonly object[]> =>
    crew.server.db.query("select action from action_uses where user_id = $1", [admin]);
  await crew.server.db.query("delete from action_uses");
  await crew.ask(admin, "GET /v1/users");
  assert.deepEqual(await stored(), [], "no request writes");
  await crew.server.close();
  assert.deepEqual(await stored(), [{ action: "user.view" }]);
  const silent = await startTestServer({ db: crew.server.db, recordUses: false });
  assert.deepEqual(await stored(), []);
  await silent.ask(admin, "GET /v1/users");
  assert.equal((await silent.ask(admin, "GET /v1/roles/usage")).status, 501);
  await assert.rejects(silent.server.reportUses({ uses: [] }), { code: "unsupported" });
  await silent[Symbol.asyncDispose]();
});
