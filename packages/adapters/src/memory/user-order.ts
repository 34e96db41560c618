import type { Id, UserSortField } from "@crewdock/contract";
import { rowOrder, userSortValue } from "@crewdock/contract/serve";
import { sipAccountsByUser } from "./indexes.ts";
import type { Store } from "./store.ts";
import type { StoredUser, Tables } from "./tables.ts";

/** Users in the order of a list. */
export interface UserOrder {
  rows: readonly StoredUser[];
  /** Those who were written since: put, changed or dropped. */
  readonly stale: Set<Id>;
  /** The table that has what is sorted by; another one makes another order. Null where users themselves have it. */
  readonly beside: object | null;
}

/** What users are sorted by. */
export function sortValueOf(tables: Tables, field: UserSortField): (user: StoredUser) => string {
  const value = userSortValue(field, (kind, id) => tables[`${kind}s`].get(id)?.name);
  if (field !== "extension") return value;
  const accounts = sipAccountsByUser(tables);
  return (user) => value({ ...user, sipAccount: accounts.get(user.id) ?? null });
}

function besideOf({ positions, departments, sipAccounts }: Tables, field: UserSortField): object | null {
  switch (field) {
    case "position":
      return positions;
    case "department":
      return departments;
    case "extension":
      return sipAccounts;
    default:
      return null;
  }
}

type Compare = (a: StoredUser, b: StoredUser) => number;

const keptOrders = 40;

/** All users in ascending order. After a change only those who were written are sorted in anew. */
export function usersInOrder(store: Store, field: UserSortField, language: string): readonly StoredUser[] {
  const { users } = store.tables;
  const key = `${field} ${language}`;
  const compare = rowOrder<StoredUser>({ idOf: ({ id }) => id, valueOf: sortValueOf(store.tables, field), language });
  const beside = besideOf(store.tables, field);
  const known = store.orders.get(key);
  if (known && known.beside === beside && known.stale.size <= users.size / 20) {
    if (known.stale.size > 0) known.rows = resorted(known, users, compare);
    known.stale.clear();
    return known.rows;
  }
  const rows = [...users.values()].sort(compare);
  if (store.orders.size >= keptOrders) store.orders.clear(); // the host may hand in any text as its language
  store.orders.set(key, { rows, stale: new Set(), beside });
  return rows;
}

/** Lets the orders know who was written by a change. */
export function markWritten({ orders }: Store, ids: ReadonlySet<Id>): void {
  for (const { stale } of orders.values()) for (const id of ids) stale.add(id);
}

function resorted(
  { rows, stale }: UserOrder,
  users: Store["tables"]["users"],
  compare: Compare,
): readonly StoredUser[] {
  const kept = rows.filter(({ id }) => !stale.has(id));
  for (const id of stale) {
    const user = users.get(id);
    if (user) kept.splice(placeFor(user, kept, compare), 0, user);
  }
  return kept;
}

function placeFor(user: StoredUser, rows: readonly StoredUser[], compare: Compare): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = rows[middle];
    if (other !== undefined && compare(other, user) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
