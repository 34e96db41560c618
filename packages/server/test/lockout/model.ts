import {
  administrationOf,
  covers,
  CrewError,
  departmentSubtree,
  effectiveGrants,
  type ErrorCode,
  guardAdministrators,
  guardHandingOut,
  guardMoved,
  isCrewError,
  longestTenure,
  mayHandOut,
  moveConcerns,
  type NodeMove,
  type PossibleAdministrator,
  type RightsFacts,
  type RightsUser,
  type Scope,
  standingGrants,
  type Subject,
} from "@crewdock/contract";
import { COMPANY, isLetIn, keyOf, MOST, POSITIONS, timeOf, type World } from "./world.ts";

type Grants = Readonly<Record<string, Scope>>;
type Patch = Partial<
  Pick<RightsUser, "departmentId" | "positionId" | "groupIds"> & {
    readonly roleIds: readonly string[];
    readonly password: string;
  }
>;

/** One call of the API by one person, or time that passes. Further verbs that touch rights or log-ins belong here too. */
export type Move =
  | { readonly verb: "wait" }
  | ((
      | { readonly verb: "users.setState"; readonly id: string; readonly state: "active" | "blocked" | "deactivated" }
      | { readonly verb: "users.remove"; readonly id: string }
      | { readonly verb: "users.update"; readonly id: string; readonly patch: Patch }
      | { readonly verb: "roles.update"; readonly id: string; readonly grants: Grants }
      | { readonly verb: "roles.remove"; readonly id: string }
      | {
          readonly verb: "assignments.replace";
          readonly id: string;
          readonly given: readonly { readonly subject: Subject; readonly until: string | null }[];
        }
      | {
          readonly verb: "org.move";
          readonly kind: "department" | "group";
          readonly id: string;
          readonly parentId: string | null;
        }
      | {
          readonly verb: "access.setIpRules";
          /** Null for the company. */
          readonly id: string | null;
          readonly networks: readonly string[];
        }
      | { readonly verb: "access.consume" }
      | { readonly verb: "access.restore"; readonly id: string }
    ) & { readonly actor: string });

/** The guard of the last administrator, which the search also takes away to see that it finds what comes of that. */
export type Guard = typeof guardAdministrators;

/** What a move makes of a world, and why it is refused; one that goes too far is refused and changes something. */
export interface Outcome {
  readonly world?: World;
  readonly refused?: ErrorCode;
}

/** The rules of the API on the contract's own functions. */
export function play(world: World, move: Move, guard: Guard = guardAdministrators): Outcome {
  if (move.verb === "wait") return { world: { ...world, time: 1 } };
  try {
    return changed(world, move, guard);
  } catch (error) {
    if (isCrewError(error)) return { refused: error.code };
    throw error;
  }
}

function changed(world: World, move: Exclude<Move, { readonly verb: "wait" }>, guard: Guard): Outcome {
  const actor = world.users.find(({ id }) => id === move.actor);
  if (!actor) throw new CrewError("unauthenticated");
  if (actor.state !== "active" || !isLetIn(world, actor.id)) throw new CrewError("forbidden");
  if (move.verb === "access.consume") return consumed(world, actor, guard);
  const own = grantsIn(world, actor);
  const next = step(world, move, actor, own);
  guard(administration(world, actor.id), administration(next, actor.id));
  return { world: next };
}

/** What was worked out of a state: moves out of it begin with the same, and most moves lead into one that is known. */
interface Known {
  readonly grants: Map<string, Grants>;
  readonly administrations: Map<string | null, Parameters<Guard>[0]>;
}

const known = new Map<string, Known>();

function knownOf(world: World): Known {
  const key = keyOf(world);
  const found = known.get(key) ?? { grants: new Map(), administrations: new Map() };
  known.set(key, found);
  return found;
}

function grantsIn(world: World, user: RightsUser): Grants {
  const { grants } = knownOf(world);
  const own = grants.get(user.id) ?? effectiveGrants(user, world.facts, timeOf(world).toISOString());
  grants.set(user.id, own);
  return own;
}

function administration(world: World, actorId: string | null): Parameters<Guard>[0] {
  const { administrations } = knownOf(world);
  const found = administrations.get(actorId) ?? administrationAnew(world, actorId);
  administrations.set(actorId, found);
  return found;
}

function administrationAnew(world: World, actorId: string | null): Parameters<Guard>[0] {
  const { users, facts } = world;
  const at = timeOf(world).toISOString();
  const letIn = users.filter(({ id }) => isLetIn(world, id));
  return administrationOf(
    longestTenure(letIn, facts, at),
    users.find(({ id }) => id === actorId),
    facts,
    at,
  );
}

/** Who reaches the limit is suspended, unless that is the last administrator, who may go no further then. */
function consumed(world: World, { id }: RightsUser, guard: Guard): Outcome {
  const used = world.used[id] ?? 0;
  const isFull = used >= MOST;
  const counted = isFull ? world : { ...world, used: { ...world.used, [id]: used + 1 } };
  const reached = isFull || used + 1 >= MOST;
  const next = reached && mayBeSuspended(world, id, guard) ? suspended(counted, id) : counted;
  return isFull ? { world: next, refused: "limit_reached" } : { world: next };
}

function suspended(world: World, userId: string): World {
  const users = world.users.map((user) => (user.id === userId ? { ...user, state: "suspended" as const } : user));
  return { ...world, users };
}

function mayBeSuspended(world: World, userId: string, guard: Guard): boolean {
  try {
    guard(administration(world, null), administration(suspended(world, userId), null));
    return true;
  } catch (error) {
    if (isCrewError(error) && error.code === "last_admin") return false;
    throw error;
  }
}

function step(
  world: World,
  move: Exclude<Move, { readonly verb: "wait" | "access.consume" }>,
  actor: RightsUser,
  own: Grants,
): World {
  const { users, facts } = world;
  const at = timeOf(world).toISOString();
  switch (move.verb) {
    case "users.setState":
      if (managed(world, actor, own, move.id).state === "suspended" && move.state === "active")
        throw new CrewError("validation");
      return { ...world, users: users.map((user) => (user.id === move.id ? { ...user, state: move.state } : user)) };
    case "users.remove":
      managed(world, actor, own, move.id);
      return {
        ...world,
        networks: { ...world.networks, [move.id]: [] },
        used: { ...world.used, [move.id]: 0 },
        users: users.filter(({ id }) => id !== move.id),
        facts: { ...facts, assignments: facts.assignments.filter((given) => !isDirect(given, move.id)) },
      };
    case "users.update":
      return updated(world, move, actor, own);
    case "roles.update":
      demand(own, "role.manage");
      return {
        ...world,
        facts: {
          ...facts,
          roles: found(facts.roles, move.id).map((role) =>
            role.id === move.id ? { ...role, grants: move.grants } : role,
          ),
        },
      };
    case "roles.remove":
      demand(own, "role.manage");
      found(facts.roles, move.id);
      if (facts.assignments.some(({ roleId }) => roleId === move.id)) throw new CrewError("in_use");
      return { ...world, facts: { ...facts, roles: facts.roles.filter(({ id }) => id !== move.id) } };
    case "assignments.replace": {
      demand(own, "role.manage");
      found(facts.roles, move.id);
      const known = {
        user: users,
        department: facts.departments,
        group: facts.groups,
        position: POSITIONS.map((id) => ({ id })),
      };
      for (const { subject } of move.given)
        if (!known[subject.type].some(({ id }) => id === subject.id)) throw new CrewError("validation");
      const others = facts.assignments.filter(({ roleId }) => roleId !== move.id);
      const given = move.given.map((each) => ({ ...each, roleId: move.id }));
      return { ...world, facts: { ...facts, assignments: [...others, ...given] } };
    }
    case "access.setIpRules": {
      demand(own, "security.manage");
      if (move.id !== null) found(users, move.id);
      const next = { ...world, networks: { ...world.networks, [move.id ?? COMPANY]: move.networks } };
      if ((move.id === null || move.id === actor.id) && !isLetIn(next, actor.id))
        throw new CrewError("lockout_prevented");
      return next;
    }
    case "access.restore": {
      demand(own, "security.manage");
      const restored = found(users, move.id).find(({ id }) => id === move.id);
      if (restored?.state !== "suspended") return world;
      return {
        ...world,
        used: { ...world.used, [move.id]: 0 },
        users: users.map((user) => (user.id === move.id ? { ...user, state: "active" } : user)),
      };
    }
    case "org.move": {
      demand(own, "org.manage");
      const nodes = move.kind === "department" ? facts.departments : facts.groups;
      if (move.parentId !== null && departmentSubtree(nodes, move.id).has(move.parentId))
        throw new CrewError("validation");
      const moved = nodes.map((node) => (node.id === move.id ? { ...node, parentId: move.parentId } : node));
      const after = move.kind === "department" ? { ...facts, departments: moved } : { ...facts, groups: moved };
      const mover = { user: actor, grants: own, subtree: departmentSubtree(facts.departments, actor.departmentId) };
      const node: NodeMove = { node: { type: move.kind, id: move.id }, before: facts, after };
      const concerns = moveConcerns(mover, node);
      const below = departmentSubtree(facts.departments, move.id);
      const above = users.some(({ departmentId }) => below.has(departmentId)) ? concerns.above : new Set<string>();
      for (const user of users)
        guardMoved(
          mover,
          node,
          { ...concerns, above },
          {
            departmentId: user.departmentId,
            before: standingGrants(user, facts, at),
            after: standingGrants(user, after, at),
          },
        );
      return { ...world, facts: after };
    }
  }
}

function updated(
  world: World,
  { id, patch }: Extract<Move, { readonly verb: "users.update" }>,
  actor: RightsUser,
  own: Grants,
): World {
  const { users, facts } = world;
  const at = timeOf(world).toISOString();
  const { roleIds, password, ...place } = patch;
  const before = managed(world, actor, own, id);
  const after = { ...before, ...place, joined: before.joined || password !== undefined };
  if (place.departmentId !== undefined && !reaches(world, actor, own, null, place.departmentId))
    throw new CrewError("validation");
  let { assignments } = facts;
  if (roleIds) {
    const former = assignments.filter(
      (given) => isDirect(given, id) && (given.until === null || Date.parse(given.until) > Date.parse(at)),
    );
    for (const roleId of roleIds) {
      const role = facts.roles.find((each) => each.id === roleId);
      if (!role) throw new CrewError("validation");
      if (!former.some((given) => given.roleId === roleId) && !mayHandOut(own, role.grants))
        throw new CrewError("validation");
    }
    const kept = former.filter(({ roleId }) => roleIds.includes(roleId));
    const added = roleIds
      .filter((roleId) => !kept.some((given) => given.roleId === roleId))
      .map((roleId) => ({ roleId, subject: { type: "user", id } as const, until: null }));
    assignments = [...assignments.filter((given) => !isDirect(given, id)), ...kept, ...added];
  }
  const next = { ...facts, assignments };
  guardHandingOut(own, standingGrants(after, next, at), new Set(Object.keys(patch)));
  return { ...world, users: users.map((user) => (user.id === id ? after : user)), facts: next };
}

function demand(own: Grants, action: string): void {
  if ((own[action] ?? "none") === "none") throw new CrewError("forbidden");
}

function found<T extends { readonly id: string }>(items: readonly T[], id: string): readonly T[] {
  if (!items.some((item) => item.id === id)) throw new CrewError("not_found");
  return items;
}

function isDirect({ subject }: RightsFacts["assignments"][number], userId: string): boolean {
  return subject.type === "user" && subject.id === userId;
}

function reaches(
  { facts }: World,
  actor: RightsUser,
  own: Grants,
  ownerId: string | null,
  departmentId: string,
): boolean {
  const subtree = departmentSubtree(facts.departments, actor.departmentId);
  return covers(own["user.manage"] ?? "none", actor, subtree, { ownerId, departmentId });
}

function managed(world: World, actor: RightsUser, own: Grants, id: string): PossibleAdministrator {
  demand(own, "user.manage");
  const user = world.users.find((each) => each.id === id);
  if (!user) throw new CrewError("not_found");
  if (!reaches(world, actor, own, user.id, user.departmentId)) throw new CrewError("forbidden");
  const theirs = standingGrants(user, world.facts, timeOf(world).toISOString());
  if (id !== actor.id && !mayHandOut(own, theirs)) throw new CrewError("forbidden");
  return user;
}
