import type { Assignment, Id, IsoTime, MailAccount, User } from "@crewdock/contract";
import type { Store, StoredMailAccount, StoredUser, Tables } from "./store.ts";

export function isCurrent({ until }: Pick<Assignment, "until">, at: IsoTime): boolean {
  return until === null || until > at;
}

/** The roles given to the person directly, as far as they still count. */
export function directRoles(tables: Tables, userId: Id, at: IsoTime): readonly Id[] {
  return tables.assignments
    .filter(
      (assignment) =>
        assignment.subject.type === "user" && assignment.subject.id === userId && isCurrent(assignment, at),
    )
    .map(({ roleId }) => roleId);
}

export function readMailAccount({ userId: _userId, ...account }: StoredMailAccount): MailAccount {
  return account;
}

/** A user as the contract has it. */
export function readUser(store: Store, user: StoredUser, tables: Tables = store.tables): User {
  return {
    ...user,
    roleIds: directRoles(tables, user.id, store.now().toISOString()),
    sipAccount: [...tables.sipAccounts.values()].find(({ userId }) => userId === user.id) ?? null,
    mailAccounts: [...tables.mailAccounts.values()].filter(({ userId }) => userId === user.id).map(readMailAccount),
  };
}
