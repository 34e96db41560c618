import type { Page, User, UserQuery } from "@crewdock/contract";
import type { Call } from "../http/handlers.ts";
import { scopeCondition } from "../rights/actor.ts";
import { SqlParameters } from "../store/db.ts";
import { containsPattern } from "../store/fold.ts";
import { keysetPage, type SortColumn } from "../store/keyset.ts";
import { toUser, USER_COLUMNS, type UserRow } from "./user-rows.ts";

const SORT_COLUMNS: Readonly<Record<string, SortColumn>> = {
  name: { sql: "u.sort_name", type: "text" },
  email: { sql: "u.email_key", type: "text" },
  state: { sql: "u.state", type: "text" },
  createdAt: { sql: "u.created_at", type: "timestamptz" },
  lastLoginAt: { sql: "coalesce(u.last_login_at, timestamptz '1970-01-01T00:00:00Z')", type: "timestamptz" },
};

/** The users whom the actor may see. */
export function listUsers(query: UserQuery, { db, tenant, actor }: Call): Promise<Page<User>> {
  const parameters = new SqlParameters();
  parameters.add(tenant);
  return keysetPage<UserRow, User>({
    db,
    parameters,
    query,
    columns: SORT_COLUMNS,
    defaultSort: { field: "name", direction: "asc" },
    table: "users",
    alias: "u",
    select: USER_COLUMNS,
    where: [
      scopeCondition(actor, "user.view", { owner: "u.id", department: "u.department_id" }, parameters),
      ...filters(query, parameters),
    ],
    toItem: toUser,
  });
}

function filters(query: UserQuery, parameters: SqlParameters): readonly string[] {
  const conditions: string[] = [];
  const anyOf = (values: readonly string[] | undefined, condition: (list: string) => string): void => {
    if (values) conditions.push(condition(`any(${parameters.add(values)}::text[])`));
  };
  if (query.q?.trim()) conditions.push(`u.search like ${parameters.add(containsPattern(query.q))}`);
  anyOf(query.states, (list) => `u.state = ${list}`);
  anyOf(query.departmentIds, (list) => `u.department_id = ${list}`);
  anyOf(query.positionIds, (list) => `u.position_id = ${list}`);
  anyOf(
    query.groupIds,
    (list) => `exists (select 1 from user_group_members g
      where g.tenant_id = u.tenant_id and g.user_id = u.id and g.group_id = ${list})`,
  );
  anyOf(
    query.roleIds,
    (list) => `exists (select 1 from assignments a
      where a.tenant_id = u.tenant_id and a.subject_type = 'user' and a.subject_id = u.id and a.role_id = ${list})`,
  );
  return conditions;
}
