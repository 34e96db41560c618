import { computed, type ReadonlySignal } from "@preact/signals";

/** What `read` tells while a section is in sight. Out of sight it stays as it was, and catches up once it is shown again. */
export function whileShown<T>(shown: ReadonlySignal<boolean>, read: () => T): ReadonlySignal<T> {
  let seen: { readonly value: T } | undefined;
  return computed(() => {
    if (seen === undefined || shown.value) seen = { value: read() };
    return seen.value;
  });
}
