import { type ActionKey, compareScopes, type Scope, scopes } from "@crewdock/contract";
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { CatalogueIndex } from "./catalogue-index.ts";
import type { Draft } from "./draft.ts";
import type { Followed } from "./grants.ts";
import { filterMatrix, layOutMatrix, type MatrixSection } from "./matrix-layout.ts";
import { cellStop, type Move, moveStop, placeOf, type Stop, type StopGrid, stopsOf } from "./matrix-stops.ts";
import type { Names } from "./names.ts";

/** What setting a scope from a stop came to; the view says it. */
export type SetResult =
  | { readonly outcome: "set"; readonly changed: readonly ActionKey[]; readonly followed: readonly Followed[] }
  | { readonly outcome: "unchanged" }
  | { readonly outcome: "not offered" };

/** Shows beside a cell why it is as it is. */
export type Explain = (key: ActionKey, anchor: HTMLElement) => void;

/** The matrix of one draft: what is shown, where the focus is, and setting many at once. */
export interface Matrix {
  readonly draft: Draft;
  readonly index: ReadonlySignal<CatalogueIndex>;
  readonly names: ReadonlySignal<Names>;
  readonly readOnly: ReadonlySignal<boolean>;
  /** What a cell that cannot be changed opens instead of its scopes. */
  readonly explain: ReadonlySignal<Explain | null>;
  readonly search: Signal<string>;
  readonly sections: ReadonlySignal<readonly MatrixSection[]>;
  /** Id of the one stop that takes part in the page's tab order. */
  readonly active: ReadonlySignal<string>;
  stop(id: string): Stop | null;
  /** Makes a stop the active one, as after a click. */
  activate(id: string): void;
  /** Goes on from the active stop; null when there is nothing that way. */
  move(move: Move): Stop | null;
  /** Scopes that can be set from a stop: of a cell its own, of a header those that any of its cells has. */
  offered(stop: Stop): readonly Scope[];
  /** The scope all actions of a stop have, null when they differ. */
  common(stop: Stop): Scope | null;
  /** Sets a scope from a stop. Cells under a header that lack the scope stay as they are. */
  set(stop: Stop, scope: Scope): SetResult;
}

/** @see Matrix */
export function createMatrix(
  draft: Draft,
  index: ReadonlySignal<CatalogueIndex>,
  names: ReadonlySignal<Names>,
  readOnly: ReadonlySignal<boolean>,
  explain: Explain | null = null,
): Matrix {
  const search = signal("");
  const chosen = signal("");
  let column = 1;
  const layout = computed(() => layOutMatrix(index.value));
  const sections = computed(() => filterMatrix(layout.value, search.value, names.value));
  const grid = computed<StopGrid>(() => stopsOf(sections.value));
  const stops = computed(() => new Map(grid.value.flat().flatMap((stop) => (stop === null ? [] : [[stop.id, stop]]))));
  const active = computed(() => {
    if (stops.value.has(chosen.value)) return chosen.value;
    const first = sections.value[0]?.rows[0]?.cells.find((action) => action !== null);
    return first === undefined || first === null ? "" : cellStop(first.key);
  });

  const activate = (id: string): void => {
    chosen.value = id;
    column = placeOf(grid.value, id)?.column ?? column;
  };
  const actionsOf = (stop: Stop) => stop.keys.flatMap((key) => index.value.actions.get(key) ?? []);

  return {
    draft,
    index,
    names,
    readOnly,
    explain: signal(explain),
    search,
    sections,
    active,
    stop: (id) => stops.value.get(id) ?? null,
    activate,
    move: (move) => {
      const next = moveStop(grid.value, active.value, move, column);
      if (next === null) return null;
      if (/^(?:up|down|page)/u.test(move)) chosen.value = next.id;
      else activate(next.id);
      return next;
    },
    offered: (stop) => {
      const actions = actionsOf(stop);
      return scopes.filter((scope) => actions.some((action) => action.scopes.includes(scope)));
    },
    common: (stop) => {
      const all = new Set(stop.keys.map((key) => draft.scope(key).value));
      return all.size === 1 ? ([...all][0] ?? null) : null;
    },
    set: (stop, scope) => {
      if (readOnly.value) return { outcome: "unchanged" };
      const actions = actionsOf(stop).filter((action) => action.scopes.includes(scope));
      if (actions.length === 0) return { outcome: "not offered" };
      const { changed, followed } = draft.setScopes(new Map(actions.map(({ key }) => [key, scope])));
      return changed.length === 0 ? { outcome: "unchanged" } : { outcome: "set", changed, followed };
    },
  };
}

/** How full a cell is drawn, 0 to 3. */
export function levelOf(scope: Scope): number {
  return compareScopes(scope, "none");
}
