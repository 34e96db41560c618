import {
  type ActionKey,
  type Administration,
  administrationOf,
  effectiveGrants,
  guardAdministrators,
  type Id,
  type LiveEventType,
  longestTenure,
  type RightsUser,
} from "@crewdock/contract";
import { actorOf, has } from "./actor.ts";
import type { Audience } from "./event-log.ts";
import { copyTables, rightsFacts, type Store, type Tables } from "./store.ts";
import type { Call } from "./verb.ts";

/** What a change does besides writing: tells of events once all is well. */
export interface Change {
  readonly tables: Tables;
  readonly tell: (type: LiveEventType, id: Id | null, sees: Audience) => void;
}

/**
 * Runs a change on a copy and puts it in place only if nothing in it threw and an administrator is left.
 * Afterwards everybody concerned is told, first of all those whose rights are others now.
 */
export function change<T>({ store, actor }: Pick<Call, "store" | "actor">, write: (change: Change) => T): T {
  const before = store.tables;
  const tables = copyTables(before);
  const events: Parameters<Change["tell"]>[] = [];
  const result = write({ tables, tell: (...event) => events.push(event) });
  const at = store.now().toISOString();
  const rightsTouched =
    tables.assignments !== before.assignments ||
    differ(tables.roles, before.roles) ||
    differ(tables.users, before.users);
  const affected = rightsTouched ? changedRights(store, before, tables, at) : new Set<Id>();
  if (rightsTouched)
    guardAdministrators(
      administration(store, before, actor.user.id, at),
      administration(store, tables, actor.user.id, at),
    );
  store.tables = tables;
  if (affected.size > 0) store.events.add("rights.changed", null, (userId) => affected.has(userId));
  for (const event of events) store.events.add(...event);
  store.events.nudge();
  return result;
}

/** Those who may do something of the kind, and the person concerned. */
export function whoMay(store: Store, action: ActionKey, ...people: readonly Id[]): Audience {
  return (userId) => people.includes(userId) || has(actorOf(store, userId), action);
}

function administration(store: Store, tables: Tables, actorId: Id, at: string): Administration {
  const facts = rightsFacts(store, tables);
  return administrationOf(longestTenure(tables.users.values(), facts, at), tables.users.get(actorId), facts, at);
}

function differ<T>(a: ReadonlyMap<Id, T>, b: ReadonlyMap<Id, T>): boolean {
  return a.size !== b.size || [...a].some(([id, value]) => b.get(id) !== value);
}

function changedRights(store: Store, before: Tables, after: Tables, at: string): ReadonlySet<Id> {
  const old = rightsFacts(store, before);
  const now = rightsFacts(store, after);
  const wording = (user: RightsUser | undefined, facts: typeof old): string =>
    user ? JSON.stringify(Object.entries(effectiveGrants(user, facts, at)).sort()) : "";
  return new Set(
    [...after.users.values()]
      .filter((user) => wording(before.users.get(user.id), old) !== wording(user, now))
      .map(({ id }) => id),
  );
}
