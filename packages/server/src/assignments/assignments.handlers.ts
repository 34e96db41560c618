import type { Assignment, Id, Subject } from "@crewdock/contract";
import { changedPeople, movedPeople } from "@crewdock/contract/serve";
import { FieldErrors } from "../http/field-errors.ts";
import type { Call, Handlers } from "../http/handlers.ts";
import { toAssignment } from "../rights/facts.ts";
import { beginRightsChange, endRightsChange } from "../rights/rights-change.ts";
import { roleToChange } from "../roles/roles.handlers.ts";
import type { Services } from "../services.ts";
import type { Queries } from "../store/db.ts";
import type { Unit } from "../store/unit.ts";

type Row = Parameters<typeof toAssignment>[0];
type Given = Pick<Assignment, "subject" | "until">;

const TABLES: Readonly<Record<Subject["type"], string>> = {
  user: "users",
  department: "departments",
  position: "positions",
  group: "user_groups",
};

export function assignmentsHandlers(services: Services): Handlers["assignments"] {
  return {
    list: async ({ roleId }, { db, tenant }) => ({
      items: await findAssignments(db, tenant, roleId === undefined ? null : [roleId]),
    }),
    replace: (input, call) => replaceAssignments(services, input, call),
  };
}

/** @param roleIds null for those of all roles */
async function findAssignments(
  db: Queries,
  tenant: string,
  roleIds: readonly Id[] | null,
): Promise<readonly Assignment[]> {
  const rows = await db.query<Row>(
    `select role_id, subject_type, subject_id, until_at from assignments
     where tenant_id = $1 and ($2::text[] is null or role_id = any($2)) order by role_id, subject_type, subject_id`,
    [tenant, roleIds],
  );
  return rows.map(toAssignment);
}

function replaceAssignments(
  services: Services,
  input: { readonly roleId: string; readonly version: string; readonly assignments: readonly Given[] },
  call: Call,
): Promise<{ readonly items: readonly Assignment[] }> {
  const { roleId, version, assignments } = input;
  return call.write(async (unit, actor) => {
    const before = await beginRightsChange(unit, actor, services.rights);
    await roleToChange(unit, before.rights.facts, roleId, version);
    const former = await findAssignments(unit, unit.tenant, [roleId]);
    await checkSubjects(unit, assignments);
    await store(unit, roleId, assignments);
    const items = await findAssignments(unit, unit.tenant, [roleId]);
    await moveFromOthers(unit, roleId, movedPeople(services.policy, former, items, unit.now));
    const subjects = [...former, ...items].map(({ subject }) => subject);
    await endRightsChange(unit, actor, before, { subjects });
    await touchUsers(unit, former, items);
    await tellReplaced(unit, roleId, former, items);
    return { items };
  }, "exclusive");
}

async function checkSubjects(unit: Unit, assignments: readonly Given[]): Promise<void> {
  const errors = new FieldErrors();
  const seen = new Set<string>();
  for (const [type, table] of Object.entries(TABLES)) {
    const ids = assignments.filter(({ subject }) => subject.type === type).map(({ subject }) => subject.id);
    const rows = await unit.query<{ id: string }>(
      `select id from ${table} where tenant_id = $1 and id = any($2::text[])`,
      [unit.tenant, ids],
    );
    const known = new Set(rows.map(({ id }) => id));
    for (const [index, { subject }] of assignments.entries()) {
      if (subject.type !== type) continue;
      if (!known.has(subject.id)) errors.add(`/${index}/subject/id`, "not_found");
      if (seen.has(`${type} ${subject.id}`)) errors.add(`/${index}/subject/id`, "not_allowed");
      seen.add(`${type} ${subject.id}`);
    }
  }
  errors.throwIfAny();
}

async function store(unit: Unit, roleId: string, assignments: readonly Given[]): Promise<void> {
  await unit.query("delete from assignments where tenant_id = $1 and role_id = $2", [unit.tenant, roleId]);
  await unit.query(
    `insert into assignments (tenant_id, role_id, subject_type, subject_id, until_at)
     select $1, $2, type, id, until from jsonb_to_recordset($3::jsonb) as given (type text, id text, until timestamptz)`,
    [unit.tenant, roleId, JSON.stringify(assignments.map(({ subject, until }) => ({ ...subject, until })))],
  );
  await touchRoles(unit, [roleId]);
}

/** Takes people out of the roles that they have directly besides this one. */
async function moveFromOthers(unit: Unit, roleId: Id, people: ReadonlySet<Id>): Promise<void> {
  if (people.size === 0) return;
  const left = await unit.query<Pick<Row, "role_id">>(
    `select distinct role_id from assignments
     where tenant_id = $1 and role_id <> $2 and subject_type = 'user' and subject_id = any($3::text[])`,
    [unit.tenant, roleId, [...people]],
  );
  const roles = left.map(({ role_id }) => role_id);
  if (roles.length === 0) return;
  const before = await findAssignments(unit, unit.tenant, roles);
  await unit.query(
    `delete from assignments
     where tenant_id = $1 and role_id = any($2::text[]) and subject_type = 'user' and subject_id = any($3::text[])`,
    [unit.tenant, roles, [...people]],
  );
  const after = await findAssignments(unit, unit.tenant, roles);
  await touchRoles(unit, roles);
  for (const id of roles) {
    const of = (all: readonly Assignment[]): readonly Assignment[] => all.filter((each) => each.roleId === id);
    await tellReplaced(unit, id, of(before), of(after));
  }
}

async function touchRoles(unit: Unit, roleIds: readonly Id[]): Promise<void> {
  await unit.query(
    "update roles set version = version + 1, updated_at = $3 where tenant_id = $1 and id = any($2::text[])",
    [unit.tenant, roleIds, unit.now],
  );
}

async function tellReplaced(
  unit: Unit,
  roleId: Id,
  before: readonly Assignment[],
  after: readonly Assignment[],
): Promise<void> {
  unit.emit({ type: "assignment.changed", id: roleId });
  unit.emit({ type: "role.changed", id: roleId });
  await unit.audit({
    action: "assignments.replace",
    recordType: "role",
    recordId: roleId,
    before: { assignments: before },
    after: { assignments: after },
  });
}

/** The roles given to a person directly are shown with the person, so their version moves on as well. */
async function touchUsers(unit: Unit, former: readonly Assignment[], present: readonly Assignment[]): Promise<void> {
  const rows = await unit.query<{ id: string; department_id: string }>(
    `update users set version = version + 1, updated_at = $3 where tenant_id = $1 and id = any($2::text[])
     returning id, department_id`,
    [unit.tenant, [...changedPeople(former, present)], unit.now],
  );
  for (const { id, department_id } of rows)
    unit.emit({ type: "user.changed", id, ownerId: id, departmentIds: [department_id] });
}
