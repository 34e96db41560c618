import type { Grants, RecordFacts, RightsAssignment, RightsFacts, RightsUser } from "@crewdock/contract";
import { pick, seededRandom } from "@crewdock/contract/sample";

const entities: readonly string[] = Array.from({ length: 12 }, (_, n) => `entity${String(n)}`);
const verbs: readonly string[] = ["view", "create", "edit", "delete", "export"];
const scopes = ["none", "own", "department", "any"] as const;

/** A string as a literal in a program is: kept once by the machine, so that two are compared at a glance. */
export function literal(text: string): string {
  return Object.keys({ [text]: true })[0] ?? text;
}

/** The actions of all engines: 12 entities by 5 verbs, each in four scopes. */
export const actions: readonly string[] = entities.flatMap((entity) =>
  verbs.map((verb) => literal(`${entity}.${verb}`)),
);

/** A company to ask about. */
export interface Organisation {
  readonly facts: RightsFacts;
  readonly users: readonly RightsUser[];
}

/** 20 departments in a tree, 30 groups, 50 roles; people have about three and a half roles each, in all four ways. */
export function organisation(userCount: number, seed = 1): Organisation {
  const random = seededRandom(seed);
  const many = <T>(count: number, make: (n: number) => T): readonly T[] =>
    Array.from({ length: count }, (_, n) => make(n));
  const tree = (prefix: string, count: number): RightsFacts["departments"] =>
    many(count, (n) => ({
      id: `${prefix}${String(n)}`,
      parentId: n < 3 ? null : `${prefix}${String(Math.floor(random() * n))}`,
    }));
  const [departments, groups] = [tree("d", 20), tree("g", 30)];
  const roles = many(50, (n) => ({ id: `r${String(n)}`, name: `Role ${String(n)}`, grants: someGrants(random) }));
  const users = many(userCount, (n): RightsUser => ({
    id: `u${String(n)}`,
    state: "active",
    departmentId: pick(random, departments).id,
    positionId: `p${String(Math.floor(random() * 15))}`,
    groupIds: random() < 0.5 ? [pick(random, groups).id] : [],
  }));
  const give = (type: "user" | "position" | "department" | "group", id: string): RightsAssignment => ({
    roleId: pick(random, roles).id,
    subject: { type, id },
    until: null,
  });
  const assignments = [
    ...users.map(({ id }) => give("user", id)),
    ...many(15, (n) => give("position", `p${String(n)}`)),
    ...departments.slice(3, 9).map(({ id }) => give("department", id)),
    ...groups.slice(10).map(({ id }) => give("group", id)),
  ];
  return { facts: { departments, groups, roles, assignments }, users };
}

function someGrants(random: () => number): Grants {
  return Object.fromEntries(
    actions.flatMap((action) => (random() < 0.4 ? [[action, pick(random, scopes)] as const] : [])),
  );
}

/** May this user do this to that record? */
export interface Question {
  readonly userId: string;
  readonly action: string;
  readonly record: RecordFacts;
}

/** Questions whose records belong to the one who asks, to their department, or to anybody. */
export function questions({ facts, users }: Organisation, count: number, seed = 2): readonly Question[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const user = pick(random, users);
    const ownerId = random() < 0.25 ? user.id : pick(random, users).id;
    const departmentId = random() < 0.25 ? user.departmentId : pick(random, facts.departments).id;
    return { userId: user.id, action: pick(random, actions), record: { ownerId, departmentId } };
  });
}
