import {
  type Assignment,
  type Department,
  groupBy,
  type Id,
  type Organisation,
  type Position,
  type SipAccount,
  type UserGroup,
} from "@crewdock/contract";
import { derived } from "./derived.ts";
import type { Table } from "./table.ts";
import type { StoredMailAccount, Tables } from "./tables.ts";

const organisation = derived(
  (departments: Table<Department>, positions: Table<Position>, groups: Table<UserGroup>): Organisation => ({
    departments: [...departments.values()],
    positions: [...positions.values()],
    groups: [...groups.values()],
  }),
);

/** The organisation as lists. */
export function organisationOf({ departments, positions, groups }: Tables): Organisation {
  return organisation(departments, positions, groups);
}

const sipByUser = derived(
  (accounts: Table<SipAccount>): ReadonlyMap<Id, SipAccount> =>
    new Map([...accounts.values()].flatMap((one) => (one.userId === null ? [] : [[one.userId, one] as const]))),
);

/** The SIP accounts that somebody has, by that user; everybody has at most one. */
export function sipAccountsByUser({ sipAccounts }: Tables): ReadonlyMap<Id, SipAccount> {
  return sipByUser(sipAccounts);
}

export function sipAccountOf(tables: Tables, userId: Id): SipAccount | null {
  return sipAccountsByUser(tables).get(userId) ?? null;
}

const mailByUser = derived((accounts: Table<StoredMailAccount>) => groupBy(accounts.values(), ({ userId }) => userId));

export function mailAccountsOf({ mailAccounts }: Tables, userId: Id): readonly StoredMailAccount[] {
  return mailByUser(mailAccounts).get(userId) ?? [];
}

const split = derived((assignments: readonly Assignment[]) => {
  const wide: Assignment[] = [];
  const direct = new Map<Id, Assignment[]>();
  for (const assignment of assignments) {
    const { type, id } = assignment.subject;
    if (type !== "user") wide.push(assignment);
    else direct.set(id, [...(direct.get(id) ?? []), assignment]);
  }
  return { wide, direct: direct as ReadonlyMap<Id, readonly Assignment[]> };
});

/** The assignments to a person, also those that have ended. */
export function directAssignments({ assignments }: Tables, userId: Id): readonly Assignment[] {
  return split(assignments).direct.get(userId) ?? [];
}

/** The assignments to departments, positions and groups. */
export function wideAssignments({ assignments }: Tables): readonly Assignment[] {
  return split(assignments).wide;
}
