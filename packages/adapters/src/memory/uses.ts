import {
  type ActionKey,
  type Id,
  type Ports,
  type UseReport,
  useReportErrors,
  useReportSchema,
  validate,
} from "@crewdock/contract";
import { type CountedUses, refuse, rightUses } from "@crewdock/contract/serve";
import { change } from "./change.ts";
import { rightsIn, rolesIn } from "./rights.ts";
import type { Store } from "./store.ts";
import type { Draft, Rows, StoredRole } from "./tables.ts";

type Usage = Awaited<ReturnType<Ports["roles"]["usage"]>>;

/** Notes that somebody used an action: the last day of each is kept, and nothing more. */
export function noteUse(store: Store, userId: Id, action: ActionKey): void {
  putUses(store, [{ userId, action, at: store.now() }]);
}

/** Takes what the host tells of its own pages. @throws CrewError `validation` */
export function reportUses(store: Store, report: UseReport): void {
  const { observes, uses } = validate(useReportSchema, report);
  refuse(useReportErrors(report, store.catalogue));
  if (observes) observe(store, observes);
  const now = store.now().getTime();
  putUses(
    store,
    uses.map(({ at, ...use }) => ({ ...use, at: new Date(Math.min(now, Date.parse(at))) })),
  );
}

export function usageOf(store: Store): Usage {
  const { users, uses, observed, granted } = store.tables;
  const rights = rightsIn(store);
  const rolesOf = rolesIn(rights);
  const counted = [...uses.values()].flatMap(({ userId, action, lastOn }): CountedUses[] => {
    const user = users.get(userId);
    if (!user || user.state === "deactivated") return [];
    return [{ roleIds: rolesOf(user), action, users: 1, lastUsedAt: `${lastOn}T00:00:00.000Z` }];
  });
  const times = {
    observed: new Map([...observed.values()].map(({ id, since }) => [id, since])),
    grantedSince: (roleId: Id, action: ActionKey) => granted.get(`${roleId} ${action}`)?.since,
  };
  return { items: rightUses(rights, times, counted) };
}

/** Notes since when a role grants what it has come to grant. */
export function noteGrants(store: Store, draft: Draft, role: StoredRole, former: StoredRole | undefined): void {
  const since = store.now().toISOString();
  for (const [action, scope] of Object.entries(role.grants))
    if (scope !== "none" && (former?.grants[action] ?? "none") === "none")
      draft.put("granted", { id: `${role.id} ${action}`, since });
}

/** Forgets since when a role has granted what it did. */
export function dropGrants(draft: Draft, roleId: Id): void {
  for (const { id } of draft.tables.granted.values()) if (id.startsWith(`${roleId} `)) draft.drop("granted", id);
}

function observe(store: Store, actions: readonly ActionKey[]): void {
  const since = store.now().toISOString();
  unaudited(store, (draft) => {
    for (const { id, byHost } of draft.tables.observed.values())
      if (byHost && !actions.includes(id)) draft.drop("observed", id);
    for (const id of actions) if (!draft.tables.observed.has(id)) draft.put("observed", { id, since, byHost: true });
  });
}

function putUses(
  store: Store,
  uses: readonly { readonly userId: Id; readonly action: ActionKey; readonly at: Date }[],
): void {
  const { tables } = store;
  const newest = new Map<string, Rows["uses"]>();
  for (const { userId, action, at } of uses) {
    const id = `${userId} ${action}`;
    const lastOn = at.toISOString().slice(0, 10);
    const known = newest.get(id) ?? tables.uses.get(id);
    if (tables.users.has(userId) && (known?.lastOn ?? "") < lastOn) newest.set(id, { id, userId, action, lastOn });
  }
  if (newest.size > 0)
    unaudited(store, (draft) => {
      for (const row of newest.values()) draft.put("uses", row);
    });
}

function unaudited(store: Store, write: (draft: Draft) => void): void {
  change({ store, actor: null }, ({ draft }) => write(draft), "counting");
}
