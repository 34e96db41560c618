import { departmentSubtree, fullName, type Id, type Page, type User, type UserQuery } from "@crewdock/contract";
import { factsOfUser, reaches, scopeOf } from "./actor.ts";
import { organisationOf, sipAccountsByUser } from "./indexes.ts";
import { cutPage, fold } from "@crewdock/contract/serve";
import { showUser } from "./read-user.ts";
import { rightsIn, rolesIn } from "./rights.ts";
import type { Store } from "./store.ts";
import type { StoredUser } from "./tables.ts";
import { sortValueOf, usersInOrder } from "./user-order.ts";
import type { Call } from "./verb.ts";

export function listUsers(query: UserQuery, call: Call): Page<User> {
  const { store, context } = call;
  const field = query.sort?.field ?? "name";
  const tests = testsOf(query, call);
  const everybody = usersInOrder(store, field, context.language);
  const page = cutPage(query, {
    rows: tests.length === 0 ? everybody : everybody.filter((user) => tests.every((test) => test(user))),
    idOf: ({ id }) => id,
    valueOf: sortValueOf(store.tables, field),
    direction: query.sort?.direction ?? "asc",
    language: context.language,
    sorted: true,
  });
  return { ...page, items: page.items.map((user) => showUser(call, user)) };
}

/** What a user has to pass to be in the list; nothing where everybody is. */
function testsOf(query: UserQuery, { store, actor }: Call): readonly ((user: StoredUser) => boolean)[] {
  const { tables } = store;
  const { states, positionIds, roleIds } = query;
  const { departments, groups } = organisationOf(tables);
  const departmentIds = withBelow(departments, query.departmentIds);
  const groupIds = withBelow(groups, query.groupIds);
  const wanted = fold(query.q ?? "").trim();
  const rolesReaching = rolesIn(rightsIn(store));
  const tests: ((user: StoredUser) => boolean)[] = [];
  if (scopeOf(actor, "user.view") !== "any") tests.push((user) => reaches(actor, "user.view", factsOfUser(user)));
  if (states?.length) tests.push(({ state }) => states.includes(state));
  if (departmentIds) tests.push(({ departmentId }) => departmentIds.has(departmentId));
  if (groupIds) tests.push((user) => user.groupIds.some((id) => groupIds.has(id)));
  if (positionIds?.length) tests.push(({ positionId }) => positionId !== null && positionIds.includes(positionId));
  if (roleIds?.length) tests.push((user) => roleIds.some((id) => rolesReaching(user).includes(id)));
  if (wanted !== "") {
    const accounts = sipAccountsByUser(tables);
    tests.push((user) => textOf(user, accounts.get(user.id)?.login ?? "", store).includes(wanted));
  }
  return tests;
}

/** What a user can be found by, one a line. */
function textOf(user: StoredUser, extension: string, { texts }: Store): string {
  const known = texts.get(user.id);
  if (known?.user === user && known.extension === extension) return known.text;
  const { name, email, login, serviceNumber } = user;
  const lines = [fullName(name), `${name.first} ${name.last}`, email, login, serviceNumber ?? "", extension];
  const text = fold(lines.join("\n"));
  texts.set(user.id, { user, extension, text });
  return text;
}

function withBelow(
  nodes: readonly { readonly id: Id; readonly parentId: Id | null }[],
  ids: readonly Id[] | undefined,
): ReadonlySet<Id> | null {
  return ids?.length ? new Set(ids.flatMap((id) => [...departmentSubtree(nodes, id)])) : null;
}
