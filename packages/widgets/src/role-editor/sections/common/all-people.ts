import type { User } from "@crewdock/contract";
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { resource, type Resource } from "../../../kit/index.ts";
import { loadAll, pageLimit } from "../../model/people.ts";
import type { SectionSource } from "../section.tsx";

/** Everybody whom the viewer may see, as far as so many can be loaded. */
export interface AllPeople {
  /** Those loaded and, where that is not everybody, those met by {@link AllPeople.search}; empty while nobody has asked. */
  readonly users: ReadonlySignal<readonly User[]>;
  /** Whether they are there; until then `users` are at most those met. */
  readonly loaded: ReadonlySignal<boolean>;
  /** Whether there are more than were loaded. */
  readonly tooMany: ReadonlySignal<boolean>;
  readonly state: Resource<unknown>["state"];
  readonly error: ReadonlySignal<unknown>;
  /** Counts up when people may have changed elsewhere; while the section is out of sight, only once it is back. */
  readonly turn: ReadonlySignal<number>;
  reload(): Promise<void>;
  /** Finds people by name at the backend and keeps them: the way to those who were not loaded. */
  search(query: string, abort: AbortSignal): Promise<readonly User[]>;
}

const searchLimit = 20;

/**
 * Loads people once `wanted` says so, and anew with each turn.
 * @param shown the section is in sight
 */
export function createAllPeople(
  source: Pick<SectionSource, "client" | "session" | "peopleChanged">,
  wanted: () => boolean,
  shown: ReadonlySignal<boolean>,
): AllPeople {
  const met = signal<readonly User[]>([]);
  let seen = source.peopleChanged.peek();
  const turn = computed(() => {
    if (shown.value) seen = source.peopleChanged.value;
    return seen;
  });
  // What it hangs on may be told anew while it stays the same, which is no reason to load people again.
  const asked = computed(wanted);
  const loaded = resource(
    (abort, _turn: { readonly turn: number }) =>
      loadAll(source.client, { sort: { field: "name", direction: "asc" } }, pageLimit(source.session), abort),
    () => asked.value && { turn: turn.value },
  );
  return {
    users: computed(() => {
      const { users = [], complete = false } = loaded.data.value ?? {};
      // Who was met earlier and is not among everybody is there no longer.
      if (complete) return users;
      return [...new Map([...met.value, ...users].map((user) => [user.id, user])).values()];
    }),
    loaded: computed(() => loaded.data.value !== undefined),
    tooMany: computed(() => loaded.data.value?.complete === false),
    state: loaded.state,
    error: loaded.error,
    turn,
    reload: loaded.reload,
    search: async (query, abort) => {
      const { items } = await source.client.users.list({ q: query, limit: searchLimit }, { signal: abort });
      const found = new Set(items.map(({ id }) => id));
      met.value = [...met.value.filter(({ id }) => !found.has(id)), ...items];
      return items;
    },
  };
}
