import type { Id, IsoTime } from "../primitives.ts";
import { operations } from "../http/operations.ts";
import { type ActionKey, type Catalogue, catalogueActions } from "../rights/catalogue.ts";
import { type CompiledRights, grantsOfRole } from "../rights/compiled-rights.ts";
import type { RightUse } from "../rights/right-use.ts";

/** People who have the same roles and have used an action. */
export interface CountedUses {
  readonly roleIds: Iterable<Id>;
  readonly action: ActionKey;
  readonly users: number;
  /** When one of them did last, as `Date.toISOString` writes it. */
  readonly lastUsedAt: IsoTime;
}

/** Since when something is so, as `Date.toISOString` writes it. */
export interface UseTimes {
  /** By action, for those whose uses are all recorded: since when. */
  readonly observed: ReadonlyMap<ActionKey, IsoTime>;
  /** Since when a role has granted an action; undefined for as long as anybody knows. */
  grantedSince(roleId: Id, action: ActionKey): IsoTime | undefined;
}

/** What `roles.usage` answers, of what a backend has counted. Roles are in their own order, actions in that of the observed ones. */
export function rightUses(
  rights: CompiledRights,
  { observed, grantedSince }: UseTimes,
  counted: Iterable<CountedUses>,
): readonly RightUse[] {
  const items = new Map<string, { -readonly [K in keyof RightUse]: RightUse[K] }>();
  for (const { id: roleId } of rights.facts.roles) {
    const grants = grantsOfRole(rights, roleId);
    for (const [action, since] of observed) {
      if (grants[action] === undefined) continue;
      const granted = grantedSince(roleId, action) ?? since;
      const later = granted > since ? granted : since;
      items.set(`${roleId} ${action}`, { roleId, action, since: later, users: 0, lastUsedAt: null });
    }
  }
  for (const { roleIds, action, users, lastUsedAt } of counted)
    for (const roleId of roleIds) {
      const item = items.get(`${roleId} ${action}`);
      if (item === undefined) continue;
      item.users += users;
      if (item.lastUsedAt === null || item.lastUsedAt < lastUsedAt) item.lastUsedAt = lastUsedAt;
    }
  return [...items.values()];
}

/**
 * The actions of a catalogue that nobody can use but by operations of the contract, so that a backend sees each use. Contacts
 * are not among them: a host's own pages show them too.
 */
export function observedActions(catalogue: Catalogue): readonly ActionKey[] {
  const needed = new Set(Object.values(operations).flatMap((verbs) => Object.values(verbs).map(({ right }) => right)));
  return catalogueActions(catalogue).flatMap(({ key }) => (needed.has(key) && key !== "contact.view" ? [key] : []));
}
