import type { Subject } from "../assignments/assignment.ts";
import type { Id } from "../primitives.ts";
import { endedBetween } from "./assignment-ends.ts";
import type { ActionKey } from "./catalogue.ts";
import { type CompiledRights, type CountingAssignment, reachedBy, rowOf } from "./compiled-rights.ts";
import type { Grants, RecordFacts, RightsUser } from "./facts.ts";
import { grantsIn, type RightsRow } from "./rights-row.ts";
import { type Scope, scopes, widest } from "./scope.ts";
import { chainOf, type Tree, type TreeSpan } from "./tree.ts";

const DEPARTMENT = 2;
const ANY = 3;

/** What one user may do in one span of time. */
export class UserRights<U extends RightsUser = RightsUser> {
  readonly user: U;
  /** Shared by all who have the same roles. */
  readonly row: RightsRow;
  readonly #id: Id;
  readonly #home: Id;
  readonly #start: number;
  readonly #end: number;
  readonly #departments: Tree;
  #grants: Grants | undefined;

  /** @internal see {@link rightsOf} */
  constructor(user: U, row: RightsRow, departments: Tree, reach: TreeSpan) {
    this.user = user;
    this.row = row;
    this.#id = user.id;
    this.#home = user.departmentId;
    this.#departments = departments;
    this.#start = reach.start;
    this.#end = reach.end;
  }

  /** The effective scope by action; what is absent is `none`. */
  get grants(): Grants {
    // kept here, not with the row: few are asked for all of it, and it weighs many times the row
    this.#grants ??= grantsIn(this.row.actions, this.row.levels);
    return this.#grants;
  }

  /**
   * What the roles say, whatever the catalogue makes of it: of no account for what the user may do, but what the catalogue
   * lacks today it may have tomorrow. What is handed out is compared by this.
   */
  get held(): Grants {
    const held: Record<ActionKey, Scope> = {};
    for (const { grants } of this.row.roles)
      for (const [action, scope] of Object.entries(grants))
        if (scope !== "none") held[action] = widest(held[action] ?? "none", scope);
    return held;
  }

  scopeOf(action: ActionKey): Scope {
    return scopes[this.row.levelOf(action)] ?? "none";
  }

  /** Whether the user may do this to a record; without one, whether the action is granted at all, in any scope. */
  can(action: ActionKey, record?: RecordFacts): boolean {
    const level = this.row.levelOf(action);
    return record === undefined ? level > 0 : this.covers(level, record);
  }

  /** Whether a level, which is the place of a scope in `scopes`, covers a record of the user's, whatever gives it. */
  covers(level: number, { ownerId, departmentId }: RecordFacts): boolean {
    if (level === ANY || level === 0) return level === ANY;
    if (ownerId === this.#id) return true;
    return level === DEPARTMENT && departmentId !== null && this.reaches(departmentId);
  }

  /** Whether the scope `department` of the user covers a department. */
  reaches(departmentId: Id): boolean {
    if (departmentId === this.#home) return true;
    const place = this.#departments.places.get(departmentId);
    return place !== undefined && place >= this.#start && place < this.#end;
  }

  /** Whether the scope `department` of both is sure to cover the same departments. */
  reachesLike(other: UserRights): boolean {
    return (
      this.#home === other.#home &&
      this.#departments === other.#departments &&
      this.#start === other.#start &&
      this.#end === other.#end
    );
  }

  /** The same user with other rights. */
  withRow(row: RightsRow): UserRights<U> {
    return new UserRights(this.user, row, this.#departments, { start: this.#start, end: this.#end });
  }

  /** The departments that the scope `department` of the user covers, their own first. */
  get departments(): readonly Id[] {
    const covered = this.#departments.order.slice(Math.max(0, this.#start), this.#end);
    return [this.#home, ...covered.filter((id) => id !== this.#home)];
  }
}

/** What a user may do. One who is not active may do nothing. */
export function rightsOf<U extends RightsUser>(rights: CompiledRights, user: U): UserRights<U> {
  return made(rights, user, user.state === "active" ? roleSetOf(rights, user) : 0);
}

/** What a user may do, or may do again once active: blocking somebody takes no right away for good. */
export function standingRightsOf<U extends RightsUser>(rights: CompiledRights, user: U): UserRights<U> {
  return made(rights, user, roleSetOf(rights, user));
}

function made<U extends RightsUser>(rights: CompiledRights, user: U, set: number): UserRights<U> {
  const { departments, facts } = rights;
  const place = departments.places.get(user.departmentId) ?? -1;
  const below = departments.spans[place];
  const reach = below && facts.departmentScope !== "same" ? below : { start: place, end: place + 1 };
  return new UserRights(user, rowOf(rights, set), departments, reach);
}

/** The number of the set of roles that reach a user, whatever their state. */
export function roleSetOf(rights: CompiledRights, { id, positionId, departmentId, groupIds }: RightsUser): number {
  const { sets } = rights;
  let set = reachedBy(rights, "department", departmentId).set;
  if (positionId !== null) set = sets.union(set, reachedBy(rights, "position", positionId).set);
  for (const groupId of groupIds) set = sets.union(set, reachedBy(rights, "group", groupId).set);
  return sets.union(set, reachedBy(rights, "user", id).set);
}

/** A way by which assignments come to a user: themselves, or where they stand. */
export interface Entry {
  readonly id: Id;
  readonly assignments: readonly CountingAssignment[];
}

/** All ways by which assignments come to a user, the nearest first. */
export function entriesOf(
  rights: CompiledRights,
  { id, positionId, departmentId, groupIds }: RightsUser,
): readonly Entry[] {
  const entries = [{ id, assignments: reachedBy(rights, "user", id).assignments }];
  if (positionId !== null)
    entries.push({ id: positionId, assignments: reachedBy(rights, "position", positionId).assignments });
  for (const groupId of groupIds)
    entries.push({ id: groupId, assignments: reachedBy(rights, "group", groupId).assignments });
  entries.push({ id: departmentId, assignments: reachedBy(rights, "department", departmentId).assignments });
  return entries;
}

/** When the next of the assignments to a user ends; null when none does. */
export function nextEndOf(rights: CompiledRights, user: RightsUser): Date | null {
  let next = Infinity;
  for (const { assignments } of entriesOf(rights, user))
    for (const { ends } of assignments) next = Math.min(next, ends);
  return next === Infinity ? null : new Date(next);
}

/**
 * Whether an assignment to the user has ended after an instant, up to the span of these rights. The rights of back then are
 * not needed for it, and only what has ended in between is looked at.
 */
export function hasEndedSince(rights: CompiledRights, user: RightsUser, since: Date): boolean {
  if (rights.from <= since.getTime()) return false;
  const { departments, groups, roles, facts } = rights;
  const standsFor: Readonly<Record<Subject["type"], readonly Id[]>> = {
    user: [user.id],
    position: user.positionId === null ? [] : [user.positionId],
    department: chainOf(departments, user.departmentId),
    group: user.groupIds.flatMap((id) => chainOf(groups, id)),
  };
  for (const { roleId, subject } of endedBetween(facts.assignments, since.getTime(), rights.from))
    if (standsFor[subject.type].includes(subject.id) && roles.has(roleId)) return true;
  return false;
}
