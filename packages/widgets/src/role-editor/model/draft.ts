import type { ActionKey, IsoTime, Scope, Subject } from "@crewdock/contract";
import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import type { CatalogueIndex } from "./catalogue-index.ts";
import { changedSubjects, type Given, subjectKey, type SubjectKey } from "./given.ts";
import { changedKeys, type Followed, type Grants, type GrantsEdit, scopeOf, setScopes } from "./grants.ts";

/** What a role editor changes: what the role allows and who has it. */
export interface DraftValue {
  readonly grants: Grants;
  readonly given: readonly Given[];
}

/** Edits of one role that are not saved yet, with their history. */
export interface Draft {
  /** What is saved. */
  readonly base: ReadonlySignal<DraftValue>;
  readonly value: ReadonlySignal<DraftValue>;
  /** Who has the role, saved and now; the same list as long as only grants change. */
  readonly savedGiven: ReadonlySignal<readonly Given[]>;
  readonly given: ReadonlySignal<readonly Given[]>;
  readonly changedActions: ReadonlySignal<readonly ActionKey[]>;
  readonly changedGiven: ReadonlySignal<readonly SubjectKey[]>;
  readonly changes: ReadonlySignal<number>;
  readonly dirty: ReadonlySignal<boolean>;
  readonly canUndo: ReadonlySignal<boolean>;
  readonly canRedo: ReadonlySignal<boolean>;
  /** Actions that the last edit changed along. */
  readonly followed: ReadonlySignal<readonly Followed[]>;
  /** The scope of one action now, and the saved one: fine-grained, so that a cell redraws alone. */
  scope(key: ActionKey): ReadonlySignal<Scope>;
  savedScope(key: ActionKey): ReadonlySignal<Scope>;
  setScopes(wanted: ReadonlyMap<ActionKey, Scope>): GrantsEdit;
  give(subject: Subject): void;
  take(subject: Subject): void;
  setUntil(subject: Subject, until: IsoTime | null): void;
  undo(): boolean;
  redo(): boolean;
  discard(): void;
  /** Starts from another saved state; `value` is what stands unsaved above it. The history is forgotten. */
  rebase(base: DraftValue, value?: DraftValue): void;
}

/** How many steps can be undone. */
const longest = 200;

/** Makes a draft over a catalogue. */
export function createDraft(index: () => CatalogueIndex, initial: DraftValue, start: DraftValue = initial): Draft {
  const base = signal(initial);
  const value = signal(start);
  const past = signal<readonly DraftValue[]>([]);
  const future = signal<readonly DraftValue[]>([]);
  const followed = signal<readonly Followed[]>([]);
  const savedGiven = computed(() => base.value.given);
  const given = computed(() => value.value.given);
  const changedActions = computed(() => changedKeys(base.value.grants, value.value.grants));
  const changedGiven = computed(() => changedSubjects(savedGiven.value, given.value));
  const changes = computed(() => changedActions.value.length + changedGiven.value.length);

  const edit = (next: DraftValue, along: readonly Followed[] = []): void =>
    batch(() => {
      past.value = [...past.value, value.value].slice(-longest);
      future.value = [];
      value.value = next;
      followed.value = along;
    });
  const editGiven = (given: readonly Given[]): void => edit({ ...value.value, given });
  const others = (subject: Subject): readonly Given[] =>
    value.value.given.filter((each) => subjectKey(each.subject) !== subjectKey(subject));
  const step = (from: typeof past, onto: typeof past): boolean => {
    const target = from.value.at(-1);
    if (target === undefined) return false;
    batch(() => {
      from.value = from.value.slice(0, -1);
      onto.value = [...onto.value, value.value];
      value.value = target;
      followed.value = [];
    });
    return true;
  };
  const cells = (source: typeof value): ((key: ActionKey) => ReadonlySignal<Scope>) => {
    const made = new Map<ActionKey, ReadonlySignal<Scope>>();
    return (key) => {
      const known = made.get(key) ?? computed(() => scopeOf(source.value.grants, key));
      made.set(key, known);
      return known;
    };
  };

  return {
    base,
    value,
    savedGiven,
    given,
    changedActions,
    changedGiven,
    changes,
    dirty: computed(() => changes.value > 0),
    canUndo: computed(() => past.value.length > 0),
    canRedo: computed(() => future.value.length > 0),
    followed,
    scope: cells(value),
    savedScope: cells(base),
    setScopes: (wanted) => {
      const done = setScopes(index(), value.value.grants, wanted);
      if (done.changed.length > 0) edit({ ...value.value, grants: done.grants }, done.followed);
      return done;
    },
    give: (subject) => {
      const known = base.value.given.find((each) => subjectKey(each.subject) === subjectKey(subject));
      editGiven([...others(subject), known ?? { subject, until: null }]);
    },
    take: (subject) => editGiven(others(subject)),
    setUntil: (subject, until) =>
      editGiven(
        value.value.given.map((each) =>
          subjectKey(each.subject) === subjectKey(subject) ? { subject: each.subject, until } : each,
        ),
      ),
    undo: () => step(past, future),
    redo: () => step(future, past),
    discard: () => {
      if (changes.value > 0) edit(base.value);
    },
    rebase: (nextBase, nextValue = nextBase) =>
      batch(() => {
        base.value = nextBase;
        value.value = nextValue;
        past.value = [];
        future.value = [];
        followed.value = [];
      }),
  };
}
