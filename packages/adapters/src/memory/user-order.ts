import { fullName, type UserSortField } from "@crewdock/contract";
import { rowOrder } from "./page.ts";
import type { Store } from "./store.ts";
import type { Table } from "./table.ts";
import type { StoredUser } from "./tables.ts";

type Users = Table<StoredUser>;

/** Users in the order of a list, and the table they were read from. */
export interface UserOrder {
  readonly users: Users;
  readonly rows: readonly StoredUser[];
}

export const sortValue: Readonly<Record<UserSortField, (user: StoredUser) => string>> = {
  name: (user) => fullName(user.name),
  email: (user) => user.email,
  state: (user) => user.state,
  createdAt: (user) => user.createdAt,
  lastLoginAt: (user) => user.lastLoginAt ?? "",
};

const keptOrders = 40;

/** All users in ascending order. After a change only those who were changed are sorted in anew. */
export function usersInOrder(store: Store, field: UserSortField, language: string): readonly StoredUser[] {
  const { users } = store.tables;
  const key = `${field} ${language}`;
  const known = store.orders.get(key);
  if (known?.users === users) return known.rows;
  const compare = rowOrder<StoredUser>({ idOf: ({ id }) => id, valueOf: sortValue[field], language });
  const rows = known ? resorted(known, users, compare) : [...users.values()].sort(compare);
  if (store.orders.size >= keptOrders) store.orders.clear();
  store.orders.set(key, { users, rows });
  return rows;
}

function resorted(
  former: UserOrder,
  users: Users,
  compare: (a: StoredUser, b: StoredUser) => number,
): readonly StoredUser[] {
  const kept = former.rows.filter((user) => users.get(user.id) === user);
  const fresh: StoredUser[] = [];
  if (kept.length < users.size)
    for (const user of users.values()) if (former.users.get(user.id) !== user) fresh.push(user);
  if (fresh.length > users.size / 20) return [...users.values()].sort(compare);
  for (const user of fresh) kept.splice(placeFor(user, kept, compare), 0, user);
  return kept;
}

function placeFor(
  user: StoredUser,
  rows: readonly StoredUser[],
  compare: (a: StoredUser, b: StoredUser) => number,
): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = rows[middle];
    if (other !== undefined && compare(other, user) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
