import { isCrewError, type Id, type IsoTime } from "@crewdock/contract";
import { type Author, aboutUser, change } from "./change.ts";
import { readUser } from "./read-user.ts";
import type { Store } from "./store.ts";
import type { StoredUser } from "./tables.ts";

/** Suspends an active user until a time. @returns false for the last administrator, who is never suspended */
export function suspend(store: Store, user: StoredUser, until: IsoTime): boolean {
  try {
    change({ store, actor: null }, ({ draft, audit, tell }) => {
      const suspended = {
        ...user,
        state: "suspended" as const,
        version: store.nextVersion(),
        updatedAt: store.now().toISOString(),
      };
      draft.put("users", suspended);
      draft.put("suspensions", { id: user.id, until });
      audit({
        action: "user.suspend",
        recordType: "user",
        recordId: user.id,
        before: readUser(store, user),
        after: readUser(store, suspended, draft.tables),
      });
      tell("user.changed", user.id, aboutUser(store.tables, user.id));
      tell("security.changed", user.id, aboutUser(store.tables, user.id));
    });
    return true;
  } catch (error) {
    if (isCrewError(error) && error.code === "last_admin") return false;
    throw error;
  }
}

/** Lets a suspended user work again. Before their time, what they have used up is forgotten. */
export function restore(author: Author, user: StoredUser, { early }: { readonly early: boolean }): void {
  const { store } = author;
  change(author, ({ draft, audit, tell }) => {
    const restored = {
      ...user,
      state: "active" as const,
      version: store.nextVersion(),
      updatedAt: store.now().toISOString(),
    };
    draft.put("users", restored);
    draft.drop("suspensions", user.id);
    for (const { id, userId } of draft.tables.counts.values())
      if (early && userId === user.id) draft.drop("counts", id);
    audit({
      action: "user.restore",
      recordType: "user",
      recordId: user.id,
      before: readUser(store, user),
      after: readUser(store, restored, draft.tables),
    });
    tell("user.changed", user.id, aboutUser(store.tables, user.id));
    tell("security.changed", user.id, aboutUser(store.tables, user.id));
  });
}

/** Ends the suspensions whose period is over. */
export function endSuspensions(store: Store): void {
  if (store.tables.suspensions.size === 0) return;
  const now = store.now().getTime();
  const over: Id[] = [];
  for (const { id, until } of store.tables.suspensions.values()) if (Date.parse(until) <= now) over.push(id);
  for (const id of over) {
    const user = store.tables.users.get(id);
    if (user?.state === "suspended") restore({ store, actor: null }, user, { early: false });
  }
}
