import {
  CrewError,
  excessOfRole,
  type ExpectationBreach,
  expectationErrors,
  type ExpectationSubject,
  type ExpectationVerdict,
  type RightsExpectation,
  type RightsExpectations,
  standingOf,
  TOLD_BREACHES,
} from "@crewdock/contract";
import { refuse } from "@crewdock/contract/serve";
import type { Call } from "../http/handlers.ts";
import { breachCondition } from "../rights/breach-condition.ts";
import { allExpectations, findExpectations, storeExpectations } from "../rights/expectation-rows.ts";
import { RIGHTS_USER_COLUMNS, type RightsUserRow, toRightsUser } from "../rights/facts.ts";
import { scopeCondition } from "../rights/scope-condition.ts";
import type { Services } from "../services.ts";
import { type Queries, SqlParameters } from "../store/db.ts";

interface BreachRow extends RightsUserRow {
  readonly last_name: string;
  readonly first_name: string;
  readonly patronymic: string | null;
}

const TABLES: Readonly<Record<ExpectationSubject["type"], string>> = {
  user: "users",
  department: "departments",
  position: "positions",
  group: "user_groups",
  role: "roles",
};

/** Sets all sentences; those that do not hold yet as well. */
export function setExpectations(
  { catalogue }: Services,
  { version, expectations }: RightsExpectations,
  call: Call,
): Promise<RightsExpectations> {
  return call.write(async (unit) => {
    const before = await allExpectations(unit, unit.tenant);
    if (before.version !== version) throw new CrewError("conflict", { current: before });
    const exists = await existing(unit, unit.tenant, expectations);
    refuse(expectationErrors(expectations, catalogue, exists, before.expectations));
    await storeExpectations(unit, expectations);
    const after = await allExpectations(unit, unit.tenant);
    await unit.audit({
      action: "expectations.replace",
      recordType: "expectations",
      recordId: "company",
      before,
      after,
    });
    return after;
  }, "exclusive");
}

/** Whether sentences hold, and who breaks them. */
export async function testExpectations(
  { catalogue }: Services,
  { expectations }: { readonly expectations: readonly RightsExpectation[] },
  call: Call,
): Promise<{ readonly items: readonly ExpectationVerdict[] }> {
  const { db, tenant } = call;
  const exists = await existing(db, tenant, expectations);
  refuse(expectationErrors(expectations, catalogue, exists, await findExpectations(db, tenant)));
  const items: ExpectationVerdict[] = [];
  for (const expectation of expectations) items.push(await verdictOf(expectation, call));
  return { items };
}

async function verdictOf(expectation: RightsExpectation, call: Call): Promise<ExpectationVerdict> {
  const { db, actor, tenant } = call;
  const parameters = new SqlParameters();
  parameters.add(tenant);
  const condition = breachCondition(actor.rights, expectation, parameters);
  const [counted] = await db.query<{ count: number }>(
    `select count(*)::int as count from users u where ${condition}`,
    parameters.values,
  );
  const count = counted?.count ?? 0;
  const byRole = excessOfRole(actor.rights, expectation) > 0;
  const people = count === 0 ? [] : await firstBreaches(expectation, condition, parameters, call);
  return { id: expectation.id, holds: count === 0 && !byRole, byRole, count, people };
}

/** Those of them whom the viewer may see. */
async function firstBreaches(
  { action }: RightsExpectation,
  condition: string,
  parameters: SqlParameters,
  { db, actor }: Call,
): Promise<readonly ExpectationBreach[]> {
  const columns = { ownerId: "u.id", departmentId: "u.department_id" };
  const inSight = scopeCondition(actor, "user.view", columns, parameters);
  const rows = await db.query<BreachRow>(
    `select ${RIGHTS_USER_COLUMNS}, u.last_name, u.first_name, u.patronymic from users u
     where ${condition} and ${inSight} order by u.sort_name, u.id limit ${TOLD_BREACHES}`,
    parameters.values,
  );
  return rows.map((row) => ({
    userId: row.id,
    name: { last: row.last_name, first: row.first_name, patronymic: row.patronymic },
    ...standingOf(actor.rights, toRightsUser(row), action),
  }));
}

/** Which of the subjects there are. */
async function existing(
  db: Queries,
  tenant: string,
  expectations: readonly RightsExpectation[],
): Promise<(subject: ExpectationSubject) => boolean> {
  const known = new Set<string>();
  for (const [type, table] of Object.entries(TABLES)) {
    const ids = expectations.filter(({ subject }) => subject.type === type).map(({ subject }) => subject.id);
    if (ids.length === 0) continue;
    const rows = await db.query<{ id: string }>(
      `select id from ${table} where tenant_id = $1 and id = any($2::text[])`,
      [tenant, ids],
    );
    for (const { id } of rows) known.add(`${type} ${id}`);
  }
  return ({ type, id }) => known.has(`${type} ${id}`);
}
