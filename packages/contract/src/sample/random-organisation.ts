import type { Subject } from "../assignments/assignment.ts";
import type { IsoTime } from "../primitives.ts";
import type { Catalogue } from "../rights/catalogue.ts";
import type { RightsAssignment, RightsFacts, RightsRole, RightsUser } from "../rights/facts.ts";
import { type Scope, scopes } from "../rights/scope.ts";
import type { TreeNode } from "../rights/tree.ts";
import { pick } from "./random.ts";

/** A small company made up for a test of rights. */
export interface RandomOrganisation {
  readonly facts: RightsFacts;
  readonly users: readonly RightsUser[];
  /** The actions that its roles grant. */
  readonly actions: readonly string[];
}

/** How large it may get. */
export interface RandomSizes {
  readonly departments: number;
  readonly groups: number;
  readonly roles: number;
  readonly users: number;
  readonly assignments: number;
}

const small: RandomSizes = { departments: 6, groups: 5, roles: 4, users: 4, assignments: 9 };

const actions = ["deal.view", "deal.edit", "deal.export", "call.place"];
const states = ["active", "active", "active", "active", "active", "blocked", "deactivated", "suspended"] as const;

/**
 * An organisation by chance: trees in any order, now and then with a ring or a parent that is missing; subjects of all
 * kinds; assignments that end before, at and after `around`, or never; roles that are gone; now and then a catalogue that
 * has less than the roles grant.
 * @param random numbers from 0 up to 1, such as `seededRandom` gives them
 */
export function randomOrganisation(random: () => number, around: Date, sizes: RandomSizes = small): RandomOrganisation {
  const departments = randomTree(random, "d", 1 + Math.floor(random() * sizes.departments));
  const groups = randomTree(random, "g", Math.floor(random() * (sizes.groups + 1)));
  const roles = times(1 + Math.floor(random() * sizes.roles), (n) => randomRole(random, `r${String(n)}`));
  const users = times(1 + Math.floor(random() * sizes.users), (n) =>
    randomUser(random, `u${String(n)}`, departments, groups),
  );
  const assignments = times(Math.floor(random() * (sizes.assignments + 1)), (): RightsAssignment => ({
    roleId: random() < 0.95 ? pick(random, roles).id : "r-gone",
    subject: randomSubject(random, users, departments, groups),
    until: randomEnd(random, around),
  }));
  const departmentScope = random() < 0.2 ? "same" : "below";
  const catalogue = random() < 0.4 ? randomCatalogue(random) : undefined;
  return { facts: { departments, groups, roles, assignments, departmentScope, catalogue }, users, actions };
}

const offered: readonly (readonly Scope[])[] = [
  scopes,
  ["none", "own", "any"],
  ["none", "own", "department"],
  ["none", "any"],
  ["none", "own"],
];

/** What can be granted: not every scope of every action, and not every action. */
export function randomCatalogue(random: () => number): Catalogue {
  const offers = actions
    .filter(() => random() < 0.9)
    .map((key) => ({ key, label: null, scopes: pick(random, offered), meaning: null, requires: [] }));
  return { sections: [{ id: "s", label: null, entities: [{ id: "e", label: null, actions: offers }] }] };
}

/** A role whose grants are by chance. */
export function randomRole(random: () => number, id: string): RightsRole {
  const granted = actions.filter(() => random() < 0.6);
  return {
    id,
    name: `Role ${id}`,
    grants: Object.fromEntries(granted.map((action) => [action, pick(random, scopes)])),
  };
}

function times<T>(count: number, make: (n: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, n) => make(n));
}

function randomTree(random: () => number, prefix: string, size: number): readonly TreeNode[] {
  const nodes = times(size, (n) => ({
    id: `${prefix}${String(n)}`,
    parentId: n > 0 && random() < 0.75 ? `${prefix}${String(Math.floor(random() * n))}` : null,
  }));
  if (size > 1 && random() < 0.05) Object.assign(nodes[0] ?? {}, { parentId: pick(random, nodes).id }); // perhaps a ring
  if (size > 1 && random() < 0.05) Object.assign(pick(random, nodes), { parentId: `${prefix}-missing` });
  return random() < 0.5 ? nodes : nodes.toReversed();
}

function randomUser(
  random: () => number,
  id: string,
  departments: readonly TreeNode[],
  groups: readonly TreeNode[],
): RightsUser {
  return {
    id,
    state: pick(random, states),
    departmentId: random() < 0.97 ? pick(random, departments).id : "d-missing",
    positionId: random() < 0.7 ? `p${String(Math.floor(random() * 3))}` : null,
    groupIds: groups.filter(() => random() < 0.3).map((group) => group.id),
  };
}

function randomSubject(
  random: () => number,
  users: readonly RightsUser[],
  departments: readonly TreeNode[],
  groups: readonly TreeNode[],
): Subject {
  const kind = random();
  if (kind < 0.3) return { type: "user", id: pick(random, users).id };
  if (kind < 0.5) return { type: "position", id: `p${String(Math.floor(random() * 3))}` };
  if (kind < 0.75 || groups.length === 0)
    return { type: "department", id: random() < 0.95 ? pick(random, departments).id : "d-missing" };
  return { type: "group", id: pick(random, groups).id };
}

/** At the very instant, a moment to either side, tomorrow and written in another way: or never. */
function randomEnd(random: () => number, around: Date): IsoTime | null {
  if (random() < 0.5) return null;
  const at = new Date(around.getTime() + pick(random, [-86_400_000, -1, 0, 1, 86_400_000])).toISOString();
  return random() < 0.5 ? at : at.replace("Z", "+00:00");
}
