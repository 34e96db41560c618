import type { Role } from "@crewdock/contract";
import { computed, type ReadonlySignal } from "@preact/signals";
import { type AffectedPerson, affectedPeople, reached, standings } from "./affected.ts";
import type { Draft } from "./draft.ts";
import type { Given } from "./given.ts";
import type { People } from "./people.ts";
import { factsOf, type Offered, type RoleContent } from "./role-data.ts";

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
  readonly role: ReadonlySignal<Role | null>;
  readonly content: ReadonlySignal<RoleContent | null>;
  readonly offered: ReadonlySignal<Offered>;
  readonly people: People;
  readonly now: () => Date;
}

/**
 * Who gains and who loses by what is unsaved. What an edit leaves as it is (everybody's other roles, whom the role
 * reaches) is kept between edits, so that a change of one cell costs one pass over the people.
 */
export function createAffected({
  draft,
  role,
  content,
  offered,
  people,
  now,
}: AffectedOptions): ReadonlySignal<Affected> {
  const active = computed(() => [...people.users.value.values()].filter(({ state }) => state === "active"));
  const others = computed(() => {
    const [loaded, open] = [content.value, role.value];
    return loaded === null || open === null
      ? []
      : standings(active.value, factsOf(loaded), open.id, now().toISOString());
  });
  const reach = (subjects: ReadonlySignal<readonly Given[]>): ReadonlySignal<ReadonlySet<string>> =>
    computed(() => {
      const organisation = content.value?.organisation;
      return organisation === undefined
        ? new Set()
        : reached(active.value, organisation, subjects.value, now().toISOString());
    });
  const [reachBefore, reachAfter] = [reach(draft.savedGiven), reach(draft.given)];
  return computed(() => {
    const open = role.value;
    if (!draft.dirty.value || open === null) return { state: "none", people: [], count: 0, exact: true };
    if (!offered.value.people) return { state: "unknown", people: [], count: open.userCount, exact: false };
    if (people.error.value !== undefined) return { state: "error", people: [], count: open.userCount, exact: false };
    const hit = affectedPeople(
      others.value,
      { grants: draft.base.value.grants, reached: reachBefore.value },
      { grants: draft.value.value.grants, reached: reachAfter.value },
    );
    const state = people.state.value === "ready" ? "ready" : "loading";
    if (people.complete.value || (state === "loading" && hit.length > 0)) {
      return { state, people: hit, count: hit.length, exact: true };
    }
    return { state, people: hit, count: Math.max(open.userCount, reachAfter.value.size, hit.length), exact: false };
  });
}
