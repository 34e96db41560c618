import {
  isAdministrator,
  longestTenure,
  type PossibleAdministrator,
  type RightsFacts,
  type Scope,
} from "@crewdock/contract";

/** Everything that decides who may do what, and what time it is: one state of the search. */
export interface World {
  readonly users: readonly PossibleAdministrator[];
  readonly facts: RightsFacts;
  /** 0 before {@link SOON}, 1 after it. */
  readonly time: 0 | 1;
}

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
};

/** Whether somebody who may log in can give everybody their rights back, now and for good. */
export function isGoverned({ users, facts, ...world }: World): boolean {
  const at = timeOf({ users, facts, ...world }).toISOString();
  return (
    users.some((user) => user.joined && isAdministrator(user, facts, at)) &&
    longestTenure(users, facts, at) === "lasting"
  );
}

/** Tells two states apart: the same for the same, in whatever order things stand; what has run out counts no more. */
export function keyOf(world: World): string {
  const at = timeOf(world).getTime();
  const { users, facts } = world;
  return JSON.stringify([
    world.time,
    sorted(
      users.map(({ id, state, joined, departmentId, positionId, groupIds }) => [
        id,
        state,
        joined,
        departmentId,
        positionId,
        sorted(groupIds),
      ]),
    ),
    sorted(facts.departments.map(({ id, parentId }) => [id, parentId])),
    sorted(facts.groups.map(({ id, parentId }) => [id, parentId])),
    sorted(
      facts.roles.map(({ id, grants }) => [id, sorted(Object.entries(grants).filter(([, scope]) => scope !== "none"))]),
    ),
    sorted(
      facts.assignments
        .filter(({ until }) => until === null || Date.parse(until) > at)
        .map(({ roleId, subject, until }) => [roleId, subject.type, subject.id, until]),
    ),
  ]);
}

function sorted(items: readonly unknown[]): readonly string[] {
  return items.map((item) => JSON.stringify(item)).sort();
}
