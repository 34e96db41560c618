import assert from "node:assert/strict";
import { test } from "node:test";
import type { BulkAnswer, ImportAnswer, Role, Session, User } from "@crewdock/contract";
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

test("a change of many people's rights reads the facts once after, one of a person or their place not at all", async () => {
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
  const [granting] = await readsOf<Role>("PATCH /v1/roles/r-manager", { grants: role.grants }, role.version);
  assert.deepEqual(
    { creating, moving, placing, blocking, renaming, granting },
    { creating: 0, moving: 0, placing: 0, blocking: 0, renaming: 0, granting: 1 },
  );
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
