import type { Subject } from "../assignments/assignment.ts";
import type { CompiledRights } from "./compiled-rights.ts";
import { grantsOfRole } from "./compiled-rights.ts";
import type { ExpectationSubject, RightsExpectation } from "./expectation.ts";
import { explain, type RightsPath } from "./explain.ts";
import type { RightsUser } from "./facts.ts";
import { type Scope, scopes } from "./scope.ts";
import { chainOf } from "./tree.ts";
import { standingRightsOf } from "./user-rights.ts";

/** Expectations by whom they speak of, so that of many only those are looked at that concern somebody. */
export type ExpectationIndex = ReadonlyMap<string, readonly RightsExpectation[]>;

export function indexExpectations(expectations: readonly RightsExpectation[]): ExpectationIndex {
  const index = new Map<string, RightsExpectation[]>();
  for (const expectation of expectations) {
    const key = keyOf(expectation.subject);
    const others = index.get(key);
    if (others) others.push(expectation);
    else index.set(key, [expectation]);
  }
  return index;
}

function keyOf({ type, id }: ExpectationSubject): string {
  return `${type} ${id}`;
}

/**
 * The expectations that a user breaks, and by how many scopes. People who are suspended count like active ones, because
 * they come back by themselves; those who are blocked or deactivated may do nothing and break none.
 */
export function breachesOf(
  rights: CompiledRights,
  index: ExpectationIndex,
  user: RightsUser,
): ReadonlyMap<RightsExpectation, number> {
  const breaches = new Map<RightsExpectation, number>();
  if (!isExpectedOf(user)) return breaches;
  const own = standingRightsOf(rights, user);
  const { departments, groups } = rights;
  const look = (type: ExpectationSubject["type"], id: string): void => {
    for (const expectation of index.get(keyOf({ type, id })) ?? []) {
      const excess = excessOf(expectation, own.row.levelOf(expectation.action));
      if (excess > 0) breaches.set(expectation, excess);
    }
  };
  look("user", user.id);
  if (user.positionId !== null) look("position", user.positionId);
  for (const id of chainOf(departments, user.departmentId)) look("department", id);
  for (const groupId of user.groupIds) for (const id of chainOf(groups, groupId)) look("group", id);
  for (const id of own.row.roleIds) look("role", id);
  return breaches;
}

/** Whether expectations are about people in the state of a user. */
export function isExpectedOf({ state }: Pick<RightsUser, "state">): boolean {
  return state === "active" || state === "suspended";
}

/** By how many scopes a level goes beyond an expectation; 0 or less where it is kept. */
function excessOf({ bound, scope }: RightsExpectation, level: number): number {
  const beyond = level - scopes.indexOf(scope);
  return bound === "at_most" ? beyond : -beyond;
}

/**
 * By how many scopes the role of an expectation goes beyond it by itself, whoever has it; 0 or less where it does not. Only
 * 'at most' can be broken so: what a role lacks people may have by another.
 */
export function excessOfRole(rights: CompiledRights, expectation: RightsExpectation): number {
  const { subject, action, bound } = expectation;
  if (subject.type !== "role" || bound !== "at_most") return 0;
  return excessOf(expectation, scopes.indexOf(grantsOfRole(rights, subject.id)[action] ?? "none"));
}

/** How far an action of somebody reaches, by standing rights, and the path that reaches farthest. */
export function standingOf(
  rights: CompiledRights,
  user: RightsUser,
  action: string,
): { readonly scope: Scope; readonly path: RightsPath | null } {
  const path = explain(rights, user, action).paths[0] ?? null;
  return { scope: path?.scope ?? "none", path };
}

/** Who breaks an expectation, told by subjects, for a backend to ask its database. */
export interface BreachQuery {
  /** Those it speaks of are people whom one of these stands for. */
  readonly of: readonly Subject[];
  /** Roles that reach as far, or too far, are given to these. */
  readonly granted: readonly Subject[];
  /** Whether those break it whom one of `granted` stands for, or those whom none does. */
  readonly brokenBy: "granted" | "others";
}

/**
 * The question for those who break an expectation: of the people in a state that counts ({@link isExpectedOf}) exactly
 * those for whom {@link breachesOf} tells it.
 */
export function breachQuery(rights: CompiledRights, expectation: RightsExpectation): BreachQuery {
  const { subject, action, bound, scope } = expectation;
  const limit = scopes.indexOf(scope);
  if (bound === "at_least" && limit === 0) return { of: [], granted: [], brokenBy: "others" };
  const column = rights.actions.get(action) ?? -1;
  const grants = (role: number): boolean => {
    const level = rights.levels[role]?.[column] ?? 0;
    return bound === "at_most" ? level > limit : level >= limit;
  };
  const number = rights.roles.get(subject.id);
  const of =
    subject.type === "role" ? subjectsOf(rights, (role) => role === number) : [{ type: subject.type, id: subject.id }];
  return { of, granted: subjectsOf(rights, grants), brokenBy: bound === "at_most" ? "granted" : "others" };
}

/** To whom the roles are given now that a test picks. */
function subjectsOf({ given }: CompiledRights, isMeant: (role: number) => boolean): readonly Subject[] {
  return Object.values(given).flatMap((byId) =>
    [...byId.values()].flatMap((assignments) =>
      assignments.filter(({ role }) => isMeant(role)).map(({ assignment }) => assignment.subject),
    ),
  );
}
