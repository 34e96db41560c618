import {
  type ActionKey,
  compareScopes,
  type RightsFacts,
  type RightsUser,
  type Scope,
  widest,
} from "@crewdock/contract";
import type { CatalogueIndex } from "./catalogue-index.ts";
import { type Given, subjectKey, type SubjectKey } from "./given.ts";

type Trees = Pick<RightsFacts, "departments" | "groups">;

/**
 * Of what is given to subjects, tells what a user has of it at an instant: by themselves, by position, department and
 * groups, and by all above these.
 */
export function reaching<T extends Given>(
  { departments, groups }: Trees,
  given: readonly T[],
  at: Date,
): (user: RightsUser) => readonly T[] {
  const bySubject = new Map<SubjectKey, T[]>();
  for (const each of given) {
    if (each.until !== null && Date.parse(each.until) <= at.getTime()) continue;
    const key = subjectKey(each.subject);
    bySubject.set(key, [...(bySubject.get(key) ?? []), each]);
  }
  const above = new Map<SubjectKey, SubjectKey>();
  for (const [type, nodes] of Object.entries({ department: departments, group: groups }))
    for (const { id, parentId } of nodes) if (parentId !== null) above.set(`${type}:${id}`, `${type}:${parentId}`);
  return ({ id, positionId, departmentId, groupIds }) => {
    const keys = new Set([
      `user:${id}`,
      `position:${positionId ?? ""}`,
      `department:${departmentId}`,
      ...groupIds.map((group) => `group:${group}`),
    ]);
    for (const key of keys) {
      const next = above.get(key);
      if (next) keys.add(next); // its turn comes in this same loop, and once only in a ring
    }
    return [...keys].flatMap((key) => bySubject.get(key) ?? []);
  };
}

/** How many people one subject or several stand for at an instant. */
export function countReached(users: readonly RightsUser[], trees: Trees, given: readonly Given[], at: Date): number {
  const found = reaching(trees, given, at);
  return users.filter((user) => found(user).length > 0).length;
}

/** What a grant comes to: the widest scope within it that the catalogue offers, see `RightsRules.catalogue`. */
export function countingScope(index: CatalogueIndex, action: ActionKey, granted: Scope): Scope {
  const offered = index.actions.get(action)?.scopes ?? [];
  return offered.filter((scope) => compareScopes(scope, granted) <= 0).reduce(widest, "none");
}
