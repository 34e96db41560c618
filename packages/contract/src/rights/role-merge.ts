import type { Id } from "../primitives.ts";
import type { Role, RoleInput } from "../roles/role.ts";
import { uniqueKey } from "../unique-key.ts";
import { type ActionKey, type Catalogue, catalogueActions } from "./catalogue.ts";
import type { Grants } from "./facts.ts";
import type { RoleFile, RoleFileEntry } from "./role-file.ts";
import type { Scope } from "./scope.ts";

/** Who changed a value since the file was made: in the file, in the CRM, or differently in both. */
export type RoleChangedBy = "ours" | "theirs" | "both";

interface Sides<Value> {
  readonly by: RoleChangedBy;
  /** As exported; undefined where that is not known. */
  readonly base: Value | undefined;
  /** In the file. */
  readonly ours: Value;
  /** In the CRM now. */
  readonly theirs: Value;
}

/** A value of a role in which file and CRM differ. */
export type RoleDifference =
  | (Sides<string | null> & { readonly kind: "name" | "description" })
  | (Sides<Scope> & { readonly kind: "grant"; readonly action: ActionKey });

/** A grant of the file that this CRM does not know; it cannot be taken over. */
export interface UnknownGrant {
  readonly action: ActionKey;
  readonly scope: Scope;
  /** Whether the catalogue lacks the action, or only this scope of it. */
  readonly lacks: "action" | "scope";
}

/** One role of the file beside the CRM's. */
export interface MergedRole {
  readonly entry: RoleFileEntry;
  /** The role as it is now; null for one that is not there. */
  readonly theirs: Role | null;
  /**
   * - `same`: nothing to take over, though the CRM may have changed (`differences` by `theirs`).
   * - `changed`: something to take over or to decide.
   * - `new`: never was in this CRM; is to be created.
   * - `gone`: was exported and is deleted by now. Whether it comes back has to be decided, unless the file left it as it
   *   was: then it stays deleted.
   */
  readonly state: "same" | "changed" | "new" | "gone";
  /** By its id, or by its name alone: then what was exported is another CRM's, and every difference has to be decided. */
  readonly matched: "id" | "name" | null;
  /** Whether the file changed anything since the export; true where that is not known. */
  readonly edited: boolean;
  readonly differences: readonly RoleDifference[];
  readonly unknown: readonly UnknownGrant[];
  /** Another role that has the name of this one by now, so that it cannot be saved under it. */
  readonly nameTakenBy: Id | null;
}

/**
 * Merges a file of roles with the roles as they are now, value by value: what only one side changed is that side's, what
 * both changed alike is settled, and what both changed differently has to be decided. Roles of the CRM that the file does
 * not have stay as they are.
 */
export function mergeRoleFile(file: RoleFile, now: readonly Role[], catalogue: Catalogue): readonly MergedRole[] {
  const byId = new Map(now.map((role) => [role.id, role]));
  const claimed = new Set(file.roles.flatMap(({ id }) => (id !== null && byId.has(id) ? [id] : [])));
  // Of two that are called alike the first is meant.
  const byName = new Map(now.toReversed().map((role) => [uniqueKey(role.name), role]));
  const offered = new Map(catalogueActions(catalogue).map(({ key, scopes }) => [key, scopes]));
  return file.roles.map((entry) => {
    const known = entry.id === null ? undefined : byId.get(entry.id);
    const namesake = byName.get(uniqueKey(entry.name));
    const free = namesake !== undefined && !claimed.has(namesake.id) ? namesake : undefined;
    const theirs = known ?? free ?? null;
    const base = known ? entry.base : null;
    const unknown = unknownGrants(entry.grants, theirs?.grants ?? {}, offered);
    const differences = theirs === null ? [] : differencesOf(base, entry, theirs, unknown, offered.keys());
    const toDo = differences.some(({ by }) => by !== "theirs");
    const absent = entry.base === null ? "new" : "gone";
    return {
      entry,
      theirs,
      state: theirs === null ? absent : toDo ? "changed" : "same",
      matched: known ? "id" : free ? "name" : null,
      edited: entry.base === null || differencesOf(null, entry, entry.base, []).length > 0,
      differences,
      unknown,
      nameTakenBy: namesake === undefined || namesake === theirs ? null : namesake.id,
    };
  });
}

/** Whose value stands unless somebody decides otherwise; null where somebody has to. */
export function sideOf({ by }: RoleDifference): "ours" | "theirs" | null {
  return by === "both" ? null : by;
}

/**
 * What a role is to be after all has been decided: the CRM's, with each value of the file put on top that was chosen. Grants
 * of the CRM that the file does not speak of stay. A mixture of two versions may grant what needs more: see `grantErrors`.
 */
export function mergedRole(
  { entry, theirs, differences, unknown }: MergedRole,
  choose: (difference: RoleDifference) => "ours" | "theirs",
): RoleInput {
  if (theirs === null) {
    const left = new Set(unknown.map(({ action }) => action));
    const grants = Object.fromEntries(Object.entries(entry.grants).filter(([action]) => !left.has(action)));
    return { name: entry.name, description: entry.description, grants };
  }
  const grants = new Map(Object.entries(theirs.grants));
  let { name, description } = theirs;
  for (const difference of differences) {
    if (choose(difference) === "theirs") continue;
    if (difference.kind === "grant") grants.set(difference.action, difference.ours);
    else if (difference.kind === "description") description = difference.ours;
    else name = difference.ours ?? name;
  }
  return { name, description, grants: Object.fromEntries([...grants].filter(([, scope]) => scope !== "none")) };
}

/** The scope of an action. What comes from a file may be called like a member that every object has. */
function granted(grants: Grants, action: ActionKey): Scope {
  return Object.hasOwn(grants, action) ? (grants[action] ?? "none") : "none";
}

function unknownGrants(
  ours: Grants,
  theirs: Grants,
  offered: ReadonlyMap<ActionKey, readonly Scope[]>,
): readonly UnknownGrant[] {
  return Object.entries(ours).flatMap(([action, scope]): UnknownGrant[] => {
    const scopes = offered.get(action);
    if (scope === "none" || scopes?.includes(scope) === true || granted(theirs, action) === scope) return [];
    return [{ action, scope, lacks: scopes === undefined ? "action" : "scope" }];
  });
}

function sides<Value>(base: { readonly is: Value } | null, ours: Value, theirs: Value): Sides<Value> | null {
  if (ours === theirs) return null;
  const by = base === null ? "both" : base.is === theirs ? "ours" : base.is === ours ? "theirs" : "both";
  return { by, base: base?.is, ours, theirs };
}

/** Null and no text are the same description. */
function described(text: string | null): string | null {
  return text === "" ? null : text;
}

function differencesOf(
  base: RoleInput | null,
  ours: RoleInput,
  theirs: RoleInput,
  unknown: readonly UnknownGrant[],
  order: Iterable<ActionKey> = [],
): readonly RoleDifference[] {
  const found: RoleDifference[] = [];
  const name = sides<string | null>(base && { is: base.name }, ours.name, theirs.name);
  if (name) found.push({ kind: "name", ...name });
  const description = sides(
    base && { is: described(base.description) },
    described(ours.description),
    described(theirs.description),
  );
  if (description) found.push({ kind: "description", ...description });
  const told = new Set(unknown.map(({ action }) => action));
  for (const action of new Set([...order, ...Object.keys(theirs.grants), ...Object.keys(ours.grants)])) {
    if (told.has(action)) continue;
    const was = base && { is: granted(base.grants, action) };
    const grant = sides(was, granted(ours.grants, action), granted(theirs.grants, action));
    if (grant) found.push({ kind: "grant", action, ...grant });
  }
  return found;
}
