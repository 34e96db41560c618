import type { Assignment, Id } from "@crewdock/contract";
import { directAssignments } from "./indexes.ts";
import { isCurrent } from "./read-user.ts";
import type { Store } from "./store.ts";
import type { Draft } from "./tables.ts";

/** Makes a person's direct roles exactly these; one that stays keeps its end date, unless it is to be `lasting`. */
export function setDirectRoles(store: Store, draft: Draft, userId: Id, roleIds: readonly Id[], lasting?: Id): void {
  const at = store.now().toISOString();
  const mine = directAssignments(draft.tables, userId);
  const kept = mine.filter(
    (one) => roleIds.includes(one.roleId) && isCurrent(one, at) && (one.until === null || one.roleId !== lasting),
  );
  const fresh = [...new Set(roleIds)].filter((roleId) => !kept.some((assignment) => assignment.roleId === roleId));
  if (fresh.length === 0 && kept.length === mine.length) return;
  const former = new Set(mine);
  draft.set({
    assignments: [
      ...draft.tables.assignments.filter((assignment) => !former.has(assignment)),
      ...kept,
      ...fresh.map((roleId): Assignment => ({ roleId, subject: { type: "user", id: userId }, until: null })),
    ],
  });
  touchRoles(store, draft, [...fresh, ...mine.filter((one) => !kept.includes(one)).map(({ roleId }) => roleId)]);
}

/** Gives roles a new version, because their assignments are others now. */
export function touchRoles(store: Store, draft: Draft, roleIds: Iterable<Id>): void {
  for (const roleId of new Set(roleIds)) {
    const role = draft.tables.roles.get(roleId);
    if (role) draft.put("roles", { ...role, version: store.nextVersion() });
  }
}
