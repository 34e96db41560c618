import { batch, computed, effect, signal } from "@preact/signals";
import type { Policy } from "@crewdock/contract";
import type { FormField } from "../../kit/index.ts";
import { suggestLogin } from "./login-suggestion.ts";
import type { UserForm } from "./user-form.ts";

/** The login: follows name and e-mail until somebody types one, and again once it was emptied. */
export interface LoginField extends Disposable {
  readonly field: FormField<string>;
  /** Suggests again, after the form was emptied. */
  reset(): void;
}

/**
 * @param existing the user has a login already; it is never replaced by itself, but where people log in by their address
 * and it is theirs, it goes along with a new one
 */
export function createLoginField(form: UserForm, kind: Policy["login"], existing: boolean): LoginField {
  const { login } = form.fields;
  const suggestion = computed(() => suggestLogin(form.values.value, kind));
  const differs = (): boolean => login.value.peek() !== "" && login.value.peek() !== suggestion.peek();
  const isChosen = (): boolean => (existing && kind === "name") || differs();
  const chosen = signal(isChosen());
  const stop = effect(() => {
    if (!chosen.value && suggestion.value !== login.value.peek()) login.set(suggestion.value);
  });
  return {
    field: {
      ...login,
      set: (text) =>
        batch(() => {
          chosen.value = existing || text !== "";
          login.set(text);
        }),
    },
    reset: () => {
      chosen.value = isChosen();
    },
    [Symbol.dispose]: stop,
  };
}
