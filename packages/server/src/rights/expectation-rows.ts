import type { ExpectationSubject, RightsExpectation, RightsExpectations } from "@crewdock/contract";
import type { Queries } from "../store/db.ts";
import type { Unit } from "../store/unit.ts";

interface ExpectationRow extends Omit<RightsExpectation, "subject"> {
  readonly subject_type: ExpectationSubject["type"];
  readonly subject_id: string;
}

/** The sentences of a tenant in their order. */
export async function findExpectations(db: Queries, tenant: string): Promise<readonly RightsExpectation[]> {
  const rows = await db.query<ExpectationRow>(
    `select id, subject_type, subject_id, action, bound, scope, note from rights_expectations
     where tenant_id = $1 order by place`,
    [tenant],
  );
  return rows.map(({ id, subject_type, subject_id, action, bound, scope, note }) => ({
    id,
    subject: { type: subject_type, id: subject_id },
    action,
    bound,
    scope,
    note,
  }));
}

/** The same with their version. */
export async function allExpectations(db: Queries, tenant: string): Promise<RightsExpectations> {
  const [row] = await db.query<{ expectations_version: number }>(
    "select expectations_version from tenants where id = $1",
    [tenant],
  );
  const expectations = await findExpectations(db, tenant);
  return { version: String(row?.expectations_version ?? 1), expectations };
}

/** Puts other sentences in the place of all; the rights are held exclusively. */
export async function storeExpectations(unit: Unit, expectations: readonly RightsExpectation[]): Promise<void> {
  await unit.query("delete from rights_expectations where tenant_id = $1", [unit.tenant]);
  const rows = expectations.map(({ subject, ...rest }, place) => ({
    ...rest,
    place,
    subject_type: subject.type,
    subject_id: subject.id,
  }));
  await unit.query(
    `insert into rights_expectations (tenant_id, id, place, subject_type, subject_id, action, bound, scope, note)
     select $1, id, place, subject_type, subject_id, action, bound, scope, note from jsonb_to_recordset($2::jsonb) as given
       (id text, place integer, subject_type text, subject_id text, action text, bound text, scope text, note text)`,
    [unit.tenant, JSON.stringify(rows)],
  );
  await touchExpectations(unit);
}

/** Takes away what was expected of a role, user or node that is no more, and tells of it; the rights are held exclusively. */
export async function dropExpectationsOf(unit: Unit, { type, id }: ExpectationSubject): Promise<void> {
  const dropped = await unit.query(
    "delete from rights_expectations where tenant_id = $1 and subject_type = $2 and subject_id = $3 returning 1",
    [unit.tenant, type, id],
  );
  if (dropped.length > 0) await touchExpectations(unit);
}

async function touchExpectations(unit: Unit): Promise<void> {
  await unit.query("update tenants set expectations_version = expectations_version + 1 where id = $1", [unit.tenant]);
  unit.emit({ type: "role.changed", id: null });
}
