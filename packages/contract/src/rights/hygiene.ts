import type { Subject } from "../assignments/assignment.ts";
import type { Position } from "../org/org.ts";
import type { Id, IsoTime } from "../primitives.ts";
import { administering } from "./administrators.ts";
import { type CompiledRights, reachedBy, rightsAt } from "./compiled-rights.ts";
import type { RightsUser } from "./facts.ts";
import { entriesOf, roleSetOf } from "./user-rights.ts";

/** What the check-up reads of a position: choosing it gives people its default role directly. */
export type HygienePosition = Pick<Position, "id" | "defaultRoleId">;

/** A role that allows nothing beyond what another one allows. */
export interface ContainedRole {
  readonly roleId: Id;
  /** The nearest roles that allow all of it and more; several where they are alike or neither contains the other. */
  readonly within: readonly Id[];
  /** Users who have it and one of {@link ContainedRole.within}: to them it adds nothing now. */
  readonly userIds: readonly Id[];
}

/** A role that no user has. */
export interface UnheldRole {
  readonly roleId: Id;
  /** To whom it is given all the same: places in which nobody is. */
  readonly subjects: readonly Subject[];
  /** Positions that give it to the next person who gets them. */
  readonly positionIds: readonly Id[];
}

/** A role that was given until dates which have all passed. */
export interface EndedRole {
  readonly roleId: Id;
  /** When the last of its assignments ended. */
  readonly endedAt: IsoTime;
  readonly positionIds: readonly Id[];
}

/** A direct role that comes to the person in another way as well, and for at least as long. */
export interface DoubledRole {
  readonly roleId: Id;
  readonly by: readonly Subject[];
}

/** A person whose direct roles are not what their place in the organisation gives. */
export interface StrayUser<U extends RightsUser = RightsUser> {
  readonly user: U;
  /** Direct roles for good that neither the position nor anything else about the person gives. Without a position that gives roles there are none. */
  readonly extra: readonly Id[];
  readonly doubled: readonly DoubledRole[];
  /** The default role of the position, where the person has it in no way. */
  readonly missing: readonly Id[];
}

/** @see roleHygiene */
export interface RoleHygiene<U extends RightsUser = RightsUser> {
  /** Roles that allow exactly the same, two or more together. */
  readonly same: readonly (readonly Id[])[];
  readonly contained: readonly ContainedRole[];
  /** Roles that allow nothing. */
  readonly empty: readonly Id[];
  readonly unheld: readonly UnheldRole[];
  readonly ended: readonly EndedRole[];
  readonly strays: readonly StrayUser<U>[];
}

/**
 * What could be tidied up among roles and those who have them, at an instant. Nothing in it is wrong, and no right hangs on
 * it. Roles are compared by what they come to in the catalogue. A role that makes administrators allows about everything
 * by its nature: that it contains others is not told. People count in whatever state they are; leave out those who do not.
 *
 * Takes O(r² · k) for r roles of k actions, besides one look at each user.
 */
export function roleHygiene<U extends RightsUser>(
  rights: CompiledRights,
  positions: readonly HygienePosition[],
  users: readonly U[],
  at: Date,
): RoleHygiene<U> {
  const now = rightsAt(rights, at);
  const roles = now.facts.roles.map(({ id }, number): RoleLevels => rowed(id, number, now));
  const granting = roles.filter(({ weight }) => weight > 0);
  const holders = holdersOf(now, users);
  const without = now.facts.roles.filter(({ id }) => !holders.has(id)).map(({ id }) => absenceOf(now, positions, id));
  const defaults = new Map(positions.map(({ id, defaultRoleId }) => [id, defaultRoleId]));
  return {
    same: alike(granting),
    contained: containedAmong(granting, holders),
    empty: roles.filter(({ weight }) => weight === 0).map(({ id }) => id),
    unheld: without.flatMap((each) => ("endedAt" in each ? [] : [each])),
    ended: without.flatMap((each) => ("endedAt" in each ? [each] : [])),
    strays: users.flatMap((user) => strayOf(now, defaults, user) ?? []),
  };
}

interface RoleLevels {
  readonly id: Id;
  readonly levels: Uint8Array;
  /** The sum of all levels: what contains another role weighs more. */
  readonly weight: number;
  readonly administers: boolean;
}

/** The level that covers every record. */
const ANY = 3;

function rowed(id: Id, number: number, { levels, actions }: CompiledRights): RoleLevels {
  const row = new Uint8Array(actions.size);
  row.set(levels[number] ?? []);
  return {
    id,
    levels: row,
    weight: row.reduce((sum, level) => sum + level, 0),
    administers: administering.every((action) => row[actions.get(action) ?? -1] === ANY),
  };
}

function alike(roles: readonly RoleLevels[]): RoleHygiene["same"] {
  const groups = new Map<string, Id[]>();
  for (const { id, levels } of roles) {
    const key = levels.join();
    const known = groups.get(key);
    if (known) known.push(id);
    else groups.set(key, [id]);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}

function isWithinLevels(inner: RoleLevels, outer: RoleLevels): boolean {
  return inner.weight < outer.weight && inner.levels.every((level, column) => level <= (outer.levels[column] ?? 0));
}

type Holders = ReadonlyMap<Id, ReadonlySet<Id>>;

function containedAmong(roles: readonly RoleLevels[], holders: Holders): readonly ContainedRole[] {
  const byWeight = roles.toSorted((a, b) => a.weight - b.weight);
  return roles.flatMap((inner): ContainedRole[] => {
    const nearest: RoleLevels[] = [];
    // What is lighter comes first, so that whatever contains one that was found already stands farther off.
    for (const outer of byWeight)
      if (
        outer.administers === inner.administers &&
        isWithinLevels(inner, outer) &&
        !nearest.some((nearer) => isWithinLevels(nearer, outer))
      )
        nearest.push(outer);
    if (nearest.length === 0) return [];
    const userIds = [...(holders.get(inner.id) ?? [])].filter((userId) =>
      nearest.some(({ id }) => holders.get(id)?.has(userId)),
    );
    return [{ roleId: inner.id, within: nearest.map(({ id }) => id), userIds }];
  });
}

function holdersOf(rights: CompiledRights, users: readonly RightsUser[]): Holders {
  const holders = new Map<Id, Set<Id>>();
  for (const user of users)
    for (const number of rights.sets.rolesOf(roleSetOf(rights, user))) {
      const id = rights.facts.roles[number]?.id ?? "";
      const known = holders.get(id);
      if (known) known.add(user.id);
      else holders.set(id, new Set([user.id]));
    }
  return holders;
}

function absenceOf(
  { facts, from }: CompiledRights,
  positions: readonly HygienePosition[],
  roleId: Id,
): UnheldRole | EndedRole {
  const given = facts.assignments.filter((each) => each.roleId === roleId);
  const positionIds = positions.filter(({ defaultRoleId }) => defaultRoleId === roleId).map(({ id }) => id);
  // In the span of these rights whatever ends at its start or before is over.
  const open = given.filter(({ until }) => until === null || Date.parse(until) > from);
  const ends = given.flatMap(({ until }) => (until === null ? [] : [Date.parse(until)]));
  if (given.length === 0 || open.length > 0)
    return { roleId, subjects: open.map(({ subject }) => subject), positionIds };
  return { roleId, endedAt: new Date(Math.max(...ends)).toISOString(), positionIds };
}

function strayOf<U extends RightsUser>(
  rights: CompiledRights,
  defaults: ReadonlyMap<Id, Id | null>,
  user: U,
): StrayUser<U> | undefined {
  const direct = reachedBy(rights, "user", user.id).assignments;
  const others = entriesOf(rights, user)
    .slice(1)
    .flatMap(({ assignments }) => assignments);
  const { positionId } = user;
  const standard = positionId === null ? null : (defaults.get(positionId) ?? null);
  const positionGives =
    standard !== null || (positionId !== null && reachedBy(rights, "position", positionId).assignments.length > 0);
  const extra = new Set<Id>();
  const doubled = new Map<Id, readonly Subject[]>();
  for (const { assignment, role, ends } of direct) {
    const { roleId } = assignment;
    const ways = others.filter((other) => other.role === role);
    const lasting = ways.filter((other) => other.ends >= ends).map((other) => other.assignment.subject);
    if (lasting.length > 0) doubled.set(roleId, unique(lasting));
    // One with an end goes away by itself: somebody stands in for somebody else.
    else if (ways.length === 0 && positionGives && roleId !== standard && ends === Infinity) extra.add(roleId);
  }
  const number = standard === null ? undefined : rights.roles.get(standard);
  const has = (role: number): boolean => [...direct, ...others].some((each) => each.role === role);
  const missing = standard === null || number === undefined || has(number) ? [] : [standard];
  if (extra.size + doubled.size + missing.length === 0) return undefined;
  return { user, extra: [...extra], doubled: [...doubled].map(([roleId, by]) => ({ roleId, by })), missing };
}

/** Two groups that someone is in may have the same one above them. */
function unique(subjects: readonly Subject[]): readonly Subject[] {
  return [...new Map(subjects.map((subject) => [`${subject.type}:${subject.id}`, subject])).values()];
}
