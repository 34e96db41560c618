import {
  type MergedRole,
  mergedRole,
  mergeRoleFile,
  type Role,
  type RoleDifference,
  type RoleFile,
  type RoleInput,
  sideOf,
} from "@crewdock/contract";
import type { CatalogueIndex } from "../../../model/catalogue-index.ts";
import { changedKeys, type Followed, scopeOf, setScopes } from "../../../model/grants.ts";

/** Names a role of the file: its place in it. */
export type EntryKey = number;

/** What was chosen for values that both changed, by {@link choiceKey}. */
export type Choices = ReadonlyMap<string, "ours" | "theirs">;

/** What is to become of one role of the file. */
export interface RolePlan {
  readonly key: EntryKey;
  readonly merged: MergedRole;
  /** Whether it is taken over; null for one that is gone and was changed in the file, until somebody decides. */
  readonly taken: boolean | null;
  readonly open: readonly RoleDifference[];
  /** What it is to be, with all that its rights need. */
  readonly result: RoleInput;
  /** Rights that change along because others need them. */
  readonly followed: readonly Followed[];
  /** Why it cannot be taken over. */
  readonly hindrance: "name_taken" | "no_create" | null;
  /** Whether there is something to store. */
  readonly stores: boolean;
}

/** @see planImport */
export interface PlanOptions {
  readonly file: RoleFile;
  readonly roles: readonly Role[];
  readonly index: CatalogueIndex;
  readonly choices: Choices;
  /** Roles that somebody took or left out. */
  readonly taken: ReadonlyMap<EntryKey, boolean>;
  readonly mayCreate: boolean;
}

export function choiceKey(entry: EntryKey, difference: RoleDifference): string {
  return `${String(entry)} ${difference.kind === "grant" ? `grant ${difference.action}` : difference.kind}`;
}

/** What an import comes to, role by role, with what has been chosen so far. */
export function planImport({ file, roles, index, choices, taken, mayCreate }: PlanOptions): readonly RolePlan[] {
  return mergeRoleFile(file, roles, index.catalogue).map((merged, key): RolePlan => {
    const { theirs, differences, nameTakenBy, state } = merged;
    const side = (difference: RoleDifference): "ours" | "theirs" =>
      sideOf(difference) ?? choices.get(choiceKey(key, difference)) ?? "theirs";
    const wanted = mergedRole(merged, side);
    const { grants, followed } = withNeeds(index, theirs, wanted);
    const result = { ...wanted, grants };
    const usual = state === "gone" ? (merged.edited ? null : false) : state !== "same";
    const renamed = theirs === null || result.name !== theirs.name;
    const changes =
      theirs === null ||
      renamed ||
      (result.description ?? "") !== (theirs.description ?? "") ||
      changedKeys(theirs.grants, grants).length > 0;
    const decided = taken.get(key) ?? usual;
    const hindrance =
      nameTakenBy !== null && renamed ? "name_taken" : theirs === null && !mayCreate ? "no_create" : null;
    return {
      key,
      merged,
      taken: hindrance === null ? decided : false,
      open: differences.filter((each) => sideOf(each) === null && !choices.has(choiceKey(key, each))),
      result,
      followed,
      hindrance,
      stores: hindrance === null && decided === true && changes,
    };
  });
}

/** A mixture of versions may lack what a right needs: setting what differs anew raises and lowers the rest. */
function withNeeds(
  index: CatalogueIndex,
  theirs: Role | null,
  wanted: RoleInput,
): { readonly grants: RoleInput["grants"]; readonly followed: readonly Followed[] } {
  const from = theirs?.grants ?? {};
  const keys = changedKeys(from, wanted.grants);
  const { grants, followed } = setScopes(index, from, new Map(keys.map((key) => [key, scopeOf(wanted.grants, key)])));
  // The catalogue lacks these, so that nothing hangs on them; they can go, though not be set.
  const gone = new Set(keys.filter((key) => !index.actions.has(key) && scopeOf(wanted.grants, key) === "none"));
  return { grants: Object.fromEntries(Object.entries(grants).filter(([key]) => !gone.has(key))), followed };
}

/** Decisions that are still to be made before anything can be saved. */
export function countUndecided(plans: readonly RolePlan[]): number {
  return plans.reduce((sum, { taken, open }) => sum + (taken === null ? 1 : taken ? open.length : 0), 0);
}
