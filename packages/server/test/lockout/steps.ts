import {
  CrewError,
  departmentSubtree,
  guardHandingOut,
  guardMoved,
  mayHandOut,
  moveConcerns,
  type NodeMove,
  type PossibleAdministrator,
  type RightsFacts,
  type RightsUser,
  standingRightsOf,
  type UserRights,
} from "@crewdock/contract";
import type { Move } from "./moves.ts";
import { COMPANY, isLetIn, POSITIONS, rightsIn, timeOf, type World } from "./world.ts";

/** What a move of somebody with these rights makes of a world, before the last administrator is looked at. */
export function step(
  world: World,
  move: Exclude<Move, { readonly verb: "wait" | "access.consume" }>,
  actor: RightsUser,
  own: UserRights,
): World {
  const { users, facts } = world;
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
      const [before, then] = [rightsIn(world), rightsIn({ ...world, facts: after })];
      const node: NodeMove = { node: { type: move.kind, id: move.id }, before, after: then };
      const concerns = moveConcerns(own, node);
      const below = departmentSubtree(facts.departments, move.id);
      const above = users.some(({ departmentId }) => below.has(departmentId)) ? concerns.above : new Set<string>();
      for (const user of users)
        guardMoved(
          own,
          node,
          { ...concerns, above },
          { before: standingRightsOf(before, user), after: standingRightsOf(then, user) },
        );
      return { ...world, facts: after };
    }
  }
}

function updated(
  world: World,
  { id, patch }: Extract<Move, { readonly verb: "users.update" }>,
  actor: RightsUser,
  own: UserRights,
): World {
  const { users, facts } = world;
  const at = timeOf(world).toISOString();
  const { roleIds, password, ...place } = patch;
  const before = managed(world, actor, own, id);
  const after = { ...before, ...place, joined: before.joined || password !== undefined };
  if (place.departmentId !== undefined && !own.can("user.manage", { ownerId: null, departmentId: place.departmentId }))
    throw new CrewError("validation");
  let { assignments } = facts;
  if (roleIds) {
    const former = assignments.filter(
      (given) => isDirect(given, id) && (given.until === null || Date.parse(given.until) > Date.parse(at)),
    );
    for (const roleId of roleIds) {
      const role = facts.roles.find((each) => each.id === roleId);
      if (!role) throw new CrewError("validation");
      if (!former.some((given) => given.roleId === roleId) && !mayHandOut(own.grants, role.grants))
        throw new CrewError("validation");
    }
    const kept = former.filter(({ roleId }) => roleIds.includes(roleId));
    const added = roleIds
      .filter((roleId) => !kept.some((given) => given.roleId === roleId))
      .map((roleId) => ({ roleId, subject: { type: "user", id } as const, until: null }));
    assignments = [...assignments.filter((given) => !isDirect(given, id)), ...kept, ...added];
  }
  const next = { ...facts, assignments };
  guardHandingOut(
    own.grants,
    standingRightsOf(rightsIn({ ...world, facts: next }), after).grants,
    new Set(Object.keys(patch)),
  );
  return { ...world, users: users.map((user) => (user.id === id ? after : user)), facts: next };
}

function demand(own: UserRights, action: string): void {
  if (!own.can(action)) throw new CrewError("forbidden");
}

function found<T extends { readonly id: string }>(items: readonly T[], id: string): readonly T[] {
  if (!items.some((item) => item.id === id)) throw new CrewError("not_found");
  return items;
}

function isDirect({ subject }: RightsFacts["assignments"][number], userId: string): boolean {
  return subject.type === "user" && subject.id === userId;
}

function managed(world: World, actor: RightsUser, own: UserRights, id: string): PossibleAdministrator {
  demand(own, "user.manage");
  const user = world.users.find((each) => each.id === id);
  if (!user) throw new CrewError("not_found");
  if (!own.can("user.manage", { ownerId: user.id, departmentId: user.departmentId })) throw new CrewError("forbidden");
  const theirs = standingRightsOf(rightsIn(world), user).grants;
  if (id !== actor.id && !mayHandOut(own.grants, theirs)) throw new CrewError("forbidden");
  return user;
}
