import type { Role, RightsFacts } from "@crewdock/contract";
import { countReachedBy } from "../rights/reach.ts";
import { loadFacts } from "../rights/facts.ts";
import type { Queries } from "../store/db.ts";

interface RoleRow {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly description: string | null;
  readonly grants: Role["grants"];
  readonly updated_at: Date;
}

/**
 * All roles by name, or the one with this id, each with how many active users it reaches now. `known` are the facts
 * where the caller has just read them.
 */
export async function findRoles(
  db: Queries,
  tenant: string,
  now: Date,
  id: string | null,
  known?: RightsFacts,
): Promise<readonly Role[]> {
  const rows = await db.query<RoleRow>(
    `select id, version, name, description, grants, updated_at from roles
     where tenant_id = $1 and ($2::text is null or id = $2) order by name_key, id`,
    [tenant, id],
  );
  if (rows.length === 0) return [];
  const facts = known ?? (await loadFacts(db, tenant));
  const roles: Role[] = [];
  for (const row of rows) roles.push(toRole(row, await userCount(db, tenant, row.id, facts, now)));
  return roles;
}

function userCount(db: Queries, tenant: string, roleId: string, facts: RightsFacts, now: Date): Promise<number> {
  const at = now.toISOString();
  const subjects = facts.assignments
    .filter((assignment) => assignment.roleId === roleId && (assignment.until === null || assignment.until > at))
    .map(({ subject }) => subject);
  return countReachedBy(db, tenant, subjects, facts);
}

function toRole(row: RoleRow, count: number): Role {
  return {
    id: row.id,
    version: String(row.version),
    name: row.name,
    description: row.description,
    grants: row.grants,
    userCount: count,
    updatedAt: row.updated_at.toISOString(),
  };
}
