import type { Assignment, Subject } from "../assignments/assignment.ts";
import type { Department } from "../org/org.ts";
import type { IsoTime } from "../primitives.ts";
import type { Role } from "../roles/role.ts";
import type { User } from "../users/user.ts";
import type { ActionKey } from "./catalogue.ts";
import { type Scope, widest } from "./scope.ts";

/** What the rights engine reads of a user. */
export type RightsUser = Pick<User, "id" | "state" | "departmentId" | "positionId" | "groupIds">;

/** What the rights engine reads of an organisation. */
export interface RightsFacts {
  readonly departments: readonly Pick<Department, "id" | "parentId">[];
  /** User groups with the group above each. */
  readonly groups: readonly { readonly id: string; readonly parentId: string | null }[];
  readonly roles: readonly Pick<Role, "id" | "name" | "grants">[];
  readonly assignments: readonly Pick<Assignment, "roleId" | "subject" | "until">[];
}

/** One way by which a user comes to a scope. */
export interface RightsPath {
  readonly roleId: string;
  readonly roleName: string;
  readonly subject: Subject;
  readonly until: IsoTime | null;
  readonly scope: Scope;
}

/** What a record must tell so that a scope can be judged. */
export interface RecordFacts {
  readonly ownerId: string | null;
  readonly departmentId: string | null;
}

/** The departments of a subtree, the root first. */
export function departmentSubtree(departments: RightsFacts["departments"], rootId: string): ReadonlySet<string> {
  const found = new Set([rootId]);
  for (let grew = true; grew;) {
    grew = false;
    for (const department of departments) {
      if (department.parentId !== null && found.has(department.parentId) && !found.has(department.id)) {
        found.add(department.id);
        grew = true;
      }
    }
  }
  return found;
}

function withAncestors(
  nodes: readonly { readonly id: string; readonly parentId: string | null }[],
  ids: readonly string[],
): ReadonlySet<string> {
  const parents = new Map(nodes.map((node) => [node.id, node.parentId]));
  const found = new Set<string>();
  for (const start of ids) {
    for (let id: string | null = start; id !== null && !found.has(id); id = parents.get(id) ?? null) found.add(id);
  }
  return found;
}

/** The assignments that reach a user at an instant: their own, and those of position, departments and groups above them. */
export function assignmentsOf(user: RightsUser, facts: RightsFacts, at: IsoTime): RightsFacts["assignments"] {
  const departments = withAncestors(facts.departments, [user.departmentId]);
  const groups = withAncestors(facts.groups, user.groupIds);
  const now = Date.parse(at);
  return facts.assignments.filter(({ subject, until }) => {
    if (until !== null && Date.parse(until) <= now) return false;
    switch (subject.type) {
      case "user":
        return subject.id === user.id;
      case "position":
        return subject.id === user.positionId;
      case "department":
        return departments.has(subject.id);
      case "group":
        return groups.has(subject.id);
    }
  });
}

/** Every path by which a user comes to an action, the widest first. */
export function explain(user: RightsUser, action: ActionKey, facts: RightsFacts, at: IsoTime): readonly RightsPath[] {
  const roles = new Map(facts.roles.map((role) => [role.id, role]));
  const order: readonly Scope[] = ["any", "department", "own", "none"];
  return assignmentsOf(user, facts, at)
    .flatMap(({ roleId, subject, until }): RightsPath[] => {
      const role = roles.get(roleId);
      return role ? [{ roleId, roleName: role.name, subject, until, scope: role.grants[action] ?? "none" }] : [];
    })
    .sort((a, b) => order.indexOf(a.scope) - order.indexOf(b.scope));
}

/** The effective scope of every action that any role grants to the user. Actions not named are `none`. A user who is not active has none. */
export function effectiveGrants(user: RightsUser, facts: RightsFacts, at: IsoTime): Readonly<Record<ActionKey, Scope>> {
  if (user.state !== "active") return {};
  const roles = new Map(facts.roles.map((role) => [role.id, role]));
  const grants: Record<ActionKey, Scope> = {};
  for (const { roleId } of assignmentsOf(user, facts, at)) {
    for (const [action, scope] of Object.entries(roles.get(roleId)?.grants ?? {})) {
      grants[action] = widest(grants[action] ?? "none", scope);
    }
  }
  return grants;
}

/**
 * Whether a scope of an actor covers a record. `department` covers the actor's department and all below it.
 * `subtree` is {@link departmentSubtree} of the actor's department.
 */
export function covers(
  scope: Scope,
  actor: Pick<User, "id">,
  subtree: ReadonlySet<string>,
  record: RecordFacts,
): boolean {
  switch (scope) {
    case "none":
      return false;
    case "own":
      return record.ownerId === actor.id;
    case "department":
      return record.ownerId === actor.id || (record.departmentId !== null && subtree.has(record.departmentId));
    case "any":
      return true;
  }
}
