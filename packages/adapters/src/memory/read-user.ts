import type { Assignment, Id, IsoTime, MailAccount, User } from "@crewdock/contract";
import { factsOfUser, reaches } from "./actor.ts";
import { directAssignments, mailAccountsOf, sipAccountOf } from "./indexes.ts";
import type { Store } from "./store.ts";
import type { StoredMailAccount, StoredUser, Tables } from "./tables.ts";
import type { Call } from "./verb.ts";

/** As times: one moment can be written with and without fractions of a second. */
export function isCurrent({ until }: Pick<Assignment, "until">, at: IsoTime): boolean {
  return until === null || Date.parse(until) > Date.parse(at);
}

/** The roles given to the person directly, as far as they still count. */
export function directRoles(tables: Tables, userId: Id, at: IsoTime): readonly Id[] {
  return directAssignments(tables, userId)
    .filter((assignment) => isCurrent(assignment, at))
    .map(({ roleId }) => roleId);
}

export function readMailAccount({ userId: _userId, ...account }: StoredMailAccount): MailAccount {
  return account;
}

/** A user as the actor may see them: the mail accounts of others are shown only to whoever manages the person. */
export function showUser({ store, actor }: Pick<Call, "store" | "actor">, user: StoredUser, tables?: Tables): User {
  const shown = readUser(store, user, tables);
  const managed = user.id === actor.user.id || reaches(actor, "user.manage", factsOfUser(user));
  return managed ? shown : { ...shown, mailAccounts: [] };
}

/** A user with everything. */
export function readUser(store: Store, user: StoredUser, tables: Tables = store.tables): User {
  const { callerId, smsCallerId, ...members } = user;
  return {
    ...members,
    ...(store.missing.has("telephony.numbers") ? {} : { callerId, smsCallerId }),
    roleIds: directRoles(tables, user.id, store.now().toISOString()),
    sipAccount: sipAccountOf(tables, user.id),
    mailAccounts: mailAccountsOf(tables, user.id).map(readMailAccount),
  };
}
