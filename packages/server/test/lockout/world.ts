import {
  type IpRule,
  type CompiledRights,
  compileRights,
  isAdministrator,
  judgeAddress,
  longestTenure,
  type PossibleAdministrator,
  rightsAt,
  type RightsFacts,
  rightsOf,
  type Scope,
} from "@crewdock/contract";

/** Everything that decides who may do what, and what time it is: one state of the search. */
export interface World {
  readonly users: readonly PossibleAdministrator[];
  readonly facts: RightsFacts;
  /** 0 before {@link SOON}, 1 after it. */
  readonly time: 0 | 1;
  /** The networks from which somebody may log in, by user; the company's under {@link COMPANY}. Without any all. */
  readonly networks: Readonly<Record<string, readonly string[]>>;
  /** Actions of everybody that a limit counts. */
  readonly used: Readonly<Record<string, number>>;
}

export const COMPANY = "company";
/** Where everybody is, and logged in last. The one whom a user is named after is alone where they are. */
export const ADDRESSES: Readonly<Record<string, string>> = {
  ann: "192.0.2.1",
  bob: "198.51.100.2",
  cem: "192.0.2.3",
};
/** Everybody may do {@link LIMITED} so many times a day. */
export const LIMITED = "contact.view";
export const MOST = 1;
export const POSITIONS: readonly string[] = ["p-one", "p-two"];

const MINUTE = 60_000;
export const START: Date = new Date("2026-03-02T08:00:00.000Z");
/** When assignments end that have an end. */
export const SOON: string = new Date(START.getTime() + MINUTE).toISOString();

export function timeOf({ time }: World): Date {
  return new Date(START.getTime() + 2 * time * MINUTE);
}

type Grants = Readonly<Record<string, Scope>>;

const people: Grants = { "user.view": "any", "user.manage": "any" };
const rights: Grants = { "role.view": "any", "role.manage": "any" };

/** Roles of the worlds by id. Whoever has `admin` or `second`, or `people` and `rights` together, administers. */
export const roles: Readonly<Record<string, Grants>> = {
  admin: { ...people, ...rights, "org.manage": "any" },
  second: { ...people, ...rights },
  people,
  rights,
  head: { "user.view": "department", "user.manage": "department" },
  planner: { "org.manage": "any" },
  guard: { "security.view": "any", "security.manage": "any" },
};

const compiled = new WeakMap<RightsFacts, CompiledRights>();

/** The rights in a world; worlds share most of what these are worked out from. */
export function rightsIn(world: World): CompiledRights {
  const found = compiled.get(world.facts) ?? compileRights(world.facts, timeOf(world));
  compiled.set(world.facts, found);
  return rightsAt(found, timeOf(world));
}

/** Whether somebody who may log in can give everybody their rights back, now and for good. */
export function isGoverned(world: World): boolean {
  const company = rightsIn(world);
  const users = world.users.filter((user) => isLetIn(world, user.id));
  return (
    users.some((user) => user.joined && isAdministrator(rightsOf(company, user))) &&
    longestTenure(users, company) === "lasting"
  );
}

/** Whether the company's networks and their own let somebody in from where they are. */
export function isLetIn({ networks }: World, userId: string): boolean {
  const rules = (owner: string): readonly IpRule[] =>
    (networks[owner] ?? []).map((network) => ({ network, note: null }));
  return judgeAddress(ADDRESSES[userId] ?? null, rules(COMPANY), rules(userId)).allowed;
}

/** Tells two states apart: the same for the same, in whatever order things stand; what has run out counts no more. */
export function keyOf(world: World): string {
  const key = keys.get(world) ?? keyAnew(world);
  keys.set(world, key);
  return key;
}

const keys = new WeakMap<World, string>();

function keyAnew(world: World): string {
  const at = timeOf(world).getTime();
  const { departments, groups, roles: present, assignments } = world.facts;
  return [
    world.time,
    ...world.users.map((user) => once(user, userKey)).sort(),
    ...sorted(Object.entries(world.networks).filter(([, networks]) => networks.length > 0)),
    ...sorted(Object.entries(world.used).filter(([, used]) => used > 0)),
    once(departments, treeKey),
    once(groups, treeKey),
    ...present.map((role) => once(role, roleKey)).sort(),
    ...assignments
      .filter(({ until }) => until === null || Date.parse(until) > at)
      .map((assignment) => once(assignment, assignmentKey))
      .sort(),
  ].join("\n");
}

const parts = new WeakMap<object, string>();

/** Worlds share most of their parts: each is written down once. */
function once<Part extends object>(part: Part, write: (part: Part) => string): string {
  const text = parts.get(part) ?? write(part);
  parts.set(part, text);
  return text;
}

function userKey({ id, state, joined, departmentId, positionId, groupIds }: World["users"][number]): string {
  return JSON.stringify(["user", id, state, joined, departmentId, positionId, sorted(groupIds)]);
}

function treeKey(nodes: RightsFacts["departments"]): string {
  return JSON.stringify(["tree", sorted(nodes.map(({ id, parentId }) => [id, parentId]))]);
}

function roleKey({ id, grants }: RightsFacts["roles"][number]): string {
  return JSON.stringify(["role", id, sorted(Object.entries(grants).filter(([, scope]) => scope !== "none"))]);
}

function assignmentKey({ roleId, subject, until }: RightsFacts["assignments"][number]): string {
  return JSON.stringify(["assignment", roleId, subject.type, subject.id, until]);
}

function sorted(items: readonly unknown[]): readonly string[] {
  return items.map((item) => JSON.stringify(item)).sort();
}
