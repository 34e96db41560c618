import type { Role } from "@crewdock/contract";
import { type ReadonlySignal, signal } from "@preact/signals";
import type { CatalogueIndex } from "./catalogue-index.ts";
import type { Draft, DraftValue } from "./draft.ts";
import { setScopes } from "./grants.ts";
import { type Difference, differences, mergeDrafts } from "./merge.ts";

/** The role as somebody else saved it. */
export interface OtherVersion {
  readonly role: Role;
  readonly value: DraftValue;
}

/** Two versions side by side, and what is chosen of each. */
export interface Conflict {
  readonly theirs: OtherVersion;
  readonly found: readonly Difference[];
  /** Whether a place takes what the viewer typed. */
  isMine(difference: Difference): boolean;
  choose(difference: Difference, side: "mine" | "theirs"): void;
  readonly choices: ReadonlySignal<ReadonlyMap<string, "mine" | "theirs">>;
  /** What the choices come to, with dependencies between actions kept. */
  merged(): DraftValue;
}

const idOf = ({ kind, key }: Difference): string => `${kind} ${key}`;

/** Compares a draft with another version. What only the other changed is taken over unless chosen otherwise. */
export function createConflict(draft: Draft, theirs: OtherVersion, index: CatalogueIndex): Conflict {
  const found = differences(draft.base.value, draft.value.value, theirs.value);
  const choices = signal<ReadonlyMap<string, "mine" | "theirs">>(new Map());
  const isMine = (difference: Difference): boolean =>
    (choices.value.get(idOf(difference)) ?? (difference.by === "theirs" ? "theirs" : "mine")) === "mine";
  return {
    theirs,
    found,
    isMine,
    choices,
    choose: (difference, side) => {
      choices.value = new Map(choices.value).set(idOf(difference), side);
    },
    merged: () => {
      const merged = mergeDrafts(theirs.value, found, isMine);
      // Each version keeps the dependencies, a mixture may not: setting mine anew raises what they need.
      const mine = found.flatMap((each) =>
        each.kind === "grant" && isMine(each) ? [[each.key, each.mine] as const] : [],
      );
      return { ...merged, grants: setScopes(index, theirs.value.grants, new Map(mine)).grants };
    },
  };
}
