import { type ActionKey, type CatalogueAction, compareScopes, type Scope } from "@crewdock/contract";
import type { CatalogueIndex } from "./catalogue-index.ts";

/** Scope by action; an action that is not named is `none`. */
export type Grants = Readonly<Record<ActionKey, Scope>>;

/** An action that changed along, because another one needs it or needed it. */
export interface Followed {
  readonly key: ActionKey;
  readonly to: Scope;
  readonly direction: "raised" | "lowered";
  /** The action that was set. */
  readonly because: ActionKey;
}

/** What setting scopes did. */
export interface GrantsEdit {
  readonly grants: Grants;
  /** Actions that were asked for and really changed. */
  readonly changed: readonly ActionKey[];
  readonly followed: readonly Followed[];
}

/** The scope of an action, `none` where it is not named. */
export function scopeOf(grants: Grants, key: ActionKey): Scope {
  return grants[key] ?? "none";
}

/** Whether an action is only allowed or not. */
export function isSwitch(action: CatalogueAction): boolean {
  return action.scopes.length <= 2 && action.scopes.every((scope) => scope === "none" || scope === "any");
}

/** Actions whose scope differs between two sets of grants. */
export function changedKeys(before: Grants, after: Grants): readonly ActionKey[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => scopeOf(before, key) !== scopeOf(after, key),
  );
}

/**
 * The narrowest scope that `required` must have for `action` to have `scope`. A yes/no action has no reach of its
 * own: whoever may create deals must see some of them, not all.
 */
function leastScope(action: CatalogueAction, scope: Scope, required: CatalogueAction): Scope {
  if (scope === "none") return "none";
  const offered = required.scopes.filter((each) => each !== "none");
  const enough = isSwitch(action) ? offered[0] : offered.find((each) => compareScopes(each, scope) >= 0);
  return enough ?? offered.at(-1) ?? "none";
}

/**
 * Sets scopes and keeps dependencies: what is granted raises what it requires, what is lowered lowers what requires
 * it. Actions and scopes that the catalogue does not know are left alone.
 */
export function setScopes(index: CatalogueIndex, grants: Grants, wanted: ReadonlyMap<ActionKey, Scope>): GrantsEdit {
  const next: Record<ActionKey, Scope> = { ...grants };
  const followed = new Map<ActionKey, Followed>();
  const changed: ActionKey[] = [];

  for (const [key, scope] of wanted) {
    if (index.actions.get(key)?.scopes.includes(scope) !== true || scopeOf(grants, key) === scope) continue;
    next[key] = scope;
    changed.push(key);
  }
  const follow = (key: ActionKey, to: Scope, direction: Followed["direction"], because: ActionKey): void => {
    next[key] = to;
    followed.set(key, { key, to, direction, because });
  };
  const raise = (key: ActionKey, because: ActionKey): void => {
    const action = index.actions.get(key);
    for (const name of action?.requires ?? []) {
      const required = index.actions.get(name);
      if (action === undefined || required === undefined) continue;
      const least = leastScope(action, scopeOf(next, key), required);
      if (compareScopes(scopeOf(next, name), least) >= 0) continue;
      follow(name, least, "raised", because);
      raise(name, because);
    }
  };
  const lower = (key: ActionKey, because: ActionKey): void => {
    const required = index.actions.get(key);
    for (const action of index.dependants.get(key) ?? []) {
      if (required === undefined) continue;
      const allowed = action.scopes.filter(
        (scope) => compareScopes(leastScope(action, scope, required), scopeOf(next, key)) <= 0,
      );
      const most = allowed.at(-1) ?? "none";
      if (compareScopes(scopeOf(next, action.key), most) <= 0) continue;
      follow(action.key, most, "lowered", because);
      lower(action.key, because);
    }
  };
  for (const key of changed) raise(key, key);
  for (const key of changed) if (compareScopes(scopeOf(next, key), scopeOf(grants, key)) < 0) lower(key, key);
  return {
    grants: next,
    changed,
    followed: [...followed.values()].filter(({ key, to }) => scopeOf(grants, key) !== to && !changed.includes(key)),
  };
}
