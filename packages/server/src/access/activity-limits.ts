import {
  type ActivityLimit,
  type ActivityLimits,
  catalogueActions,
  CrewError,
  type FieldError,
  type LimitSubject,
} from "@crewdock/contract";
import { refuse } from "@crewdock/contract/serve";
import type { Call } from "../http/handlers.ts";
import type { Services } from "../services.ts";
import type { Queries } from "../store/db.ts";
import type { Unit } from "../store/unit.ts";

interface LimitRow {
  readonly action: string;
  readonly subject_type: LimitSubject["type"];
  readonly subject_id: string;
  readonly period: ActivityLimit["period"];
  readonly most: number;
}

export function readLimits({ db, tenant }: Call): Promise<ActivityLimits> {
  return allLimits(db, tenant);
}

/** Sets all activity limits. */
export function setLimits(
  services: Services,
  { version, limits }: { readonly version: string; readonly limits: readonly ActivityLimit[] },
  call: Call,
): Promise<ActivityLimits> {
  return call.write(async (unit) => {
    const before = await allLimits(unit, unit.tenant);
    if (before.version !== version) throw new CrewError("conflict", { current: before });
    refuse(await limitErrors(services, unit, limits));
    await unit.query("delete from activity_limits where tenant_id = $1", [unit.tenant]);
    await insertLimits(unit, limits);
    await touchLimits(unit);
    const after = await allLimits(unit, unit.tenant);
    await unit.audit({
      action: "limits.replace",
      recordType: "activity_limits",
      recordId: "company",
      before,
      after,
    });
    return after;
  }, "exclusive");
}

/** The limits of one action, or of all. */
export async function findLimits(
  db: Queries,
  tenant: string,
  action: string | null,
): Promise<readonly ActivityLimit[]> {
  const rows = await db.query<LimitRow>(
    `select action, subject_type, subject_id, period, most from activity_limits
     where tenant_id = $1 and ($2::text is null or action = $2) order by place`,
    [tenant, action],
  );
  return rows.map(({ action, subject_type: type, subject_id: id, period, most }) => ({
    action,
    subject: type === "everyone" ? { type } : { type, id },
    period,
    most,
  }));
}

/** Takes away the limits of a user or role that is no more, and tells of it; the rights are held exclusively. */
export async function dropLimitsOf(unit: Unit, type: "user" | "role", id: string): Promise<void> {
  const dropped = await unit.query(
    "delete from activity_limits where tenant_id = $1 and subject_type = $2 and subject_id = $3 returning 1",
    [unit.tenant, type, id],
  );
  if (dropped.length > 0) await touchLimits(unit);
}

export async function insertLimits(unit: Unit, limits: readonly ActivityLimit[]): Promise<void> {
  await unit.query(
    `insert into activity_limits (tenant_id, place, action, subject_type, subject_id, period, most)
     select $1, l.place, l.action, l.subject_type, l.subject_id, l.period, l.most
     from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::int[])
       with ordinality as l (action, subject_type, subject_id, period, most, place)`,
    [
      unit.tenant,
      limits.map(({ action }) => action),
      limits.map(({ subject }) => subject.type),
      limits.map(({ subject }) => (subject.type === "everyone" ? "" : subject.id)),
      limits.map(({ period }) => period),
      limits.map(({ most }) => String(most)),
    ],
  );
}

async function touchLimits(unit: Unit): Promise<void> {
  await unit.query("update tenants set limits_version = limits_version + 1 where id = $1", [unit.tenant]);
  unit.emit({ type: "security.changed", id: null });
}

async function allLimits(db: Queries, tenant: string): Promise<ActivityLimits> {
  const [row] = await db.query<{ limits_version: number }>("select limits_version from tenants where id = $1", [
    tenant,
  ]);
  return { version: String(row?.limits_version ?? 1), limits: await findLimits(db, tenant, null) };
}

async function limitErrors(
  { catalogue }: Services,
  unit: Unit,
  limits: readonly ActivityLimit[],
): Promise<readonly FieldError[]> {
  const actions = new Set(catalogueActions(catalogue).map(({ key }) => key));
  const known = {
    user: await existing(unit, "users", limits),
    role: await existing(unit, "roles", limits),
  };
  const seen = new Set<string>();
  return limits.flatMap(({ action, subject, period }, index): FieldError[] => {
    const pointer = `/limits/${index}`;
    const key = JSON.stringify([action, period, subject.type, subject.type === "everyone" ? null : subject.id]);
    const wrong: FieldError[] = [];
    if (!actions.has(action)) wrong.push({ pointer: `${pointer}/action`, code: "not_found" });
    if (subject.type !== "everyone" && !known[subject.type].has(subject.id))
      wrong.push({ pointer: `${pointer}/subject/id`, code: "not_found" });
    if (seen.has(key)) wrong.push({ pointer, code: "not_allowed" });
    seen.add(key);
    return wrong;
  });
}

async function existing(
  unit: Unit,
  table: "users" | "roles",
  limits: readonly ActivityLimit[],
): Promise<ReadonlySet<string>> {
  const ids = limits.flatMap(({ subject }) => (subject.type === "everyone" ? [] : [subject.id]));
  if (ids.length === 0) return new Set();
  const rows = await unit.query<{ id: string }>(
    `select id from ${table} where tenant_id = $1 and id = any($2::text[])`,
    [unit.tenant, ids],
  );
  return new Set(rows.map(({ id }) => id));
}
