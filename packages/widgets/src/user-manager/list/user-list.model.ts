import { batch, computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import {
  type Client,
  fullName,
  isCrewError,
  type Sort,
  type User,
  type UserQuery,
  type UserSortField,
} from "@crewdock/contract";
import { createUserPages, type UserPages } from "./user-pages.ts";

/** What the list is narrowed to. */
export interface UserFilters {
  readonly states: readonly string[];
  readonly positionIds: readonly string[];
  readonly departmentIds: readonly string[];
  readonly roleIds: readonly string[];
}

export const noFilters: UserFilters = { states: [], positionIds: [], departmentIds: [], roleIds: [] };

/** The list of users: what is asked for, what is loaded, which rows are in sight. */
export interface UserListModel extends Disposable {
  readonly pages: UserPages;
  readonly search: ReadonlySignal<string>;
  readonly filters: ReadonlySignal<UserFilters>;
  readonly sort: ReadonlySignal<Sort<UserSortField>>;
  readonly filtered: ReadonlySignal<boolean>;
  /** Narrowed by a search alone. */
  readonly onlySearched: ReadonlySignal<boolean>;
  /** The row that the keyboard stands on. */
  readonly activeId: ReadonlySignal<string | null>;
  /** A row that has just been made, to be seen. */
  readonly freshId: ReadonlySignal<string | null>;
  setSearch(text: string): void;
  setFilter(name: keyof UserFilters, values: readonly string[]): void;
  clear(): void;
  /** Sorts by a column; a second time turns the direction. */
  sortBy(field: UserSortField): void;
  activate(id: string | null): void;
  /** The view shows these rows; loads more before the end comes in sight. */
  inSight(last: number): void;
  retry(): void;
  /** A user was changed here: shown at once. */
  put(user: User): void;
  /** A user was made here: shown in place and marked. */
  add(user: User): void;
  /**
   * Something was changed elsewhere; a null id: anything may have been. Follows within a moment, many events in one go.
   * @param made the user is new
   */
  changed(id: string | null, made?: boolean): void;
}

/** Rows before the end at which the next page is asked for. */
const ahead = 40;
/** Events that come within this many milliseconds are followed together. */
const gathering = 120;
/** More changed users than this are loaded by page instead of one by one. */
const few = 8;

/** @param client what to load from; null until connected and allowed */
export function createUserList(
  client: ReadonlySignal<Client | null>,
  compare: (one: string, other: string) => number,
): UserListModel {
  const pages = createUserPages();
  const search = signal("");
  const filters = signal<UserFilters>(noFilters);
  const sort = signal<Sort<UserSortField>>({ field: "name", direction: "asc" });
  const activeId = signal<string | null>(null);
  const freshId = signal<string | null>(null);
  const searched = computed(() => search.value.trim() !== "");
  const chosen = computed(() => Object.values(filters.value).some((values) => values.length > 0));
  const filtered = computed(() => searched.value || chosen.value);
  const onlySearched = computed(() => searched.value && !chosen.value);
  const query = computed((): UserQuery => {
    const q = search.value.trim();
    const narrowed = Object.entries(filters.value).filter(([, values]) => values.length > 0);
    return {
      sort: sort.value,
      ...(q && { q }),
      ...(Object.fromEntries(narrowed) as Pick<UserQuery, keyof UserFilters>),
    };
  });
  const stop = effect(() => {
    const from = client.value;
    const wanted = query.value;
    if (from !== null) untracked(() => void pages.start(from, wanted));
  });
  const sight = signal(-Infinity); // nothing yet
  const stopLoadingAhead = effect(() => {
    const due = pages.more.value && pages.moreError.value === undefined && !pages.busy.value;
    if (due && sight.value >= pages.items.value.length - ahead) untracked(() => void pages.loadMore());
  });

  const place = (user: User): number => {
    if (sort.value.field !== "name") return 0;
    const sign = sort.value.direction === "asc" ? 1 : -1;
    const name = fullName(user.name);
    const index = pages.items.value.findIndex((each) => sign * compare(fullName(each.name), name) > 0);
    return index === -1 ? pages.items.value.length : index;
  };

  const isLoaded = (id: string): boolean => pages.items.value.some((user) => user.id === id);
  const waiting = new Set<string | null>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let following = false;
  const soon = (): void => {
    if (!following) timer ??= setTimeout(() => void follow(), gathering);
  };
  /** One round at a time: a storm of events must not keep cancelling the round before. */
  const follow = async (): Promise<void> => {
    timer = undefined;
    following = true;
    const ids = [...waiting];
    waiting.clear();
    try {
      await read(ids);
    } finally {
      following = false;
      if (waiting.size > 0) soon();
    }
  };
  const read = async (ids: readonly (string | null)[]): Promise<void> => {
    const from = client.value;
    if (from === null) return;
    const known = ids.filter((id): id is string => id !== null && isLoaded(id));
    // Somebody who is not in the list may belong into it now, and many at once are cheaper by page.
    if (known.length < ids.length || known.length > few) return pages.refresh();
    const results = await Promise.allSettled(known.map((id) => from.users.get({ id })));
    let missing = false;
    batch(() => {
      for (const result of results) {
        if (result.status === "fulfilled") pages.replace(result.value);
        else if (isCrewError(result.reason) && (result.reason.code === "not_found" || result.reason.code === "gone")) {
          missing = true;
        }
      }
    });
    if (missing) await pages.refresh();
  };

  return {
    pages,
    search,
    filters,
    sort,
    filtered,
    onlySearched,
    activeId,
    freshId,
    setSearch: (text) => {
      search.value = text;
    },
    setFilter: (name, values) => {
      filters.value = { ...filters.value, [name]: values };
    },
    clear: () =>
      batch(() => {
        search.value = "";
        filters.value = noFilters;
      }),
    sortBy: (field) => {
      const { field: now, direction } = sort.value;
      const first = field === "lastLoginAt" || field === "createdAt" ? "desc" : "asc";
      const turned = direction === "asc" ? "desc" : "asc";
      sort.value = { field, direction: field === now ? turned : first };
    },
    activate: (id) => {
      activeId.value = id;
    },
    inSight: (last) => {
      sight.value = last;
    },
    retry: () => {
      const from = client.value;
      if (pages.moreError.value !== undefined) void pages.loadMore();
      else if (from !== null) void pages.start(from, query.value);
    },
    put: (user) => pages.replace(user),
    add: (user) =>
      batch(() => {
        pages.insert(user, place(user));
        freshId.value = user.id;
        activeId.value = user.id;
      }),
    changed: (id, made = false) => {
      // Whoever is not loaded and not new concerns the list only where a filter may now let them in.
      if (id !== null && !made && !filtered.value && !isLoaded(id)) return;
      waiting.add(id);
      soon();
    },
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      stop();
      stopLoadingAhead();
      pages[Symbol.dispose]();
    },
  };
}
