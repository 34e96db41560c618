import {
  type ActionKey,
  CrewError,
  type Id,
  type RecordFacts,
  rightsOf,
  type Scope,
  type UserRights,
} from "@crewdock/contract";
import { rightsIn } from "./rights.ts";
import type { Store } from "./store.ts";
import type { StoredUser, Tables } from "./tables.ts";
import type { Call } from "./verb.ts";

/** The person on whose behalf a call is made, with the rights of this moment. */
export interface Actor {
  readonly user: StoredUser;
  readonly own: UserRights;
}

/** @throws CrewError `unauthenticated` for somebody who is unknown, `forbidden` for one who is blocked, deactivated or suspended. */
export function actorOf(store: Store, userId: Id): Actor {
  const user = store.tables.users.get(userId);
  if (!user) throw new CrewError("unauthenticated");
  if (user.state !== "active") throw new CrewError("forbidden", { detail: user.state });
  const own = rightsOf(rightsIn(store), user);
  return { user, own };
}

export function scopeOf(actor: Actor, action: ActionKey): Scope {
  return actor.own.scopeOf(action);
}

/** Whether the actor's scope of an action covers a record. */
export function reaches(actor: Actor, action: ActionKey, record: RecordFacts): boolean {
  return actor.own.can(action, record);
}

/** What the scopes judge of a user: people own themselves. */
export function factsOfUser(user: Pick<StoredUser, "id" | "departmentId">): RecordFacts {
  return { ownerId: user.id, departmentId: user.departmentId };
}

/**
 * A user whom the actor may see.
 * @throws CrewError `gone` for one who was deleted, `not_found` also for one that is out of sight
 */
export function visibleUser({ tables }: Store, actor: Actor, id: Id): StoredUser {
  const user = tables.users.get(id);
  if (user && reaches(actor, "user.view", factsOfUser(user))) return user;
  throw missingUser(tables, actor, id);
}

/** A user, in sight or not. @throws CrewError `gone`, `not_found` */
export function anyUser({ tables }: Store, actor: Actor, id: Id): StoredUser {
  const user = tables.users.get(id);
  if (!user) throw missingUser(tables, actor, id);
  return user;
}

function missingUser({ removedUsers }: Tables, actor: Actor, id: Id): CrewError {
  const removed = removedUsers.get(id);
  const seen = removed && reaches(actor, "user.view", { ownerId: null, departmentId: removed.departmentId });
  return new CrewError(seen ? "gone" : "not_found");
}

/** The wider of seeing and managing: whether an action is granted in any scope. */
export function has(actor: Actor, action: ActionKey): boolean {
  return actor.own.can(action);
}

/** @throws CrewError `forbidden` unless the actor has the action, or it is about themselves, which uses none. */
export function demandOwnOr(
  { actor, used }: Pick<Call, "actor" | "used">,
  action: ActionKey,
  userId: Id | undefined,
): void {
  if (userId === actor.user.id) return;
  if (!has(actor, action)) throw new CrewError("forbidden");
  used(action);
}
