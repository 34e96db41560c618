import type { Page, Subject, User, UserQuery, UserSortField } from "@crewdock/contract";
import { fold } from "@crewdock/contract/serve";
import type { Call } from "../http/handlers.ts";
import { scopeCondition } from "../rights/scope-condition.ts";
import { reachedBy } from "../rights/reach.ts";
import type { Services } from "../services.ts";
import { SqlParameters } from "../store/db.ts";
import { containsPattern } from "../store/contains-pattern.ts";
import { keysetPage, type SortColumn } from "../store/keyset.ts";
import { shownTo, toUser, USER_COLUMNS, type UserRow } from "./user-rows.ts";

const SORT_COLUMNS: Readonly<Record<Exclude<UserSortField, "position" | "department">, SortColumn>> = {
  name: { sql: "u.sort_name", type: "text" },
  email: { sql: "u.email_key", type: "text" },
  state: { sql: "u.state", type: "text" },
  createdAt: { sql: "u.created_at", type: "timestamptz" },
  lastLoginAt: { sql: "coalesce(u.last_login_at, timestamptz '1970-01-01T00:00:00Z')", type: "timestamptz" },
  extension: { sql: "u.extension_key", type: "text" },
};

/** The names of positions or departments are few: people are read group by group, in the order of the names. */
async function groupedColumns(
  { db, tenant }: Call,
  field: UserSortField | undefined,
): Promise<Readonly<Record<string, SortColumn>>> {
  if (field !== "position" && field !== "department") return {};
  const nodes = await db.query<{ id: string; name: string }>(
    `select id, name from ${field === "position" ? "positions" : "departments"} where tenant_id = $1`,
    [tenant],
  );
  const groups = nodes.map(({ id, name }) => ({ id, key: fold(name) }));
  return {
    position: { sql: "coalesce(u.position_id, '')", type: "text", groups: [{ id: "", key: "" }, ...groups] },
    department: { sql: "u.department_id", type: "text", groups },
  };
}

/** The users whom the actor may see. */
export async function listUsers({ userCounts }: Services, query: UserQuery, call: Call): Promise<Page<User>> {
  const { db, tenant, actor } = call;
  const parameters = new SqlParameters();
  parameters.add(tenant);
  return keysetPage<UserRow, User>({
    db,
    parameters,
    query,
    columns: { ...SORT_COLUMNS, ...(await groupedColumns(call, query.sort?.field)) },
    defaultSort: { field: "name", direction: "asc" },
    table: "users",
    alias: "u",
    select: USER_COLUMNS,
    where: [
      scopeCondition(actor, "user.view", { ownerId: "u.id", departmentId: "u.department_id" }, parameters),
      ...filters(query, call, parameters),
    ],
    toItem: (row) => shownTo(actor, toUser(row)),
    ordersIndexed: true,
    counts: userCounts,
  });
}

function filters(query: UserQuery, { actor: { rights }, now }: Call, parameters: SqlParameters): readonly string[] {
  const { facts } = rights;
  const conditions: string[] = [];
  const standing = (type: Subject["type"], ids: readonly string[]): void => {
    const subjects = ids.map((id) => ({ type, id }));
    conditions.push(reachedBy(subjects, facts, parameters));
  };
  const { q, states, departmentIds, positionIds, groupIds, roleIds } = query;
  if (q?.trim()) conditions.push(`u.search like ${parameters.add(containsPattern(q))}`);
  if (states?.length) conditions.push(`u.state = any(${parameters.add(states)}::text[])`);
  if (departmentIds?.length) standing("department", departmentIds);
  if (positionIds?.length) standing("position", positionIds);
  if (groupIds?.length) standing("group", groupIds);
  if (roleIds?.length) {
    const at = now.toISOString();
    const current = facts.assignments.filter(
      ({ roleId, until }) => roleIds.includes(roleId) && (until === null || until > at),
    );
    conditions.push(
      reachedBy(
        current.map(({ subject }) => subject),
        facts,
        parameters,
      ),
    );
  }
  return conditions;
}
