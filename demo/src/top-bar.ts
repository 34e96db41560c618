import { LogOut, SlidersHorizontal } from "lucide";
import { avatar, h, icon } from "./dom.ts";
import { host, type HostSession } from "./host-api.ts";
import { choice, languageChoice, themeChoice } from "./preferences.ts";
import { settings } from "./settings.ts";

export type SignedIn = HostSession & { readonly user: NonNullable<HostSession["user"]> };

/** Who is looking, and how. On narrow screens language, theme and sign-out wait behind a button. */
export function topBar({ user, people }: SignedIn): HTMLElement {
  const texts = settings.texts;
  const known = people.some((person) => person.id === user.id);
  const viewAs: readonly (readonly [string, string])[] = [
    ...(known ? [] : [[user.id, user.name] as const]),
    ...people.map((person) => [person.id, `${person.name} · ${texts[person.role]}`] as const),
  ];
  const problem = h("p", { class: "top-problem", role: "alert" });
  const person = choice("view-as", texts.viewAs, user.id, viewAs, (id) => void leave(() => host.signInAs(id)));

  /** Does what changes who is signed in, then starts afresh: nothing of the one person may stay for the other. */
  async function leave(action: () => Promise<unknown>): Promise<void> {
    try {
      await action();
      location.reload();
    } catch {
      person.value = user.id;
      problem.textContent = texts.serverDown;
    }
  }

  return h(
    "header",
    { class: "top" },
    h(
      "label",
      { class: "view-as", for: person.id },
      h("span", { class: "muted small", "aria-hidden": "true" }, texts.viewAs),
      person,
    ),
    problem,
    h(
      "button",
      {
        type: "button",
        class: "icon-button preferences-button",
        popovertarget: "preferences",
        "aria-label": texts.preferences,
      },
      icon(SlidersHorizontal),
    ),
    h(
      "div",
      { class: "preferences", id: "preferences", popover: "auto", role: "group", "aria-label": texts.preferences },
      languageChoice(),
      themeChoice(),
      h("span", { class: "me", title: user.name }, avatar(user.id, user.name)),
      h(
        "button",
        {
          type: "button",
          class: "icon-button",
          "aria-label": texts.signOut,
          title: texts.signOut,
          onclick: () => void leave(host.signOut),
        },
        icon(LogOut),
      ),
    ),
  );
}
