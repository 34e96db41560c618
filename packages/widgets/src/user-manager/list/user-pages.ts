import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import { type Client, isCrewError, type Page, type User, type UserQuery } from "@crewdock/contract";

/** How many there are in all. */
export type Total = Page<User>["total"];

/** Users as far as they have been loaded, page after page. */
export interface UserPages extends Disposable {
  readonly items: ReadonlySignal<readonly User[]>;
  readonly total: ReadonlySignal<Total | undefined>;
  /** `loading` before the first page of a query; `refreshing` keeps what is there. */
  readonly state: ReadonlySignal<"loading" | "refreshing" | "ready" | "error">;
  readonly error: ReadonlySignal<unknown>;
  /** Whether a further page follows. */
  readonly more: ReadonlySignal<boolean>;
  readonly moreError: ReadonlySignal<unknown>;
  /** Whether a page or a look at all of them is under way; a further page has to wait for it. */
  readonly busy: ReadonlySignal<boolean>;
  /** Begins a query; an earlier one is cancelled. Rows of the last query stay until the first page is there. */
  start(client: Client, query: UserQuery): Promise<void>;
  /** Loads the next page, unless the list is busy. */
  loadMore(): Promise<void>;
  /** Loads again as much as there is, and changes it all at once, so that the scroll position stays. */
  refresh(): Promise<void>;
  /** Puts a newer version of a user in place. */
  replace(user: User): void;
  /** Shows a user who is not in the list yet, at an index. */
  insert(user: User, index: number): void;
}

const pageSize = 100;
/** The most that one page may have by the contract. */
const largestPage = 200;

/** Makes an empty list; call `start`. */
export function createUserPages(): UserPages {
  const items = signal<readonly User[]>([]);
  const total = signal<Total | undefined>(undefined);
  const state = signal<"loading" | "refreshing" | "ready" | "error">("loading");
  const error = signal<unknown>(undefined);
  const moreError = signal<unknown>(undefined);
  const cursor = signal<string | null>(null);
  const more = signal(false);
  let run: { readonly client: Client; readonly query: UserQuery; readonly control: AbortController } | undefined;
  const loadingMore = signal(false);
  const refreshing = signal<AbortController | undefined>(undefined);
  const busy = computed(() => state.value !== "ready" || loadingMore.value || refreshing.value !== undefined);

  const take = (page: Page<User>, rows: readonly User[]): void =>
    batch(() => {
      items.value = rows;
      cursor.value = page.nextCursor;
      more.value = page.nextCursor !== null;
      total.value = page.total;
      moreError.value = undefined;
    });

  return {
    items,
    total,
    state,
    error,
    more,
    moreError,
    busy,
    start: async (client, query) => {
      run?.control.abort();
      refreshing.peek()?.abort();
      const own = { client, query, control: new AbortController() };
      run = own;
      batch(() => {
        loadingMore.value = false;
        state.value = items.peek().length > 0 ? "refreshing" : "loading";
        error.value = undefined;
      });
      try {
        const page = await client.users.list({ ...query, limit: pageSize }, { signal: own.control.signal });
        if (run !== own) return;
        batch(() => {
          take(page, page.items);
          state.value = "ready";
        });
      } catch (problem) {
        if (run !== own) return;
        batch(() => {
          items.value = [];
          total.value = undefined;
          more.value = false;
          error.value = problem;
          state.value = "error";
        });
      }
    },
    loadMore: async () => {
      const own = run;
      const next = cursor.value;
      if (own === undefined || next === null || busy.value) return;
      batch(() => {
        loadingMore.value = true;
        moreError.value = undefined;
      });
      try {
        const page = await own.client.users.list(
          { ...own.query, cursor: next, limit: pageSize },
          { signal: own.control.signal },
        );
        if (run !== own || cursor.value !== next) return;
        const known = new Set(items.value.map(({ id }) => id));
        take(page, [...items.value, ...page.items.filter(({ id }) => !known.has(id))]);
      } catch (problem) {
        if (run === own) moreError.value = problem;
      } finally {
        if (run === own) loadingMore.value = false;
      }
    },
    refresh: async () => {
      const own = run;
      if (own === undefined || state.value === "loading") return;
      refreshing.value?.abort();
      const control = new AbortController();
      refreshing.value = control;
      const missing = (): number => Math.max(items.value.length, pageSize) - rows.length;
      const rows: User[] = [];
      try {
        let at: string | undefined;
        for (;;) {
          const page = await own.client.users.list(
            {
              ...own.query,
              ...(at === undefined ? {} : { cursor: at }),
              limit: Math.min(missing(), largestPage),
            },
            { signal: control.signal },
          );
          if (run !== own || refreshing.value !== control) return;
          rows.push(...page.items);
          if (page.nextCursor === null || missing() <= 0) {
            batch(() => {
              take(page, rows);
              error.value = undefined;
              state.value = "ready";
            });
            return;
          }
          at = page.nextCursor;
        }
      } catch (problem) {
        // What is on the screen is still the best there is; the next event or search tries again.
        if (!isCrewError(problem)) throw problem;
      } finally {
        if (refreshing.value === control) refreshing.value = undefined;
      }
    },
    replace: (user) => {
      if (items.value.some(({ id }) => id === user.id)) {
        items.value = items.value.map((each) => (each.id === user.id ? user : each));
      }
    },
    insert: (user, index) => {
      if (items.value.some(({ id }) => id === user.id)) return;
      batch(() => {
        items.value = items.value.toSpliced(index, 0, user);
        if (total.value !== undefined) total.value = { ...total.value, value: total.value.value + 1 };
        state.value = "ready";
      });
    },
    [Symbol.dispose]: () => {
      run?.control.abort();
      refreshing.peek()?.abort();
      run = undefined;
    },
  };
}
