import type { Subject } from "../assignments/assignment.ts";
import type { Id } from "../primitives.ts";
import type { ActionKey } from "./catalogue.ts";
import type { Grants, RightsAssignment, RightsFacts, RightsRole } from "./facts.ts";
import { grantsIn, RightsRow } from "./rights-row.ts";
import { RoleSets } from "./role-sets.ts";
import { type Scope, scopes } from "./scope.ts";
import { chainOf, compileTree, type Tree } from "./tree.ts";

/** An assignment that counts, with what is looked up of it again and again. */
export interface CountingAssignment {
  readonly assignment: RightsAssignment;
  /** The role's number. */
  readonly role: number;
  /** In milliseconds; infinite for good. */
  readonly ends: number;
}

/** What comes to somebody by one place, such as a department with all above it. */
export interface Reached {
  readonly assignments: readonly CountingAssignment[];
  /** Number of the set of their roles. */
  readonly set: number;
}

/** What does not change with time. */
interface Frame {
  readonly facts: RightsFacts;
  /** The column of each action that a role names. */
  readonly actions: ReadonlyMap<ActionKey, number>;
  /** The number of each role. */
  readonly roles: ReadonlyMap<Id, number>;
  /** What each role grants, by number and column, as places in `scopes`. */
  readonly levels: readonly Uint8Array[];
  readonly departments: Tree;
  readonly groups: Tree;
}

type BySubject<T> = Readonly<Record<Subject["type"], Map<Id, T>>>;

/**
 * The rights of an organisation, made ready for questions, as they stand in one span of time in which no assignment
 * ends. Immutable to the outside; what is asked for is worked out once and kept.
 */
export interface CompiledRights extends Frame {
  /** The span in milliseconds: `from` counts in, `until` does not. */
  readonly from: number;
  readonly until: number;
  readonly sets: RoleSets;
  /** @internal The assignments that count. */
  readonly given: BySubject<readonly CountingAssignment[]>;
  /** @internal With those further up, as far as it was asked for. */
  readonly reached: BySubject<Reached>;
  /** @internal By set of roles, as far as it was asked for. */
  readonly rows: Map<number, RightsRow>;
  /** @internal The same facts in other spans, the one worked out last at the end. */
  readonly views: CompiledRights[];
}

/** The last instant that a date can name. */
const LAST_INSTANT = 8.64e15;

/** Spans that are kept of one organisation: now, for good, and one that somebody compares. Each has rows of its own. */
const KEPT_VIEWS = 3;

/**
 * Makes an organisation ready for questions about an instant. Takes one pass over departments, groups, roles and
 * assignments; people are not needed.
 * @param like an organisation that may have the same trees, which are taken over then
 */
export function compileRights(facts: RightsFacts, at: Date, like?: CompiledRights): CompiledRights {
  return viewOf(frameOf(facts, like), at.getTime(), []);
}

/** The same rights at another instant: the very same object while no assignment ends in between. */
export function rightsAt(rights: CompiledRights, at: Date): CompiledRights {
  const instant = at.getTime();
  const holds = ({ from, until }: CompiledRights): boolean => instant >= from && instant < until;
  if (holds(rights)) return rights;
  const { views } = rights;
  const place = views.findIndex(holds);
  const [known] = place < 0 ? [] : views.splice(place, 1);
  if (!known) return viewOf(rights, instant, views);
  views.push(known);
  return known;
}

/** The same rights for whoever goes with the time: at another instant, and spans that are over by then are let go. */
export function movedOn(rights: CompiledRights, at: Date): CompiledRights {
  const now = rightsAt(rights, at);
  if (now === rights) return rights;
  const { views } = now;
  views.splice(0, views.length, ...views.filter(({ until }) => until > at.getTime()));
  return now;
}

/** The rights once everything that has an end is over. */
export function rightsForGood(rights: CompiledRights): CompiledRights {
  return rightsAt(rights, new Date(LAST_INSTANT));
}

/**
 * The same organisation with other grants of some roles. Works out anew only what those reach: every other row of rights
 * stays the same object. Roles that the organisation does not know are passed over.
 */
export function withRoles(rights: CompiledRights, changed: readonly RightsRole[]): CompiledRights {
  const known = new Map(changed.flatMap((role) => (rights.roles.has(role.id) ? [[role.id, role] as const] : [])));
  const roles = rights.facts.roles.map((role) => known.get(role.id) ?? role);
  const actions = columnsOf(known.values(), rights.actions);
  const narrow = narrowing(rights.facts);
  const levels = rights.levels.map((row, number) => {
    const role = roles[number];
    return role && known.has(role.id) ? levelsOf(role, actions, narrow) : row;
  });
  const touched = new Set([...known.keys()].map((id) => rights.roles.get(id)));
  const views: CompiledRights[] = [];
  const facts = { ...rights.facts, roles };
  const regranted = (view: CompiledRights): CompiledRights => {
    const kept = [...view.rows].filter(([set]) => !view.sets.rolesOf(set).some((role) => touched.has(role)));
    return { ...view, facts, actions, levels, rows: new Map(kept), views };
  };
  const after = regranted(rights);
  views.push(...rights.views.filter((view) => view !== rights).map(regranted), after);
  return after;
}

/**
 * The same organisation once other roles are given to one user directly, at an instant in the span of `rights`. Nobody
 * else's assignments are made ready anew, nor is what holds for good; the span that is told may be narrower than need be.
 * @param assignments all of the user's own, in place of those they had
 */
export function withDirectAssignments(
  rights: CompiledRights,
  userId: Id,
  assignments: readonly RightsAssignment[],
  at: Date,
): CompiledRights {
  const others = rights.facts.assignments.filter(({ subject }) => subject.type !== "user" || subject.id !== userId);
  const facts = { ...rights.facts, assignments: [...others, ...assignments] };
  const views: CompiledRights[] = [];
  const given = (view: CompiledRights, instant: number): CompiledRights => {
    const own = counting(rights, assignments, instant);
    const user = new Map(view.given.user);
    user.delete(userId);
    return {
      ...view,
      facts,
      from: Math.max(view.from, own.from),
      until: Math.min(view.until, own.until),
      given: { ...view.given, user: own.list.length === 0 ? user : user.set(userId, own.list) },
      reached: { ...view.reached, user: new Map() },
      views,
    };
  };
  const forGood = rights.views.find((view) => view !== rights && view.until === Infinity);
  if (forGood) views.push(given(forGood, LAST_INSTANT));
  const after = given(rights, at.getTime());
  views.push(after);
  return after;
}

/** What comes to somebody by a subject that stands for them, the department and group with all above. */
export function reachedBy(rights: CompiledRights, type: Subject["type"], id: Id): Reached {
  const known = rights.reached[type].get(id);
  if (known) return known;
  const given = rights.given[type];
  const chain =
    type === "department" ? chainOf(rights.departments, id) : type === "group" ? chainOf(rights.groups, id) : [id];
  const assignments = chain.flatMap((each) => given.get(each) ?? []);
  if (assignments.length === 0) return nothing;
  const reached = { assignments, set: rights.sets.idOf(assignments.map(({ role }) => role)) };
  rights.reached[type].set(id, reached);
  return reached;
}

const nothing: Reached = { assignments: [], set: 0 };

/** The rights of everybody who has exactly these roles. */
export function rowOf(rights: CompiledRights, set: number): RightsRow {
  const known = rights.rows.get(set);
  if (known) return known;
  const { actions, facts } = rights;
  const levels = new Uint8Array(actions.size);
  const roles = rights.sets.rolesOf(set);
  for (const role of roles) {
    const own = rights.levels[role];
    for (let column = own?.length ?? 0; column-- > 0;) {
      const level = own?.[column] ?? 0;
      if (level > (levels[column] ?? 0)) levels[column] = level;
    }
  }
  const row = new RightsRow(
    actions,
    levels,
    roles.flatMap((role) => facts.roles[role] ?? []),
    set,
  );
  rights.rows.set(set, row);
  return row;
}

/** What a role grants, as the catalogue narrows it. Nothing where there is no such role. */
export function grantsOfRole({ actions, levels, roles }: CompiledRights, id: Id): Grants {
  return grantsIn(actions, levels[roles.get(id) ?? -1]);
}

type Narrowing = (action: ActionKey, scope: Scope) => number;

/** The level that a grant comes to, see `RightsRules.catalogue`. */
function narrowing({ catalogue }: RightsFacts): Narrowing {
  const levelOf = (scope: Scope): number => Math.max(0, scopes.indexOf(scope));
  if (!catalogue) return (_action, scope) => levelOf(scope);
  const actions = catalogue.sections.flatMap(({ entities }) => entities.flatMap((entity) => entity.actions));
  const offered = new Map(actions.map((action) => [action.key, action.scopes]));
  return (action, scope) => {
    const granted = levelOf(scope);
    return Math.max(0, ...(offered.get(action) ?? []).map(levelOf).filter((level) => level <= granted));
  };
}

function columnsOf(roles: Iterable<RightsRole>, known: Frame["actions"] = new Map()): Frame["actions"] {
  const actions = new Map(known);
  for (const { grants } of roles)
    for (const action of Object.keys(grants)) if (!actions.has(action)) actions.set(action, actions.size);
  return actions.size === known.size ? known : actions;
}

function levelsOf({ grants }: RightsRole, actions: Frame["actions"], narrow: Narrowing): Uint8Array {
  const levels = new Uint8Array(actions.size);
  for (const [action, scope] of Object.entries(grants)) levels[actions.get(action) ?? -1] = narrow(action, scope);
  return levels;
}

function frameOf(facts: RightsFacts, like: CompiledRights | undefined): Frame {
  const actions = columnsOf(facts.roles);
  const narrow = narrowing(facts);
  return {
    facts,
    actions,
    roles: new Map(facts.roles.map(({ id }, number) => [id, number])),
    levels: facts.roles.map((role) => levelsOf(role, actions, narrow)),
    departments: like?.facts.departments === facts.departments ? like.departments : compileTree(facts.departments),
    groups: like?.facts.groups === facts.groups ? like.groups : compileTree(facts.groups),
  };
}

/** Those of the assignments that count at an instant, and the span for which that holds. */
function counting(
  { roles }: Pick<Frame, "roles">,
  assignments: readonly RightsAssignment[],
  instant: number,
): { readonly list: readonly CountingAssignment[]; readonly from: number; readonly until: number } {
  const list: CountingAssignment[] = [];
  let [from, until] = [-Infinity, Infinity];
  for (const assignment of assignments) {
    const ends = assignment.until === null ? Infinity : Date.parse(assignment.until);
    if (ends <= instant) {
      from = Math.max(from, ends);
      continue;
    }
    until = Math.min(until, ends);
    const role = roles.get(assignment.roleId);
    if (role !== undefined) list.push({ assignment, role, ends });
  }
  return { list, from, until };
}

function viewOf(frame: Frame, instant: number, views: CompiledRights[]): CompiledRights {
  const given = { user: new Map(), position: new Map(), department: new Map(), group: new Map() } as BySubject<
    CountingAssignment[]
  >;
  const { list, from, until } = counting(frame, frame.facts.assignments, instant);
  for (const each of list) {
    const { type, id } = each.assignment.subject;
    const known = given[type].get(id);
    if (known) known.push(each);
    else given[type].set(id, [each]);
  }
  const { facts, actions, roles, levels, departments, groups } = frame;
  const view: CompiledRights = {
    facts,
    actions,
    roles,
    levels,
    departments,
    groups,
    from,
    until,
    sets: new RoleSets(),
    given,
    reached: { user: new Map(), position: new Map(), department: new Map(), group: new Map() },
    rows: new Map(),
    views,
  };
  if (views.length >= KEPT_VIEWS) views.shift();
  views.push(view);
  return view;
}
