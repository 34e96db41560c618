import type { Role } from "@crewdock/contract";
import { computed, type ReadonlySignal } from "@preact/signals";
import { resource } from "../../kit/state/resource.ts";
import type { AffectedPerson } from "./affected-people.ts";
import type { LoadDialogs } from "./dialogs.ts";
import type { Draft } from "./draft.ts";
import type { People } from "./people.ts";
import type { Offered, RoleContent } from "./role-data.ts";

/** Who is affected by what is unsaved. */
export interface Affected {
  /** `unknown`: this backend does not tell who has a role. */
  readonly state: "none" | "unknown" | "loading" | "ready" | "error";
  readonly people: readonly AffectedPerson[];
  /** Exact when everybody could be loaded; otherwise at most this many. */
  readonly count: number;
  readonly exact: boolean;
}

/** @see createAffected */
export interface AffectedOptions {
  readonly draft: Draft;
  readonly oneRole: ReadonlySignal<boolean>;
  readonly role: ReadonlySignal<Role | null>;
  readonly content: ReadonlySignal<RoleContent | null>;
  readonly offered: ReadonlySignal<Offered>;
  readonly people: People;
  /** Brings what works it out, which is not needed before something changes. */
  readonly loadDialogs: LoadDialogs;
  readonly now: () => Date;
}

/** Who gains and who loses by what is unsaved. Make it inside `createModel`, which ends it. */
export function createAffected(options: AffectedOptions): ReadonlySignal<Affected> {
  const { draft, oneRole, role, content, offered, people, loadDialogs, now } = options;
  const code = resource(
    () => loadDialogs(),
    () => draft.dirty.value,
  );
  const found = computed(() => {
    const [open, from] = [role.value, content.value];
    return (
      open &&
      from &&
      code.data.value?.createAffectedPeople({
        draft,
        oneRole: oneRole.value,
        role: open,
        content: from,
        active: people.active,
        now,
      })
    );
  });
  return computed(() => {
    const open = role.value;
    if (!draft.dirty.value || open === null) return { state: "none", people: [], count: 0, exact: true };
    const atMost = { people: [], count: open.userCount, exact: false };
    if (!offered.value.people) return { ...atMost, state: "unknown" };
    if ((people.error.value ?? code.error.value) !== undefined) return { ...atMost, state: "error" };
    const hit = found.value?.value;
    if (!hit) return { ...atMost, state: "loading" };
    const state = people.state.value === "ready" ? "ready" : "loading";
    const exact = people.complete.value || (state === "loading" && hit.people.length > 0);
    const count = exact ? hit.people.length : Math.max(open.userCount, hit.reached, hit.people.length);
    return { state, people: hit.people, count, exact };
  });
}
