import { batch, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";

/** Where a resource stands. `loading` with data means that old data is shown while new data is on its way. */
export type ResourceState = "idle" | "loading" | "ready" | "error";

/** Something loaded from elsewhere. */
export interface Resource<Data> {
  /** The last answer; kept while reloading and after an error. */
  readonly data: ReadonlySignal<Data | undefined>;
  /** What the last run threw, undefined after a run that went well. */
  readonly error: ReadonlySignal<unknown>;
  readonly state: ReadonlySignal<ResourceState>;
  /** Loads again; resolves when that run is over, whatever its end. */
  readonly reload: () => Promise<void>;
  /** Puts data in place without loading, such as the answer of a save. */
  readonly set: (data: Data) => void;
  /** Cancels the run under way and stops following the source. */
  readonly [Symbol.dispose]: () => void;
}

/** Nothing to load from yet. */
export type Nothing = null | undefined | false;

/**
 * Loads when made and whenever the signals read in `source` change; a newer run cancels the older one through its
 * AbortSignal. While `source` gives nothing, the resource is idle and empty.
 * Made inside `createModel` it is disposed with the model.
 * @example
 * const users = resource((signal, adapter) => adapter.ports.users.list({}, { signal }), () => env.adapter.value);
 */
export function resource<Data, Source>(
  load: (signal: AbortSignal, source: Source) => Promise<Data>,
  source: () => Source | Nothing,
): Resource<Data>;
export function resource<Data>(load: (signal: AbortSignal) => Promise<Data>): Resource<Data>;
export function resource<Data, Source>(
  load: (signal: AbortSignal, source: Source) => Promise<Data>,
  source: () => Source | Nothing = () => true as Source,
): Resource<Data> {
  const data = signal<Data | undefined>(undefined);
  const error = signal<unknown>(undefined);
  const state = signal<ResourceState>("idle");
  let running: AbortController | undefined;

  const run = async (from: Source): Promise<void> => {
    running?.abort();
    const own = new AbortController();
    running = own;
    state.value = "loading";
    try {
      const answer = await load(own.signal, from);
      if (running !== own) return;
      batch(() => {
        data.value = answer;
        error.value = undefined;
        state.value = "ready";
      });
    } catch (problem) {
      if (running !== own) return;
      batch(() => {
        error.value = problem;
        state.value = "error";
      });
    }
  };
  const start = (from: Source | Nothing): Promise<void> => {
    if (from) return run(from);
    running?.abort();
    running = undefined;
    batch(() => {
      data.value = undefined;
      error.value = undefined;
      state.value = "idle";
    });
    return Promise.resolve();
  };

  const stop = effect(() => {
    const from = source();
    untracked(() => void start(from));
  });
  // The effect's own end covers a model that owns it, `Symbol.dispose` a resource made elsewhere.
  const cancel = effect(() => () => {
    running?.abort();
    running = undefined;
  });
  return {
    data,
    error,
    state,
    reload: () => start(untracked(source)),
    set: (next) => {
      running?.abort();
      running = undefined;
      batch(() => {
        data.value = next;
        error.value = undefined;
        state.value = "ready";
      });
    },
    [Symbol.dispose]: () => {
      stop();
      cancel();
    },
  };
}
