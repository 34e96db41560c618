import { batch } from "@preact/signals";
import type { FieldState, Form } from "./form.ts";

// What is done with a form whose record is loaded, saved or kept as a draft. Beside the form, so that only those have it
// who need it.

type Values = Readonly<Record<string, unknown>>;

function startAnew<V extends Values>({ states, general }: Form<V>, valueOf: (state: FieldState) => unknown): void {
  batch(() => {
    for (const state of states) {
      const value = valueOf(state);
      state.initial.value = value;
      state.current.value = value;
      state.visited.value = false;
      state.edited = false;
      state.refused.value = undefined;
    }
    general.value = [];
  });
}

/** Takes new initial values, such as a record that was loaded, and forgets what was typed. */
export function resetForm<V extends Values>(form: Form<V>, initial: Partial<V> = {}): void {
  startAnew(form, (state) => (Object.hasOwn(initial, state.name) ? initial[state.name] : state.initial.value));
}

/** What is in the fields now counts as saved; secrets are emptied. */
export function markSaved<V extends Values>(form: Form<V>): void {
  startAnew(form, ({ options, current }) => (options.secret === true ? options.initial : current.value));
}

/** Changed values for a draft, without secrets. Plain JSON when the values are. */
export function snapshotOf<V extends Values>({ states }: Form<V>): Partial<V> {
  const changed = states.filter(({ dirty, options }) => dirty.value && options.secret !== true);
  return Object.fromEntries(changed.map(({ name, current }) => [name, current.value])) as Partial<V>;
}

/** Puts a draft back over the initial values. Secrets and unknown names are ignored. */
export function restoreForm<V extends Values>({ states }: Form<V>, draft: Partial<V>): void {
  batch(() => {
    for (const { name, options, current } of states)
      if (options.secret !== true && Object.hasOwn(draft, name)) current.value = draft[name];
  });
}
