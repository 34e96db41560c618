import {
  type CompiledRights,
  compileRights,
  type IpRule,
  type IsoTime,
  type PossibleAdministrator,
  type RightsFacts,
  type RightsRules,
  type Role,
  type Subject,
  type UserState,
} from "@crewdock/contract";
import type { Queries } from "../store/db.ts";

interface AssignmentRow {
  readonly role_id: string;
  readonly subject_type: Subject["type"];
  readonly subject_id: string;
  readonly until_at: Date | null;
}

/** Everything the rights engine reads of a tenant, users and what the server is set to aside. */
export async function loadFacts(db: Queries, tenant: string): Promise<RightsFacts> {
  const departments = await db.query<RightsFacts["departments"][number]>(
    `select id, parent_id as "parentId" from departments where tenant_id = $1`,
    [tenant],
  );
  const groups = await db.query<RightsFacts["groups"][number]>(
    `select id, parent_id as "parentId" from user_groups where tenant_id = $1`,
    [tenant],
  );
  const roles = await db.query<Pick<Role, "id" | "name" | "grants">>(
    "select id, name, grants from roles where tenant_id = $1",
    [tenant],
  );
  const assignments = await db.query<AssignmentRow>(
    "select role_id, subject_type, subject_id, until_at from assignments where tenant_id = $1",
    [tenant],
  );
  return { departments, groups, roles, assignments: assignments.map(toAssignment) };
}

/** The roles that a user has directly. */
export async function directAssignments(
  db: Queries,
  tenant: string,
  userId: string,
): Promise<RightsFacts["assignments"]> {
  const rows = await db.query<AssignmentRow>(
    `select role_id, subject_type, subject_id, until_at from assignments
     where tenant_id = $1 and subject_type = 'user' and subject_id = $2`,
    [tenant, userId],
  );
  return rows.map(toAssignment);
}

/** The rights of a tenant at an instant, read anew. */
export async function loadRights(
  db: Queries,
  tenant: string,
  { catalogue, departmentScope }: RightsRules,
  at: Date,
): Promise<CompiledRights> {
  return compileRights({ ...(await loadFacts(db, tenant)), catalogue, departmentScope }, at);
}

export function toAssignment(row: AssignmentRow): {
  readonly roleId: string;
  readonly subject: Subject;
  readonly until: IsoTime | null;
} {
  return {
    roleId: row.role_id,
    subject: { type: row.subject_type, id: row.subject_id },
    until: row.until_at?.toISOString() ?? null,
  };
}

export interface RightsUserRow {
  readonly id: string;
  readonly state: UserState;
  readonly department_id: string;
  readonly position_id: string | null;
  readonly group_ids: readonly string[];
  readonly joined: boolean;
  readonly ip_rules: readonly IpRule[];
  readonly last_login_address: string | null;
}

/** A user as rights and the rules of addresses judge them. */
export interface JudgedUser extends PossibleAdministrator {
  readonly ipRules: readonly IpRule[];
  /** From where they logged in last, as far as that is known. */
  readonly lastAddress: string | null;
}

/** The columns of {@link RightsUserRow} of `users u`. */
export const RIGHTS_USER_COLUMNS = `u.id, u.state, u.department_id, u.position_id, u.ip_rules, u.last_login_address,
  u.password_hash is not null or u.last_login_at is not null
    or u.invitation_at is null or u.invitation_state = 'accepted' as joined,
  array(select m.group_id from user_group_members m where m.tenant_id = u.tenant_id and m.user_id = u.id) as group_ids`;

export function toRightsUser(row: RightsUserRow): JudgedUser {
  return {
    id: row.id,
    state: row.state,
    departmentId: row.department_id,
    positionId: row.position_id,
    groupIds: row.group_ids,
    joined: row.joined,
    ipRules: row.ip_rules,
    lastAddress: row.last_login_address,
  };
}

/** What the rights engine reads of one user; undefined when there is no such user. */
export async function rightsUser(db: Queries, tenant: string, id: string): Promise<JudgedUser | undefined> {
  const rows = await db.query<RightsUserRow>(
    `select ${RIGHTS_USER_COLUMNS} from users u where u.tenant_id = $1 and u.id = $2`,
    [tenant, id],
  );
  return rows[0] && toRightsUser(rows[0]);
}
