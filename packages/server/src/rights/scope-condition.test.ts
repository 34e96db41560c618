import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  compileCompany,
  compileRights,
  defaultPolicy,
  personOf,
  type RecordFacts,
  type User,
} from "@crewdock/contract";
import { pick, randomOrganisation, seededRandom } from "@crewdock/contract/sample";
import { type Db, SqlParameters } from "../store/db.ts";
import { openPostgres } from "../store/postgres.ts";
import { postgresPrograms, startPostgres, type TemporaryPostgres } from "../testing/temporary-postgres.ts";
import { startTestServer } from "../testing/test-server.ts";
import { filterSql, scopeCondition } from "./scope-condition.ts";

const programs = await postgresPrograms();
const now = new Date("2026-03-01T12:00:00.000Z");
const columns = { ownerId: "r.owner_id", departmentId: "r.department_id" };

interface Row extends RecordFacts {
  readonly id: string;
}

describe(
  "the condition of a scope on rows of PostgreSQL",
  { skip: programs === undefined ? "skipped: needs PostgreSQL" : false },
  () => {
    let postgres: TemporaryPostgres;
    let db: Db;
    before(async () => {
      postgres = await startPostgres(programs!);
      db = await openPostgres({ url: postgres.url, connections: 1 });
    });
    after(async () => {
      await db.close();
      await postgres[Symbol.asyncDispose]();
    });

    /** Whose records there are: people and departments, known and unknown, and none. */
    function randomRows(
      random: () => number,
      owners: readonly string[],
      departments: readonly string[],
    ): readonly Row[] {
      return Array.from({ length: 60 }, (_, n) => ({
        id: String(n),
        ownerId: random() < 0.8 ? pick(random, [...owners, "somebody else"]) : null,
        departmentId: random() < 0.9 ? pick(random, [...departments, "elsewhere"]) : null,
      }));
    }

    test("lets through exactly the rows that a check of each one allows", async () => {
      const sizes = { departments: 12, groups: 6, roles: 6, users: 8, assignments: 24 };
      const scopes = new Map<string, number>();
      for (let seed = 1; seed <= 500; seed++) {
        const random = seededRandom(seed);
        const { facts, users, actions } = randomOrganisation(random, now, sizes);
        const ids = facts.departments.map(({ id }) => id);
        const rows = randomRows(
          random,
          users.map(({ id }) => id),
          ids,
        );
        const company = compileCompany(compileRights(facts, now), users);
        for (const { id } of users) {
          const own = personOf(company, id)!;
          const action = pick(random, actions);
          const parameters = new SqlParameters();
          const records = parameters.add(JSON.stringify(rows));
          const found = await db.query<{ id: string }>(
            `select r.id from (select id, "ownerId" as owner_id, "departmentId" as department_id
             from jsonb_to_recordset(${records}::jsonb) as given (id text, "ownerId" text, "departmentId" text)) r
           where ${scopeCondition({ own }, action, columns, parameters)} order by r.id::int`,
            parameters.values,
          );
          const allowed = rows.filter((row) => own.can(action, row)).map((row) => row.id);
          const scope = own.scopeOf(action);
          scopes.set(scope, (scopes.get(scope) ?? 0) + 1);
          assert.deepEqual(
            found.map((row) => row.id),
            allowed,
            `seed ${seed}, ${id}, ${action}, ${scope}`,
          );
        }
      }
      for (const scope of ["none", "own", "department", "any"])
        assert.ok((scopes.get(scope) ?? 0) > 50, `hardly ever ${scope}`);
    });
  },
);

test("a filter of any of none is false, as none of them lets anything through", () => {
  assert.equal(filterSql({ kind: "anyOf", filters: [] }, columns, new SqlParameters()), "false");
});

test("under the policy 'same' a list of the scope department leaves out the departments below, and so does a read", async () => {
  const listed = async (departmentScope: "below" | "same"): Promise<ReadonlySet<string>> => {
    await using crew = await startTestServer({ policy: { ...defaultPolicy, departmentScope } });
    const { body } = await crew.ask<{ items: readonly User[] }>(
      crew.company.demoPeople.head,
      "GET /v1/users?limit=200",
    );
    const apart = crew.company.users.find(({ departmentId }) => departmentId === "d-new-business");
    const { status } = await crew.ask(crew.company.demoPeople.head, `GET /v1/users/${apart?.id}`);
    assert.equal(status, departmentScope === "same" ? 404 : 200);
    return new Set(body.items.map((user) => user.departmentId));
  };
  assert.ok((await listed("below")).size > 1);
  assert.deepEqual([...(await listed("same"))], ["d-sales"]);
});
