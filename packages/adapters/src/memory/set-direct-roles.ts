import type { Assignment, Id } from "@crewdock/contract";
import { isCurrent } from "./read-user.ts";
import type { Store, Tables } from "./store.ts";

/** Makes a person's direct roles exactly these; one that stays keeps its end date. */
export function setDirectRoles(store: Store, tables: Tables, userId: Id, roleIds: readonly Id[]): void {
  const at = store.now().toISOString();
  const isMine = ({ subject }: Assignment): boolean => subject.type === "user" && subject.id === userId;
  const mine = tables.assignments.filter(isMine);
  const kept = mine.filter((assignment) => roleIds.includes(assignment.roleId) && isCurrent(assignment, at));
  const fresh = [...new Set(roleIds)].filter((roleId) => !kept.some((assignment) => assignment.roleId === roleId));
  if (fresh.length === 0 && kept.length === mine.length) return;
  tables.assignments = [
    ...tables.assignments.filter((assignment) => !isMine(assignment)),
    ...kept,
    ...fresh.map((roleId): Assignment => ({ roleId, subject: { type: "user", id: userId }, until: null })),
  ];
  touchRoles(store, tables, [...fresh, ...mine.filter((one) => !kept.includes(one)).map(({ roleId }) => roleId)]);
}

/** Gives roles a new version, because their assignments are others now. */
export function touchRoles(store: Store, tables: Tables, roleIds: readonly Id[]): void {
  for (const roleId of new Set(roleIds)) {
    const role = tables.roles.get(roleId);
    if (role) tables.roles.set(roleId, { ...role, version: store.nextVersion() });
  }
}
