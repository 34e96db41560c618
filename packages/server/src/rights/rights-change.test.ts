import assert from "node:assert/strict";
import { test } from "node:test";
import type { Assignment, BulkAnswer, ImportAnswer, Organisation, Role, Session, User } from "@crewdock/contract";
import type { Db, Queries } from "../store/db.ts";
import { once, userInput } from "../testing/inputs.ts";
import { openMemoryDb } from "../testing/memory-db.ts";
import { startTestServer } from "../testing/test-server.ts";

/** A database that counts how often all assignments of a company are read. */
function counting(db: Db, count: () => void): Db {
  const query =
    (inner: Queries): Queries["query"] =>
    (sql, values) => {
      if (sql.includes("until_at from assignments where tenant_id = $1") && values?.length === 1) count();
      return inner.query(sql, values);
    };
  return {
    kind: db.kind,
    query: query(db),
    transaction: (work) => db.transaction((tx) => work({ ...tx, query: query(tx) })),
    close: () => db.close(),
  };
}

test("a change of one person's roles or place, or of what a role grants, reads no facts of others, and the next request reads none", async () => {
  let reads = 0;
  await using crew = await startTestServer({ db: counting(await openMemoryDb(), () => reads++) });
  const { admin } = crew.company.demoPeople;
  /** How often a change reads the facts; the request's own reading, of its actor, is not among it. */
  const readsOf = async <Body>(request: string, body: unknown, version?: string): Promise<readonly [number, Body]> => {
    await crew.ask(admin, "GET /v1/session");
    reads = 0;
    const headers = version === undefined ? once() : { "If-Match": `"${version}"` };
    const answer = await crew.ask<Body>(admin, request, { body, headers });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return [reads, answer.body];
  };
  const [creating, user] = await readsOf<User>("POST /v1/users", userInput("counted"));
  const path = `PATCH /v1/users/${user.id}`;
  const [moving, moved] = await readsOf<User>(path, { roleIds: ["r-manager"] }, user.version);
  const [placing, placed] = await readsOf<User>(path, { departmentId: "d-support" }, moved.version);
  const [blocking, blocked] = await readsOf<User>(
    `PUT /v1/users/${user.id}/state`,
    { state: "blocked" },
    placed.version,
  );
  const [renaming] = await readsOf<User>(path, { serviceNumber: "1" }, blocked.version);
  const { body: role } = await crew.ask<Role>(admin, "GET /v1/roles/r-manager");
  const [granting, granted] = await readsOf<Role>("PATCH /v1/roles/r-manager", { grants: role.grants }, role.version);
  assert.deepEqual(
    { creating, moving, placing, blocking, renaming, granting },
    { creating: 0, moving: 0, placing: 0, blocking: 0, renaming: 0, granting: 0 },
  );

  /** How often the next request reads the facts after a change, whose rights are what another instance reads. */
  const readsAfter = async (request: string, body: unknown, version: string): Promise<number> => {
    await crew.ask(admin, "GET /v1/session");
    const headers = { "If-Match": `"${version}"` };
    const answer = await crew.ask(admin, request, { ...(body === undefined ? {} : { body }), headers });
    assert.ok(answer.status < 300, JSON.stringify(answer.body));
    reads = 0;
    const { manager } = crew.company.demoPeople;
    const { body: kept } = await crew.ask<Session>(manager, "GET /v1/session");
    const found = reads;
    await crew.server.db.query("update tenants set rights_version = rights_version + 1");
    assert.deepEqual((await crew.ask<Session>(manager, "GET /v1/session")).body.grants, kept.grants);
    return found;
  };
  const grants = { ...role.grants, "audit.view": "any" };
  const editing = await readsAfter("PATCH /v1/roles/r-manager", { grants }, granted.version);
  const { body: given } = await crew.ask<{ items: readonly Assignment[] }>(
    admin,
    "GET /v1/assignments?roleId=r-manager",
  );
  const { body: edited } = await crew.ask<Role>(admin, "GET /v1/roles/r-manager");
  const fewer = given.items.slice(1).map(({ subject, until }) => ({ subject, until }));
  const giving = await readsAfter("PUT /v1/roles/r-manager/assignments", fewer, edited.version);
  const { body: organisation } = await crew.ask<Organisation>(admin, "GET /v1/organisation");
  const department = organisation.departments.find(({ id }) => id === "d-new-business");
  const rehanging = await readsAfter(
    "PATCH /v1/organisation/departments/d-new-business",
    { parentId: "d-support" },
    department?.version ?? "",
  );
  const { body: last } = await crew.ask<User>(admin, `GET /v1/users/${user.id}`);
  const removing = await readsAfter(`DELETE /v1/users/${user.id}`, undefined, last.version);
  assert.deepEqual({ editing, giving, rehanging, removing }, { editing: 0, giving: 0, rehanging: 0, removing: 0 });
});

test("many people's roles are changed one after the other without reading those of the whole company", async () => {
  let reads = 0;
  await using crew = await startTestServer({ db: counting(await openMemoryDb(), () => reads++) });
  const { admin } = crew.company.demoPeople;
  const people = crew.company.users.filter(({ id }) => id !== admin).slice(0, 12);
  await crew.ask(admin, "GET /v1/session");
  reads = 0;
  const change = { kind: "addRole", roleId: "r-executive" };
  const body = { ids: people.map(({ id }) => id), change };
  const bulk = await crew.ask<BulkAnswer>(admin, "POST /v1/users/bulk", { body, headers: once() });
  assert.deepEqual([bulk.body.results.every(({ ok }) => ok), reads], [true, 0]);
  const rows = people.map(({ login }) => ({ login, roles: [{ id: "r-manager" }] }));
  const page = (dryRun: boolean): object => ({ body: { matchBy: "login", dryRun, rows }, headers: once() });
  const rehearsed = await crew.ask<ImportAnswer>(admin, "POST /v1/users/import", page(true));
  assert.deepEqual([rehearsed.body.results.every(({ outcome }) => outcome === "updated"), reads], [true, 1]);
  reads = 0;
  const imported = await crew.ask<ImportAnswer>(admin, "POST /v1/users/import", page(false));
  assert.deepEqual([imported.body.results.every(({ outcome }) => outcome === "updated"), reads], [true, 0]);
  // what another instance reads of the database is what this one has kept
  const { body: session } = await crew.ask<Session>(people[0]?.id ?? "", "GET /v1/session");
  await crew.server.db.query("update tenants set rights_version = rights_version + 1");
  const { body: anew } = await crew.ask<Session>(people[0]?.id ?? "", "GET /v1/session");
  assert.deepEqual(session.grants, anew.grants);
});
