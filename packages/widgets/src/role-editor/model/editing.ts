import { type Client, type Id, isCrewError, type Role } from "@crewdock/contract";
import { batch, computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import type { Resource } from "../../kit/index.ts";
import type { Conflict, OtherVersion } from "./conflict.ts";
import type { LoadDialogs } from "./dialogs.ts";
import { createDraft, type Draft, type DraftValue } from "./draft.ts";
import { changedSubjects, givenOf } from "./given.ts";
import { offeredTo, type RoleContent, type RoleData } from "./role-data.ts";

/** What went wrong with a save; everything typed is still there. */
export interface SaveProblem {
  readonly error: unknown;
  /** The grants are stored, who has the role is not. */
  readonly partly: boolean;
}

/** What happened to the open role elsewhere while there are unsaved edits. */
export type Elsewhere = { readonly kind: "changed"; readonly version: OtherVersion } | { readonly kind: "removed" };

/** The open role: its draft, saving, and what others do to it meanwhile. */
export interface Editing {
  readonly draft: Draft;
  /** The version that the draft stands on; null while there is no role. */
  readonly role: ReadonlySignal<Role | null>;
  readonly saving: ReadonlySignal<boolean>;
  readonly problem: ReadonlySignal<SaveProblem | null>;
  readonly elsewhere: ReadonlySignal<Elsewhere | null>;
  readonly conflict: ReadonlySignal<Conflict | null>;
  /** A step that waits for the answer whether unsaved changes may go. */
  readonly leaving: ReadonlySignal<(() => void) | null>;
  /** Runs a step at once, or after the person has let the changes go. */
  leave(step: () => void): void;
  confirmLeave(): void;
  stay(): void;
  open(id: Id): void;
  /** Opens a role that was just stored, perhaps with something still unsaved above it. */
  adopt(role: Role, base: DraftValue, value?: DraftValue, problem?: SaveProblem): void;
  /** Takes over a new version whose grants and people are those of the draft's base, such as after renaming. */
  reversion(role: Role): void;
  save(): Promise<void>;
  discard(): void;
  dismissProblem(): void;
  compare(): Promise<void>;
  closeConflict(): void;
  /** Puts the chosen mixture into the draft and, if wanted, saves it. */
  merge(thenSave: boolean): Promise<void>;
}

/** @see createEditing */
export interface EditingOptions {
  readonly client: ReadonlySignal<Client | null>;
  readonly data: Resource<RoleData>;
  readonly loadDialogs: LoadDialogs;
  readonly signal: () => AbortSignal;
  readonly onSaved: (role: Role) => void;
  /** The open role was brought up to date without asking, since nothing was unsaved. */
  readonly onRefreshed: (role: Role) => void;
}

const nothing: DraftValue = { grants: {}, given: [] };

/** @see Editing */
export function createEditing(options: EditingOptions): Editing {
  const { client, data, loadDialogs, signal: lifetime, onSaved, onRefreshed } = options;
  const content = computed(() => data.data.value?.content ?? null);
  const role = signal<Role | null>(null);
  const saving = signal(false);
  const problem = signal<SaveProblem | null>(null);
  const elsewhere = signal<Elsewhere | null>(null);
  const conflict = signal<Conflict | null>(null);
  const leaving = signal<(() => void) | null>(null);
  const draft = createDraft(() => need(content.value).index, nothing);

  const adopt: Editing["adopt"] = (next, base, value = base, trouble) =>
    batch(() => {
      role.value = next;
      draft.rebase(base, value);
      elsewhere.value = null;
      conflict.value = null;
      problem.value = trouble ?? null;
    });
  const valueOf = (of: Role, { assignments }: RoleContent): DraftValue => ({
    grants: of.grants,
    given: givenOf(assignments, of.id),
  });
  const openFirst = (from: RoleContent): void => {
    const first = from.roles[0];
    if (first !== undefined) adopt(first, valueOf(first, from));
    else
      batch(() => {
        role.value = null;
        draft.rebase(nothing);
        elsewhere.value = null;
      });
  };
  /** Brings the open role in line with what was loaded, without touching unsaved edits. */
  const follow = (loaded: RoleContent): void => {
    const before = role.value;
    const now = loaded.roles.find(({ id }) => id === before?.id);
    if (before === null) openFirst(loaded);
    else if (now === undefined) {
      if (draft.dirty.value) elsewhere.value = { kind: "removed" };
      else openFirst(loaded);
    } else if (now.version === before.version) {
      role.value = now;
      elsewhere.value = null;
    } else if (draft.dirty.value) {
      elsewhere.value = { kind: "changed", version: { role: now, value: valueOf(now, loaded) } };
    } else {
      adopt(now, valueOf(now, loaded));
      onRefreshed(now);
    }
  };
  effect(() => {
    const loaded = content.value;
    if (loaded === null || saving.value) return;
    untracked(() => {
      // A save has just stored something newer than an answer that failed to come could tell.
      if (data.error.value === undefined) follow(loaded);
    });
  });

  const compare = async (): Promise<void> => {
    try {
      const { createConflict } = await loadDialogs();
      const other = elsewhere.value;
      if (other?.kind === "changed") conflict.value = createConflict(draft, other.version, need(content.value).index);
    } catch (error) {
      problem.value = { error, partly: false };
    }
  };
  /** Reads what somebody else saved in between and shows both. */
  const meet = async (from: Client, id: Id): Promise<void> => {
    const options = { signal: lifetime() };
    const [theirs, { items }] = await Promise.all([
      from.roles.get({ id }, options),
      offeredTo(data.data.value?.session).given === "nothing"
        ? { items: [] }
        : from.assignments.list({ roleId: id }, options),
    ]);
    elsewhere.value = {
      kind: "changed",
      version: { role: theirs, value: { grants: theirs.grants, given: givenOf(items, id) } },
    };
    await compare();
  };
  const fail = async (error: unknown, partly: boolean, from: Client, id: Id): Promise<void> => {
    if (isCrewError(error)) {
      if (error.code === "cancelled") return;
      if (error.code === "not_found" || error.code === "gone") {
        elsewhere.value = { kind: "removed" };
        return;
      }
      if (error.code === "conflict") {
        try {
          await meet(from, id);
          return;
        } catch (unread) {
          problem.value = { error: unread, partly };
          return;
        }
      }
    }
    problem.value = { error, partly };
  };
  const store = async (from: Client, before: Role): Promise<void> => {
    const options = { signal: lifetime() };
    const wanted = draft.value.value;
    let stored = before;
    let partly = false;
    try {
      if (draft.changedActions.value.length > 0) {
        stored = await from.roles.update(
          { id: before.id, version: before.version, patch: { grants: wanted.grants } },
          options,
        );
        partly = draft.changedGiven.value.length > 0;
        adopt(stored, { grants: stored.grants, given: draft.base.value.given }, { ...wanted, grants: stored.grants });
      }
      const moved = changedSubjects(draft.base.value.given, wanted.given);
      if (moved.length > 0) {
        const { items } = await from.assignments.replace(
          { roleId: before.id, version: stored.version, assignments: wanted.given },
          options,
        );
        stored = await from.roles.get({ id: before.id }, options);
        adopt(stored, { grants: stored.grants, given: givenOf(items, before.id) });
      }
      onSaved(stored);
    } catch (error) {
      await fail(error, partly, from, before.id);
    }
  };

  const save = async (): Promise<void> => {
    const [from, before] = [client.value, role.value];
    if (from === null || before === null || saving.value || !draft.dirty.value) return;
    batch(() => {
      saving.value = true;
      problem.value = null;
    });
    try {
      await store(from, before);
      await data.reload();
    } finally {
      saving.value = false;
    }
  };

  return {
    draft,
    role,
    saving,
    problem,
    elsewhere,
    conflict,
    leaving,
    leave: (step) => {
      if (draft.dirty.value) leaving.value = step;
      else step();
    },
    confirmLeave: () => {
      const step = leaving.value;
      batch(() => {
        leaving.value = null;
        draft.rebase(draft.base.value);
        problem.value = null;
      });
      step?.();
    },
    stay: () => {
      leaving.value = null;
    },
    open: (id) => {
      const loaded = content.value;
      const next = loaded?.roles.find((each) => each.id === id);
      if (loaded !== null && next !== undefined) adopt(next, valueOf(next, loaded));
    },
    adopt,
    reversion: (next) => {
      role.value = next;
    },
    save,
    discard: () =>
      batch(() => {
        draft.discard();
        problem.value = null;
        const loaded = content.value;
        if (elsewhere.value !== null && loaded !== null) {
          draft.rebase(draft.base.value);
          follow(loaded);
        }
      }),
    dismissProblem: () => {
      problem.value = null;
    },
    compare,
    closeConflict: () => {
      conflict.value = null;
    },
    merge: async (thenSave) => {
      const open = conflict.value;
      if (open === null) return;
      adopt(open.theirs.role, open.theirs.value, open.merged());
      if (thenSave) await save();
    },
  };
}

function need<T>(value: T | null): T {
  if (value === null) throw new Error("The roles are not loaded yet");
  return value;
}
