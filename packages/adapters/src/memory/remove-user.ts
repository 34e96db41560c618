import { CrewError, type Id } from "@crewdock/contract";
import { dropSessions } from "./access.ts";
import { aboutUser, change } from "./change.ts";
import { dropExpectationsOf } from "./expectations.ts";
import { directAssignments, mailAccountsOf, sipAccountOf } from "./indexes.ts";
import { dropLimitsOf } from "./limits.ts";
import { readUser } from "./read-user.ts";
import { ownedBy } from "./records.ts";
import { touchRoles } from "./set-direct-roles.ts";
import type { Draft, StoredUser, Tables } from "./tables.ts";
import { putSipAccount } from "./user-accounts.ts";
import type { Call } from "./verb.ts";

/** Takes a user out for good. Whoever asks for their own end is told that first, whatever they own. */
export function removeUser(user: StoredUser, call: Call): void {
  const { store, actor } = call;
  const { id } = user;
  if (id !== actor.user.id && isInUse(store.tables, id)) throw new CrewError("in_use");
  change(call, (made) => {
    const { draft, audit, tell } = made;
    const before = readUser(store, user);
    const roles = directAssignments(draft.tables, id).map(({ roleId }) => roleId);
    if (dropLimitsOf(store, draft, "user", id)) tell("security.changed", null);
    dropExpectationsOf(store, made, { type: "user", id });
    takeApart(draft, user, call);
    touchRoles(store, draft, roles);
    audit({ action: "user.remove", recordType: "user", recordId: id, before, after: null });
    tell("user.removed", id, aboutUser(store.tables, id));
    if (roles.length > 0) tell("assignment.changed", null);
  });
}

function isInUse(tables: Tables, id: Id): boolean {
  return ownedBy(tables, id).length > 0 || [...tables.departments.values()].some(({ headId }) => headId === id);
}

/** Calls, the login log and the audit log keep what they say of the person. */
function takeApart(draft: Draft, { id, departmentId }: StoredUser, { store }: Call): void {
  const sipAccount = sipAccountOf(draft.tables, id);
  putSipAccount(store, draft, id, null);
  if (sipAccount) draft.put("sipAccounts", { ...sipAccount, userId: null, checkedAt: null });
  for (const account of mailAccountsOf(draft.tables, id)) {
    draft.drop("mailAccounts", account.id);
    draft.drop("secrets", `mail:${account.id}`);
  }
  const own = new Set(directAssignments(draft.tables, id));
  if (own.size > 0) draft.set({ assignments: draft.tables.assignments.filter((assignment) => !own.has(assignment)) });
  dropSessions(draft, id);
  for (const counted of draft.tables.counts.values()) if (counted.userId === id) draft.drop("counts", counted.id);
  for (const use of draft.tables.uses.values()) if (use.userId === id) draft.drop("uses", use.id);
  draft.drop("ipRules", id);
  draft.drop("suspensions", id);
  draft.drop("secrets", `user:${id}`);
  draft.drop("users", id);
  draft.put("removedUsers", { id, departmentId });
}
