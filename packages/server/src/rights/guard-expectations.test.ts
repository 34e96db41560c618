import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Problem, RightsExpectation, RightsExpectations, Role } from "@crewdock/contract";
import type { Db, Queries } from "../store/db.ts";
import { once } from "../testing/inputs.ts";
import { openMemoryDb } from "../testing/memory-db.ts";
import { type Answer, startTestServer, type TestServer } from "../testing/test-server.ts";

/** More than are read at once. */
const MANY = 1200;

let crew: TestServer;
let admin: string;
let role: string;
let department: string;
let statements = 0;

/** A database that counts how often people are read by what reaches them. */
function counting(db: Db): Db {
  const query =
    (inner: Queries): Queries["query"] =>
    (sql, values) => {
      if (sql.includes("from users u") && sql.includes("order by u.id limit 1000")) statements++;
      return inner.query(sql, values);
    };
  return {
    kind: db.kind,
    query: query(db),
    transaction: (work) => db.transaction((tx) => work({ ...tx, query: query(tx) })),
    close: () => db.close(),
  };
}

before(async () => {
  crew = await startTestServer({ db: counting(await openMemoryDb()) });
  ({ admin } = crew.company.demoPeople);
  const own = { id: "'x' || n", login: "'x' || n", login_key: "'x' || n", email: "'x' || n", email_key: "'x' || n" };
  const members: Readonly<Record<string, string>> = { ...own, extension: "null", service_number: "null" };
  const columns = await crew.server.db.query<{ name: string }>(
    `select column_name as name from information_schema.columns
     where table_name = 'users' and is_generated = 'NEVER'`,
  );
  const names = columns.map(({ name }) => name);
  await crew.server.db.query(
    `insert into users (${names.join()}) select ${names.map((name) => members[name] ?? `u.${name}`).join()}
     from users u, generate_series(1, ${MANY}) n where u.id = $1`,
    [crew.company.demoPeople.manager],
  );
  const body = { name: "Of many", description: null, grants: { "balance.view": "any" } };
  role = (await crew.ask<Role>(admin, "POST /v1/roles", { body, headers: once() })).body.id;
  await crew.server.db.query(
    `insert into assignments (tenant_id, role_id, subject_type, subject_id)
     select 'main', $1, 'user', id from users where id like 'x%'`,
    [role],
  );
  await crew.server.db.query("update tenants set rights_version = rights_version + 1");
  const mustNot = { bound: "at_most", scope: "none", note: null } as const;
  const placed = await crew.server.db.query<{ id: string }>("select department_id as id from users where id = 'x1'");
  department = placed[0]?.id ?? "";
  const expectations: readonly RightsExpectation[] = [
    { ...mustNot, id: "e-one", subject: { type: "user", id: "x7" }, action: "balance.topUp" },
    { ...mustNot, id: "e-all", subject: { type: "department", id: department }, action: "balance.topUp" },
    { ...mustNot, id: "e-other", subject: { type: "role", id: role }, action: "number.manage" },
  ];
  const { version } = (await crew.ask<RightsExpectations>(admin, "GET /v1/expectations")).body;
  const headers = { "If-Match": `"${version}"` };
  assert.equal((await crew.ask(admin, "PUT /v1/expectations", { body: { expectations }, headers })).status, 200);
});
after(() => crew[Symbol.asyncDispose]());

async function change(patch: object): Promise<Answer<Problem>> {
  const { version } = (await crew.ask<Role>(admin, `GET /v1/roles/${role}`)).body;
  statements = 0;
  const headers = { "If-Match": `"${version}"` };
  return crew.ask<Problem>(admin, `PATCH /v1/roles/${role}`, { body: patch, headers });
}

test("of the many whom a role reaches those are told who would break a sentence, each once", async () => {
  const { status, body } = await change({ grants: { "balance.view": "any", "balance.topUp": "any" } });
  assert.deepEqual([status, body.code], [409, "expectation_broken"]);
  assert.deepEqual(
    body.broken?.map(({ expectation, count, userIds }) => [expectation.id, count, userIds.length]).toSorted(),
    [
      ["e-all", MANY, 20],
      ["e-one", 1, 1],
    ],
  );
});

test("where nobody breaks anything the many are not read, and not for what no sentence speaks of", async () => {
  assert.equal((await change({ description: "Another text" })).status, 200);
  assert.equal(statements, 0);
  assert.equal((await change({ grants: { "balance.view": "any", "audit.view": "any" } })).status, 200);
  assert.equal(statements, 0);
});

test("what is given to many is looked at with one statement for each sentence at most, besides the first people", async () => {
  const { version } = (await crew.ask<Role>(admin, `GET /v1/roles/${role}`)).body;
  statements = 0;
  const { status } = await crew.ask(admin, `PUT /v1/roles/${role}/assignments`, {
    body: [{ subject: { type: "department", id: department }, until: null }],
    headers: { "If-Match": `"${version}"` },
  });
  assert.equal(status, 200);
  assert.equal(statements, 1 + 3);
});
