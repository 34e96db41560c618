import type { Page } from "../list.ts";
import { departmentSubtree } from "../rights/rights.ts";
import type { Id } from "../primitives.ts";
import { fullName } from "../users/person.ts";
import type { User, UserQuery, UserSortField } from "../users/user.ts";
import { matches } from "./fold.ts";
import { cutPage } from "./page.ts";

type Listed = Omit<User, "mailAccounts">;

const sortValue: Readonly<Record<UserSortField, (user: Listed) => string>> = {
  name: (user) => fullName(user.name),
  email: (user) => user.email,
  state: (user) => user.state,
  createdAt: (user) => user.createdAt,
  lastLoginAt: (user) => user.lastLoginAt ?? "",
};

/** The trees that filters of a list of users follow downwards. */
export interface UserPageTrees {
  readonly departments: readonly { readonly id: Id; readonly parentId: Id | null }[];
  readonly groups: readonly { readonly id: Id; readonly parentId: Id | null }[];
}

/**
 * `users.list` over rows in memory: searches, filters, sorts and cuts by keyset. Of roles it knows only those given
 * directly. A database does all of this itself.
 * @param language BCP 47; decides the order of letters
 * @throws CrewError `validation` for a cursor of another list
 */
export function userPage<Row extends Listed>(
  rows: Iterable<Row>,
  query: UserQuery,
  trees: UserPageTrees,
  language: string,
): Page<Row> {
  const departmentIds = withBelow(trees.departments, query.departmentIds);
  const groupIds = withBelow(trees.groups, query.groupIds);
  const wanted = (user: Row): boolean =>
    (!query.states?.length || query.states.includes(user.state)) &&
    (departmentIds === null || departmentIds.has(user.departmentId)) &&
    (groupIds === null || user.groupIds.some((id) => groupIds.has(id))) &&
    (!query.positionIds?.length || (user.positionId !== null && query.positionIds.includes(user.positionId))) &&
    (!query.roleIds?.length || user.roleIds.some((id) => query.roleIds?.includes(id))) &&
    matches(query.q, [
      fullName(user.name),
      `${user.name.first} ${user.name.last}`,
      user.email,
      user.login,
      user.serviceNumber,
      user.sipAccount?.login,
    ]);
  return cutPage(query, {
    rows: [...rows].filter(wanted),
    idOf: ({ id }) => id,
    valueOf: sortValue[query.sort?.field ?? "name"],
    direction: query.sort?.direction ?? "asc",
    language,
  });
}

function withBelow(nodes: UserPageTrees["departments"], ids: readonly Id[] | undefined): ReadonlySet<Id> | null {
  return ids?.length ? new Set(ids.flatMap((id) => [...departmentSubtree(nodes, id)])) : null;
}
