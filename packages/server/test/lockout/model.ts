import {
  administrationOf,
  CrewError,
  type ErrorCode,
  guardAdministrators,
  isCrewError,
  longestTenure,
  rightsOf,
  type RightsUser,
  type UserRights,
} from "@crewdock/contract";
import type { Move } from "./moves.ts";
import { step } from "./steps.ts";
import { isLetIn, keyOf, MOST, rightsIn, type World } from "./world.ts";

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
  const own = rightsOfIn(world, actor);
  const next = step(world, move, actor, own);
  guard(administration(world, actor.id), administration(next, actor.id));
  return { world: next };
}

/** What was worked out of a state: moves out of it begin with the same, and most moves lead into one that is known. */
interface Known {
  readonly own: Map<string, UserRights>;
  readonly administrations: Map<string | null, Parameters<Guard>[0]>;
}

const known = new Map<string, Known>();

function knownOf(world: World): Known {
  const key = keyOf(world);
  const found = known.get(key) ?? { own: new Map(), administrations: new Map() };
  known.set(key, found);
  return found;
}

function rightsOfIn(world: World, user: RightsUser): UserRights {
  const { own } = knownOf(world);
  const found = own.get(user.id) ?? rightsOf(rightsIn(world), user);
  own.set(user.id, found);
  return found;
}

function administration(world: World, actorId: string | null): Parameters<Guard>[0] {
  const { administrations } = knownOf(world);
  const found = administrations.get(actorId) ?? administrationAnew(world, actorId);
  administrations.set(actorId, found);
  return found;
}

function administrationAnew(world: World, actorId: string | null): Parameters<Guard>[0] {
  const { users } = world;
  const company = rightsIn(world);
  const letIn = users.filter(({ id }) => isLetIn(world, id));
  return administrationOf(
    longestTenure(letIn, company),
    users.find(({ id }) => id === actorId),
    company,
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
