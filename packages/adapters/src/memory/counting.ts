import { type ActionKey, type ActivityLimit, type LimitUse, limitsOf, periodAt } from "@crewdock/contract";
import { change } from "./change.ts";
import { rightsIn, rolesIn } from "./rights.ts";
import { countId, limitPeriods, type Store } from "./store.ts";
import { suspend } from "./suspension.ts";
import type { StoredUser } from "./tables.ts";
import { noteUse } from "./uses.ts";

/** How far each of a user's limits is used up in the periods that run; of one action, or of all. */
export function usesOf(store: Store, user: StoredUser, action?: ActionKey): readonly LimitUse[] {
  const at = store.now();
  const roleIds = new Set(rolesIn(rightsIn(store))(user));
  return limitsOf(user.id, roleIds, store.tables.limits.items)
    .filter((limit) => action === undefined || limit.action === action)
    .map((limit) => useOf(store, user, limit, at));
}

function useOf(store: Store, user: StoredUser, limit: ActivityLimit, at: Date): LimitUse {
  const { start, end } = periodAt(at, limit.period, user.timeZone);
  const counted = store.tables.counts.get(countId(user.id, limit.action, limit.period));
  const used = counted?.startsAt === start.toISOString() ? counted.used : 0;
  return { limit, used, endsAt: end.toISOString() };
}

/** Counts actions in every period, so that limits that are set later know of them. Who reaches a limit is suspended. */
export function count(store: Store, user: StoredUser, action: ActionKey, amount: number): readonly LimitUse[] {
  const at = store.now();
  change(
    { store, actor: null },
    ({ draft }) => {
      for (const period of limitPeriods) {
        const id = countId(user.id, action, period);
        const startsAt = periodAt(at, period, user.timeZone).start.toISOString();
        const counted = draft.tables.counts.get(id);
        const before = counted?.startsAt === startsAt ? counted.used : 0;
        draft.put("counts", { id, userId: user.id, startsAt, used: before + amount });
      }
    },
    "counting",
  );
  noteUse(store, user.id, action);
  const uses = usesOf(store, user, action);
  suspendBy(
    store,
    user,
    uses.filter(({ used, limit }) => used >= limit.most),
  );
  return uses;
}

/** Suspends a user until the last of these periods is over. */
export function suspendBy(store: Store, user: StoredUser, reached: readonly LimitUse[]): void {
  const ends = reached.map(({ endsAt }) => endsAt).sort();
  const until = ends.at(-1);
  const present = store.tables.users.get(user.id);
  if (until !== undefined && present?.state === "active") suspend(store, present, until);
}
