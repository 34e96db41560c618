import { readSnapshot, writeSnapshot } from "./snapshot-text.ts";
import type { Store } from "./store.ts";

/** As much of the Web Storage API as is needed: `localStorage` and `sessionStorage` fit, and a Map in disguise. */
export interface KeyValueStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

export interface Keeping {
  /** Writes at once what was changed. */
  readonly flush: () => void;
  /** Writes what was changed, then lets go of the storage and of the page. */
  readonly close: () => void;
}

export interface KeepingOptions {
  readonly storage: KeyValueStorage;
  readonly key: string;
  /** Told when something cannot be read or written; the adapter goes on without. */
  readonly onError: (error: unknown) => void;
}

/** Milliseconds after the first change that is not written yet; a form that saves field by field is one write. */
const delay = 200;

/**
 * Takes up what the storage holds and writes down each change a moment later. What cannot be understood is set aside
 * under `<key>.set-aside`, never overwritten. Another tab that writes is followed at once, as long as this one has
 * nothing of its own to write: if both change something within the delay, the later one counts.
 */
export function keep(store: Store, { storage, key, onError }: KeepingOptions): Keeping {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const attempt = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      onError(error);
    }
  };
  const take = (text: string | null): void => {
    if (text === null) return;
    try {
      readSnapshot(text, store);
    } catch (error) {
      onError(error);
      attempt(() => storage.setItem(`${key}.set-aside`, text));
    }
  };
  const flush = (): void => {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    attempt(() => storage.setItem(key, writeSnapshot(store)));
  };
  const changed = (): void => {
    timer ??= setTimeout(flush, delay);
  };
  const follow = (event: Event): void => {
    const { key: written, newValue, storageArea } = event as StorageEvent;
    if (written === key && storageArea === storage && timer === undefined) take(newValue);
  };
  attempt(() => take(storage.getItem(key)));
  store.changed.add(changed);
  const page = typeof window === "undefined" ? undefined : window;
  page?.addEventListener("pagehide", flush);
  page?.addEventListener("storage", follow);
  return {
    flush,
    close: () => {
      flush();
      store.changed.delete(changed);
      page?.removeEventListener("pagehide", flush);
      page?.removeEventListener("storage", follow);
    },
  };
}
