import { avatar, h } from "./dom.ts";
import { host, HostError, type HostSession } from "./host-api.ts";
import { languageChoice, themeChoice } from "./preferences.ts";
import { settings } from "./settings.ts";

/** What outlives a change of language; never the password. */
export interface SignInEntry {
  login: string;
  /** Status that the server refused with, 0 where it did not answer. */
  problem: number | null;
}

/** The page of somebody who is not signed in: a form, and three people to try without a password. */
export function signInPage(
  session: HostSession,
  entry: SignInEntry,
  onSignedIn: (session: HostSession) => void,
): HTMLElement {
  const texts = settings.texts;
  const error = h("p", { class: "form-error", role: "alert" }, entry.problem !== null && reason(entry.problem));
  const login = h("input", {
    id: "login",
    name: "login",
    autocomplete: "username",
    required: true,
    value: entry.login,
  });
  login.addEventListener("input", () => (entry.login = login.value));
  const password = h("input", {
    id: "password",
    name: "password",
    type: "password",
    autocomplete: "current-password",
    required: true,
  });
  const submit = h("button", { type: "submit", class: "button primary" }, texts.signIn);

  async function attempt(action: () => Promise<HostSession>): Promise<void> {
    entry.problem = null;
    error.textContent = "";
    submit.disabled = true;
    submit.textContent = texts.signingIn;
    try {
      onSignedIn(await action());
    } catch (thrown) {
      entry.problem = thrown instanceof HostError ? thrown.status : 0;
      error.textContent = reason(entry.problem);
      password.value = "";
    } finally {
      submit.disabled = false;
      submit.textContent = texts.signIn;
    }
  }

  function reason(status: number): string {
    if (status === 401 || status === 422) return texts.wrongLogin;
    if (status === 403) return texts.loginRefused;
    if (status === 429) return texts.tooMany;
    return texts.serverDown;
  }

  const form = h(
    "form",
    {
      class: "sign-in-form",
      onsubmit: (event: SubmitEvent) => {
        event.preventDefault();
        void attempt(() => host.signIn(login.value.trim(), password.value));
      },
    },
    h("div", { class: "field" }, h("label", { for: "login" }, texts.login), login),
    h("div", { class: "field" }, h("label", { for: "password" }, texts.password), password),
    error,
    submit,
  );

  const people = session.people.map((person) =>
    h(
      "button",
      {
        type: "button",
        class: "person",
        "data-person": person.role,
        onclick: () => void attempt(() => host.signInAs(person.id)),
      },
      avatar(person.id, person.name),
      h("span", { class: "person-text" }, h("strong", {}, texts[person.role]), h("span", {}, person.name)),
    ),
  );

  return h(
    "main",
    { class: "sign-in" },
    h("div", { class: "sign-in-preferences" }, languageChoice(), themeChoice()),
    h(
      "div",
      { class: "sign-in-card" },
      h("div", { class: "brand large" }, texts.product),
      h("h1", {}, texts.signInTitle),
      h("p", { class: "muted" }, texts.tagline),
      form,
    ),
    people.length > 0 &&
      h(
        "section",
        { class: "sign-in-people", "aria-labelledby": "try" },
        h("h2", { id: "try" }, texts.orTry),
        h("div", { class: "people" }, people),
      ),
  );
}
