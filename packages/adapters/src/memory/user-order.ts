import { fullName, type Id, type UserSortField } from "@crewdock/contract";
import { rowOrder } from "@crewdock/contract/serve";
import type { Store } from "./store.ts";
import type { StoredUser } from "./tables.ts";

/** Users in the order of a list. */
export interface UserOrder {
  rows: readonly StoredUser[];
  /** Those who were written since: put, changed or dropped. */
  readonly stale: Set<Id>;
}

export const sortValue: Readonly<Record<UserSortField, (user: StoredUser) => string>> = {
  name: (user) => fullName(user.name),
  email: (user) => user.email,
  state: (user) => user.state,
  createdAt: (user) => user.createdAt,
  lastLoginAt: (user) => user.lastLoginAt ?? "",
};

type Compare = (a: StoredUser, b: StoredUser) => number;

const keptOrders = 40;

/** All users in ascending order. After a change only those who were written are sorted in anew. */
export function usersInOrder(store: Store, field: UserSortField, language: string): readonly StoredUser[] {
  const { users } = store.tables;
  const key = `${field} ${language}`;
  const compare = rowOrder<StoredUser>({ idOf: ({ id }) => id, valueOf: sortValue[field], language });
  const known = store.orders.get(key);
  if (known && known.stale.size <= users.size / 20) {
    if (known.stale.size > 0) known.rows = resorted(known, users, compare);
    known.stale.clear();
    return known.rows;
  }
  const rows = [...users.values()].sort(compare);
  if (store.orders.size >= keptOrders) store.orders.clear(); // the host may hand in any text as its language
  store.orders.set(key, { rows, stale: new Set() });
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
