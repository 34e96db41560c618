import type { IsoTime, Scope } from "@crewdock/contract";
import type { DraftValue } from "./draft.ts";
import { parseSubject, untilBySubject } from "./given.ts";
import { type Grants, scopeOf } from "./grants.ts";

/** Who changed one place since both started from the same version. */
export type ChangedBy = "mine" | "theirs" | "both";

/** One place where two versions of a role differ from the one both started from. */
export type Difference =
  | {
      readonly kind: "grant";
      readonly key: string;
      readonly by: ChangedBy;
      readonly base: Scope;
      readonly mine: Scope;
      readonly theirs: Scope;
    }
  | {
      readonly kind: "given";
      /** A subject's key. */
      readonly key: string;
      readonly by: ChangedBy;
      readonly base: IsoTime | null | undefined;
      readonly mine: IsoTime | null | undefined;
      readonly theirs: IsoTime | null | undefined;
    };

function changedBy<V>(base: V, mine: V, theirs: V): ChangedBy | null {
  if (mine === theirs) return null;
  if (base === theirs) return "mine";
  return base === mine ? "theirs" : "both";
}

/** Every place where mine and theirs differ, grants first. Places that both changed alike are no difference. */
export function differences(base: DraftValue, mine: DraftValue, theirs: DraftValue): readonly Difference[] {
  const found: Difference[] = [];
  const actions = [base, mine, theirs].flatMap(({ grants }) => Object.keys(grants));
  for (const key of new Set(actions)) {
    const was = scopeOf(base.grants, key);
    const [my, their] = [scopeOf(mine.grants, key), scopeOf(theirs.grants, key)];
    const by = changedBy(was, my, their);
    if (by !== null) found.push({ kind: "grant", key, by, base: was, mine: my, theirs: their });
  }
  const [old, my, their] = [base, mine, theirs].map(({ given }) => untilBySubject(given)) as [
    ReturnType<typeof untilBySubject>,
    ReturnType<typeof untilBySubject>,
    ReturnType<typeof untilBySubject>,
  ];
  for (const key of new Set([...old.keys(), ...my.keys(), ...their.keys()])) {
    const by = changedBy(old.get(key), my.get(key), their.get(key));
    if (by !== null) {
      found.push({ kind: "given", key, by, base: old.get(key), mine: my.get(key), theirs: their.get(key) });
    }
  }
  return found;
}

/** Theirs, with each difference that is mine put on top. */
export function mergeDrafts(
  theirs: DraftValue,
  found: readonly Difference[],
  isMine: (difference: Difference) => boolean,
): DraftValue {
  const grants: Record<string, Scope> = { ...theirs.grants } satisfies Grants;
  const given = new Map(untilBySubject(theirs.given));
  for (const difference of found) {
    if (!isMine(difference)) continue;
    if (difference.kind === "grant") grants[difference.key] = difference.mine;
    else if (difference.mine === undefined) given.delete(difference.key);
    else given.set(difference.key, difference.mine);
  }
  return {
    grants,
    given: [...given].flatMap(([key, until]) => {
      const subject = parseSubject(key);
      return subject === null ? [] : [{ subject, until }];
    }),
  };
}
