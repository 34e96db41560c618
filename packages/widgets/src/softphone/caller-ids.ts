import type { CallerId, Id, PhoneCredentials } from "@crewdock/contract";
import { computed, type ReadonlySignal, type Signal, signal } from "../kit/index.ts";

/** Which number calls show, and which may be chosen. */
export interface CallerIds {
  /** What may be chosen; empty without the right to choose. */
  readonly offered: ReadonlySignal<readonly CallerId[]>;
  /** What calls show unless something is chosen; none where the telephone system decides. */
  readonly usual: ReadonlySignal<CallerId | null | undefined>;
  /** Id of what was chosen; one that is not offered chooses nothing. */
  readonly chosen: Signal<Id>;
  /** What the next call shows; none where the telephone system decides. */
  readonly shown: ReadonlySignal<CallerId | null | undefined>;
}

/** Follows the credentials as they come: each goes through `learn`. */
export function createCallerIds(): CallerIds & { readonly learn: (credentials: PhoneCredentials) => PhoneCredentials } {
  const known = signal<PhoneCredentials | undefined>(undefined);
  const offered = computed(() => known.value?.callerIds ?? []);
  const usual = computed(() => known.value?.callerId);
  const chosen = signal("");
  return {
    offered,
    usual,
    chosen,
    shown: computed(() => offered.value.find(({ id }) => id === chosen.value) ?? usual.value),
    learn: (credentials) => (known.value = credentials),
  };
}
