import type { ActionKey, LimitUse } from "@crewdock/contract";
import type { Call } from "../http/handlers.ts";
import type { Actor } from "../rights/actor.ts";
import type { Services } from "../services.ts";
import type { Unit } from "../store/unit.ts";
import { addCounts, type Counted, usesOf } from "./limit-use.ts";
import { suspend } from "./suspension.ts";

/** What became of actions that were to be counted. */
export interface Count {
  /** False when a limit left no room for so many; nothing was counted then. */
  readonly counted: boolean;
  /** Every limit that the action has for the actor. */
  readonly items: readonly LimitUse[];
}

/** Counts actions of the actor within a change, and suspends them when a limit is reached. */
export interface Counter {
  /** What has happened counts, whatever the limits say. */
  add(action: ActionKey, amount: number): Promise<Count>;
  /** What is yet to happen counts as a whole or not at all. */
  take(action: ActionKey, amount: number): Promise<Count>;
}

/** Undoes a change that shares the rights and came to suspend somebody, which takes them exclusively. */
class LimitReached extends Error {
  override readonly name = "LimitReached";
}

/**
 * Runs a change that counts. Most counts reach no limit and share the rights with all other changes; one that does is
 * undone and run again with the rights for itself, because somebody's state changes with it.
 */
export async function writeCounting<T>(
  services: Services,
  call: Call,
  work: (unit: Unit, actor: Actor, counter: Counter) => Promise<T>,
): Promise<T> {
  try {
    return await call.write((unit, actor) => work(unit, actor, counterOf(services, unit, actor, false)));
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error;
    return call.write((unit, actor) => work(unit, actor, counterOf(services, unit, actor, true)), "exclusive");
  }
}

function counterOf(services: Services, unit: Unit, actor: Actor, maySuspend: boolean): Counter {
  const { user, timeZone, rights } = actor;
  const person: Counted = { tenant: unit.tenant, user, timeZone, rights };
  const reach = async (reached: readonly LimitUse[]): Promise<void> => {
    const until = reached
      .map(({ endsAt }) => endsAt)
      .sort()
      .at(-1);
    if (until === undefined) return;
    if (!maySuspend) throw new LimitReached();
    await suspend(services, unit, user.id, new Date(until));
  };
  const add = async (action: ActionKey, amount: number): Promise<Count> => {
    await addCounts(unit, person, action, amount);
    unit.afterCommit(() => services.uses?.note(user.id, action, unit.now));
    const items = await usesOf(unit, person, action, unit.now);
    await reach(items.filter(({ used, limit }) => used >= limit.most));
    return { counted: true, items };
  };
  return {
    add,
    async take(action, amount) {
      if (!maySuspend) return add(action, amount); // one that goes too far is undone
      const items = await usesOf(unit, person, action, unit.now);
      const full = items.filter(({ used, limit }) => used + amount > limit.most);
      if (full.length === 0) return add(action, amount);
      await reach(full);
      return { counted: false, items };
    },
  };
}
