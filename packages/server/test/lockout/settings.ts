import type { PossibleAdministrator, Subject } from "@crewdock/contract";
import type { Move } from "./moves.ts";
import { roles, SOON, type World } from "./world.ts";

/** A small company to begin with, and what everybody in it tries. */
export interface Setting {
  readonly name: string;
  readonly start: World;
  /** All calls that somebody may try in a state; who may not is refused. */
  readonly moves: (world: World) => readonly Move[];
}

type Given = Extract<Move, { readonly verb: "assignments.replace" }>["given"];
type Call = Move extends infer M ? (M extends { readonly actor: string } ? Omit<M, "actor"> : never) : never;

function person(id: string, members: Partial<PossibleAdministrator> = {}): PossibleAdministrator {
  return { id, state: "active", joined: true, departmentId: "d-top", positionId: null, groupIds: [], ...members };
}

function worldOf(
  users: readonly PossibleAdministrator[],
  roleIds: readonly string[],
  given: Readonly<Record<string, Given>>,
): World {
  return {
    users,
    time: 0,
    networks: {},
    used: {},
    facts: {
      departments: [
        { id: "d-top", parentId: null },
        { id: "d-low", parentId: "d-top" },
      ],
      groups: [
        { id: "g-top", parentId: null },
        { id: "g-low", parentId: "g-top" },
      ],
      roles: roleIds.map((id) => ({ id, name: id, grants: roles[id] ?? {} })),
      assignments: Object.entries(given).flatMap(([roleId, list]) => list.map((each) => ({ ...each, roleId }))),
    },
  };
}

const to = (type: Subject["type"], id: string, until: string | null = null): Given[number] => ({
  subject: { type, id },
  until,
});
const user = (id: string, until: string | null = null): Given[number] => to("user", id, until);

/** Everybody who has joined and is there tries each call, whether they may or not. */
function byAll({ users, time }: World, calls: readonly Call[]): readonly Move[] {
  const moves = users
    .filter(({ state, joined }) => state === "active" && joined)
    .flatMap(({ id }) => calls.map((call): Move => ({ ...call, actor: id })));
  return time === 0 ? [...moves, { verb: "wait" }] : moves;
}

const onEach = (users: readonly PossibleAdministrator[], calls: (id: string) => readonly Call[]): readonly Call[] =>
  users.flatMap(({ id }) => calls(id));

/** Blocking, deleting and giving roles to people, for good and until some time, with holders of half the rights about. */
const direct: Setting = {
  name: "roles given to people, with and without an end",
  start: worldOf(
    [person("ann"), person("bob"), person("cem", { departmentId: "d-low" })],
    ["admin", "people", "rights"],
    {
      admin: [user("ann")],
      people: [user("bob")],
      rights: [user("cem")],
    },
  ),
  moves: (world) =>
    byAll(world, [
      ...onEach(world.users, (id) => [
        { verb: "users.setState", id, state: "blocked" },
        { verb: "users.setState", id, state: "active" },
        { verb: "users.remove", id },
        { verb: "users.update", id, patch: { roleIds: [] } },
        { verb: "users.update", id, patch: { roleIds: ["admin"] } },
      ]),
      ...["admin", "rights"].flatMap((id): Call[] => [
        { verb: "assignments.replace", id, given: [] },
        { verb: "assignments.replace", id, given: [user("ann")] },
        { verb: "assignments.replace", id, given: [user("ann", SOON)] },
        { verb: "assignments.replace", id, given: [user("bob")] },
        { verb: "assignments.replace", id, given: [user("bob", SOON)] },
        { verb: "assignments.replace", id, given: [user("ann", SOON), user("bob")] },
        { verb: "assignments.replace", id, given: [user("ann", SOON), user("bob", SOON)] },
      ]),
    ]),
};

/** Roles that come with a department or a group, and moves of people and of the tree itself. */
const placed: Setting = {
  name: "roles given to departments and groups, and moves within them",
  start: worldOf(
    [person("ann"), person("bob", { departmentId: "d-low" }), person("cem")],
    ["admin", "head", "planner"],
    { admin: [user("ann")], head: [user("bob")], planner: [user("cem")] },
  ),
  moves: (world) =>
    byAll(world, [
      ...onEach(
        world.users.filter(({ id }) => id !== "cem"),
        (id) => [
          { verb: "users.setState", id, state: "deactivated" },
          { verb: "users.setState", id, state: "active" },
          { verb: "users.update", id, patch: { departmentId: "d-top" } },
          { verb: "users.update", id, patch: { departmentId: "d-low" } },
          { verb: "users.update", id, patch: { groupIds: [] } },
          { verb: "users.update", id, patch: { groupIds: ["g-low"] } },
        ],
      ),
      { verb: "assignments.replace", id: "admin", given: [user("ann")] },
      { verb: "assignments.replace", id: "admin", given: [to("department", "d-top")] },
      { verb: "assignments.replace", id: "admin", given: [to("department", "d-low")] },
      { verb: "assignments.replace", id: "admin", given: [to("group", "g-top")] },
      { verb: "assignments.replace", id: "admin", given: [to("group", "g-top", SOON), to("department", "d-low")] },
      { verb: "org.move", kind: "department", id: "d-low", parentId: null },
      { verb: "org.move", kind: "department", id: "d-low", parentId: "d-top" },
      { verb: "org.move", kind: "department", id: "d-top", parentId: "d-low" },
      { verb: "org.move", kind: "group", id: "g-low", parentId: null },
      { verb: "org.move", kind: "group", id: "g-low", parentId: "g-top" },
    ]),
};

/** Roles whose rights are taken out or put into others, and roles that are deleted. */
const edited: Setting = {
  name: "roles that are edited and deleted",
  start: worldOf([person("ann"), person("bob")], ["admin", "people", "rights"], {
    admin: [user("ann")],
    people: [user("bob")],
    rights: [user("bob", SOON)],
  }),
  moves: (world) =>
    byAll(world, [
      ...onEach(world.users, (id) => [
        { verb: "users.setState", id, state: "blocked" },
        { verb: "users.setState", id, state: "active" },
        { verb: "users.update", id, patch: { roleIds: ["people", "rights"] } },
        { verb: "users.update", id, patch: { roleIds: ["rights"] } },
      ]),
      ...["admin", "people", "rights"].flatMap((id): Call[] => [
        ...["admin", "people"].map((as): Call => ({ verb: "roles.update", id, grants: roles[as] ?? {} })),
        { verb: "roles.update", id, grants: {} },
        { verb: "roles.remove", id },
        { verb: "assignments.replace", id, given: [] },
        { verb: "assignments.replace", id, given: [user("ann")] },
      ]),
    ]),
};

/**
 * An administrator who was invited and whose password is nobody's yet, beside those who could count on them. What half
 * the rights and edited roles come to is searched above: here it is enough to take the one and the other role away.
 */
const invited: Setting = {
  name: "an administrator who was invited and has not joined",
  start: worldOf([person("ann"), person("bob"), person("dan", { joined: false })], ["admin", "second"], {
    admin: [user("ann")],
    second: [user("dan"), user("bob", SOON)],
  }),
  moves: (world) =>
    byAll(world, [
      ...onEach(world.users, (id) => [
        { verb: "users.setState", id, state: "blocked" },
        { verb: "users.setState", id, state: "active" },
        { verb: "users.remove", id },
        { verb: "users.update", id, patch: { roleIds: ["second"] } },
      ]),
      { verb: "users.update", id: "dan", patch: { password: "quiet-Harbour-27" } },
      { verb: "roles.update", id: "second", grants: {} },
      { verb: "roles.update", id: "second", grants: roles["second"] ?? {} },
      ...["admin", "second"].flatMap((id): Call[] => [
        { verb: "assignments.replace", id, given: [] },
        { verb: "assignments.replace", id, given: [user("dan")] },
        { verb: "assignments.replace", id, given: [user("dan"), user("ann", SOON)] },
      ]),
    ]),
};

/** Rules of addresses, set by those who administer and by somebody who only guards. */
const addressed: Setting = {
  name: "addresses from which people may log in",
  start: worldOf([person("ann"), person("bob"), person("cem")], ["admin", "second", "guard"], {
    admin: [user("ann")],
    second: [user("bob")],
    guard: [user("cem"), user("ann", SOON)],
  }),
  // one network that two are in and one of somebody alone: others would only tell the same two sides apart
  moves: (world) =>
    byAll(world, [
      ...[null, "ann", "bob"].flatMap((id): Call[] => [
        { verb: "access.setIpRules", id, networks: [] },
        { verb: "access.setIpRules", id, networks: ["192.0.2.0/24"] },
        { verb: "access.setIpRules", id, networks: ["198.51.100.2", "192.0.2.3"] },
      ]),
      { verb: "users.setState", id: "ann", state: "blocked" },
      { verb: "users.setState", id: "ann", state: "active" },
      { verb: "users.remove", id: "bob" },
      { verb: "assignments.replace", id: "admin", given: [user("ann", SOON)] },
      { verb: "assignments.replace", id: "admin", given: [user("ann")] },
      { verb: "roles.update", id: "second", grants: {} },
      { verb: "roles.update", id: "second", grants: roles["second"] ?? {} },
    ]),
};

/** A limit that suspends whoever reaches it, and those who let people work again. */
const limited: Setting = {
  name: "actions that a limit suspends for",
  start: worldOf([person("ann"), person("bob"), person("cem")], ["admin", "second", "guard"], {
    admin: [user("ann")],
    second: [user("bob")],
    guard: [user("cem")],
  }),
  moves: (world) =>
    byAll(world, [
      { verb: "access.consume" },
      ...onEach(world.users, (id) => [
        { verb: "access.restore", id },
        { verb: "users.setState", id, state: "blocked" },
        { verb: "users.setState", id, state: "active" },
      ]),
      { verb: "users.remove", id: "bob" },
      { verb: "assignments.replace", id: "admin", given: [user("ann", SOON)] },
      { verb: "assignments.replace", id: "admin", given: [user("ann")] },
      { verb: "assignments.replace", id: "second", given: [user("bob", SOON), user("cem")] },
    ]),
};

/** Roles that come with a position, and people who change theirs. */
const positioned: Setting = {
  name: "roles given to positions, and people who change theirs",
  start: worldOf(
    [person("ann", { positionId: "p-one" }), person("bob", { positionId: "p-two" })],
    ["admin", "people", "rights"],
    { admin: [to("position", "p-one")], people: [to("position", "p-two")], rights: [user("bob")] },
  ),
  moves: (world) =>
    byAll(world, [
      ...onEach(world.users, (id) => [
        { verb: "users.update", id, patch: { positionId: "p-one" } },
        { verb: "users.update", id, patch: { positionId: "p-two" } },
        { verb: "users.update", id, patch: { positionId: null } },
        { verb: "users.setState", id, state: "deactivated" },
        { verb: "users.setState", id, state: "active" },
      ]),
      ...["admin", "people"].flatMap((id): Call[] => [
        { verb: "assignments.replace", id, given: [to("position", "p-one")] },
        { verb: "assignments.replace", id, given: [to("position", "p-one", SOON), to("position", "p-two")] },
        { verb: "assignments.replace", id, given: [user("bob", SOON)] },
      ]),
    ]),
};

export const settings: readonly Setting[] = [direct, placed, edited, invited, addressed, limited, positioned];
