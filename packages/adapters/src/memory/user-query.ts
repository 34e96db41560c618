import {
  departmentSubtree,
  fullName,
  type Id,
  type Page,
  type User,
  type UserQuery,
  type UserSortField,
} from "@crewdock/contract";
import { factsOfUser, reaches } from "./actor.ts";
import { cutPage, matches } from "./page.ts";
import { showUser } from "./read-user.ts";
import { organisationOf, sipAccountOf } from "./indexes.ts";
import { roleIdsOf } from "./rights.ts";
import type { Store } from "./store.ts";
import type { StoredUser } from "./tables.ts";
import type { Call } from "./verb.ts";

const sortValue: Readonly<Record<UserSortField, (user: StoredUser) => string>> = {
  name: (user) => fullName(user.name),
  email: (user) => user.email,
  state: (user) => user.state,
  createdAt: (user) => user.createdAt,
  lastLoginAt: (user) => user.lastLoginAt ?? "",
};

export function listUsers(query: UserQuery, call: Call): Page<User> {
  const { store, actor, context } = call;
  const wanted = filterOf(query, store);
  const rows = [...store.tables.users.values()].filter(
    (user) => reaches(actor, "user.view", factsOfUser(user)) && wanted(user),
  );
  const page = cutPage(query, {
    rows,
    idOf: ({ id }) => id,
    valueOf: sortValue[query.sort?.field ?? "name"],
    direction: query.sort?.direction ?? "asc",
    language: context.language,
  });
  return { ...page, items: page.items.map((user) => showUser(call, user)) };
}

function filterOf(query: UserQuery, store: Store): (user: StoredUser) => boolean {
  const { tables } = store;
  const { departments, groups } = organisationOf(tables);
  const departmentIds = withBelow(departments, query.departmentIds);
  const groupIds = withBelow(groups, query.groupIds);
  const at = store.now().toISOString();
  return (user) =>
    (!query.states?.length || query.states.includes(user.state)) &&
    (departmentIds === null || departmentIds.has(user.departmentId)) &&
    (groupIds === null || user.groupIds.some((id) => groupIds.has(id))) &&
    (!query.positionIds?.length || (user.positionId !== null && query.positionIds.includes(user.positionId))) &&
    (!query.roleIds?.length || query.roleIds.some((id) => roleIdsOf(tables, user, at).has(id))) &&
    matches(query.q, [
      fullName(user.name),
      `${user.name.first} ${user.name.last}`,
      user.email,
      user.login,
      user.serviceNumber,
      sipAccountOf(tables, user.id)?.login,
    ]);
}

function withBelow(
  nodes: readonly { readonly id: Id; readonly parentId: Id | null }[],
  ids: readonly Id[] | undefined,
): ReadonlySet<Id> | null {
  return ids?.length ? new Set(ids.flatMap((id) => [...departmentSubtree(nodes, id)])) : null;
}
