import type { PersonChange, Role, User } from "@crewdock/contract";
import { computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import type { createAffectedPeople } from "./affected-people.ts";
import type { LoadDialogs } from "./dialogs.ts";
import type { Draft } from "./draft.ts";
import type { People } from "./people.ts";
import type { Offered, RoleContent } from "./role-data.ts";

/** Who is affected by what is unsaved. */
export interface Affected {
  /** `unknown`: this backend does not tell who has a role. */
  readonly state: "none" | "unknown" | "loading" | "ready" | "error";
  readonly people: readonly PersonChange<User>[];
  /** Exact when everybody could be loaded; otherwise at most this many. */
  readonly count: number;
  readonly exact: boolean;
}

/** @see createAffected */
export interface AffectedOptions {
  readonly draft: Draft;
  readonly role: ReadonlySignal<Role | null>;
  readonly content: ReadonlySignal<RoleContent | null>;
  readonly offered: ReadonlySignal<Offered>;
  readonly people: People;
  /** Brings the rights engine, which is not needed before something changes. */
  readonly loadDialogs: LoadDialogs;
  readonly now: () => Date;
}

/** Who gains and who loses by what is unsaved. Make it inside `createModel`, which ends it. */
export function createAffected(options: AffectedOptions): ReadonlySignal<Affected> {
  const { draft, role, content, offered, people, loadDialogs, now } = options;
  const active = computed(() => [...people.users.value.values()].filter(({ state }) => state === "active"));
  const engine = signal<{ readonly createAffectedPeople: typeof createAffectedPeople } | null>(null);
  const failed = signal(false);
  effect(() => {
    if (!draft.dirty.value || untracked(() => engine.value !== null)) return;
    failed.value = false;
    loadDialogs().then(
      (loaded) => (engine.value = loaded),
      (error: unknown) => {
        failed.value = true;
        reportError(error);
      },
    );
  });
  const hit = computed(() => {
    const [loaded, open, from] = [engine.value, role.value, content.value];
    if (loaded === null || open === null || from === null) return null;
    return loaded.createAffectedPeople({ draft, role: open, content: from, active, now });
  });
  return computed(() => {
    const open = role.value;
    if (!draft.dirty.value || open === null) return { state: "none", people: [], count: 0, exact: true };
    const atMost = { people: [], count: open.userCount, exact: false };
    if (!offered.value.people) return { ...atMost, state: "unknown" };
    if (people.error.value !== undefined || failed.value) return { ...atMost, state: "error" };
    const found = hit.value;
    if (found === null) return { ...atMost, state: "loading" };
    const changed = found.people.value;
    const state = people.state.value === "ready" ? "ready" : "loading";
    if (people.complete.value || (state === "loading" && changed.length > 0)) {
      return { state, people: changed, count: changed.length, exact: true };
    }
    return {
      state,
      people: changed,
      count: Math.max(open.userCount, found.reached.value, changed.length),
      exact: false,
    };
  });
}
