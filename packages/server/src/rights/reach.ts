import { departmentSubtree, type RightsFacts, type Subject } from "@crewdock/contract";
import { type Queries, SqlParameters } from "../store/db.ts";
import { type JudgedUser, RIGHTS_USER_COLUMNS, type RightsUserRow, toRightsUser } from "./facts.ts";

/** The nodes of a tree with all below them. */
function below(nodes: RightsFacts["groups"], roots: readonly string[]): readonly string[] {
  return [...new Set(roots.flatMap((root) => [...departmentSubtree(nodes, root)]))];
}

/**
 * The condition on `users u` that holds for everybody whom one of the subjects stands for. A union and not `or`: each
 * part goes by an index of its own, where alternatives would test every user. `$1` is the tenant.
 */
export function reachedBy(subjects: readonly Subject[], facts: RightsFacts, parameters: SqlParameters): string {
  const ids = (type: Subject["type"]): readonly string[] =>
    subjects.filter((subject) => subject.type === type).map(({ id }) => id);
  const parts = [
    ["select id from users where tenant_id = $1 and id", ids("user")],
    ["select id from users where tenant_id = $1 and position_id", ids("position")],
    ["select id from users where tenant_id = $1 and department_id", below(facts.departments, ids("department"))],
    ["select user_id from user_group_members where tenant_id = $1 and group_id", below(facts.groups, ids("group"))],
  ] as const;
  const used = parts.filter(([, list]) => list.length > 0);
  if (used.length === 0) return "false";
  return `u.id in (${used.map(([select, list]) => `${select} = any(${parameters.add(list)}::text[])`).join(" union ")})`;
}

/** Active users whom the subjects stand for, or users in any state, by id after `after`, at most `limit`. */
export async function usersReachedBy(
  db: Queries,
  tenant: string,
  subjects: readonly Subject[],
  facts: RightsFacts,
  {
    limit,
    after = "",
    anyState = false,
  }: { readonly limit: number; readonly after?: string; readonly anyState?: boolean },
): Promise<readonly JudgedUser[]> {
  if (subjects.length === 0) return [];
  const parameters = new SqlParameters();
  const rows = await db.query<RightsUserRow>(
    `select ${RIGHTS_USER_COLUMNS} from users u
     where u.tenant_id = ${parameters.add(tenant)} ${anyState ? "" : "and u.state = 'active'"} and u.id > ${parameters.add(after)}
       and ${reachedBy(subjects, facts, parameters)}
     order by u.id limit ${limit}`,
    parameters.values,
  );
  return rows.map(toRightsUser);
}

/** How many active users the subjects stand for. */
export async function countReachedBy(
  db: Queries,
  tenant: string,
  subjects: readonly Subject[],
  facts: RightsFacts,
): Promise<number> {
  if (subjects.length === 0) return 0;
  const parameters = new SqlParameters();
  const rows = await db.query<{ count: number }>(
    `select count(*)::int as count from users u
     where u.tenant_id = ${parameters.add(tenant)} and u.state = 'active' and ${reachedBy(subjects, facts, parameters)}`,
    parameters.values,
  );
  return rows[0]?.count ?? 0;
}
