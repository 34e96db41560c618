import type { Page } from "../list.ts";
import { departmentSubtree } from "../rights/tree.ts";
import type { Id } from "../primitives.ts";
import { fullName } from "../users/person.ts";
import type { User, UserQuery, UserSortField } from "../users/user.ts";
import { matches } from "./matches.ts";
import { cutPage } from "./page.ts";

type Listed = Omit<User, "mailAccounts">;

/** What a list of users is sorted by. @param nameOf of a position or a department */
export function userSortValue(
  field: UserSortField,
  nameOf: (kind: "position" | "department", id: Id) => string | undefined,
): (user: Pick<Listed, SortedMember> & Partial<Pick<Listed, "sipAccount">>) => string {
  switch (field) {
    case "name":
      return ({ name }) => fullName(name);
    case "position":
      return ({ positionId }) => (positionId === null ? "" : (nameOf("position", positionId) ?? ""));
    case "department":
      return ({ departmentId }) => nameOf("department", departmentId) ?? "";
    case "extension":
      return ({ sipAccount = null }) => sipAccount?.login ?? "";
    case "lastLoginAt":
      return ({ lastLoginAt }) => lastLoginAt ?? "";
    default:
      return (user) => user[field];
  }
}

type SortedMember = "name" | "email" | "state" | "positionId" | "departmentId" | "createdAt" | "lastLoginAt";

/** The organisation as far as a list of users goes by it: the trees that filters follow downwards, and names. */
export interface UserPageTrees {
  readonly departments: readonly { readonly id: Id; readonly name: string; readonly parentId: Id | null }[];
  readonly positions: readonly { readonly id: Id; readonly name: string }[];
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
    valueOf: userSortValue(
      query.sort?.field ?? "name",
      (kind, id) => (kind === "position" ? trees.positions : trees.departments).find((node) => node.id === id)?.name,
    ),
    direction: query.sort?.direction ?? "asc",
    language,
  });
}

function withBelow(nodes: UserPageTrees["groups"], ids: readonly Id[] | undefined): ReadonlySet<Id> | null {
  return ids?.length ? new Set(ids.flatMap((id) => [...departmentSubtree(nodes, id)])) : null;
}
