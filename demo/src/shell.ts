import type { Client } from "@crewdock/contract";
import { Columns3, type IconNode, LogOut, Mail, Phone, PhoneCall, ShieldCheck, Users, UsersRound } from "lucide";
import type { CrewMailWizard, CrewSoftphone } from "crewdock";
import { callerCard } from "./caller-card.ts";
import { callsPage } from "./calls-page.ts";
import { contactsPage } from "./contacts-page.ts";
import { dealsPage } from "./deals-page.ts";
import { avatar, h, icon } from "./dom.ts";
import { host, type HostSession } from "./host-api.ts";
import { applySettings, settings, type Theme } from "./settings.ts";
import type { Language, Texts } from "./texts.ts";

interface Route {
  readonly id: string;
  readonly title: keyof Texts & ("contacts" | "deals" | "calls" | "team" | "roles" | "mail");
  readonly icon: IconNode;
  readonly group: "work" | "settings";
  readonly page: () => HTMLElement;
}

/** The CRM around the widgets: navigation, the page, and the phone docked at the right. */
export function shell(
  session: HostSession & { readonly user: NonNullable<HostSession["user"]> },
  client: Client,
  redraw: () => void,
): HTMLElement {
  const texts = settings.texts;
  const main = h("main", { class: "main", id: "main", tabindex: -1 });
  const cards = h("div", { class: "cards" });
  const phone = document.createElement("crew-softphone") as CrewSoftphone;
  const dock = h("aside", { class: "dock", id: "dock", "aria-label": texts.phonePanel }, cards, phone);
  const routes: readonly Route[] = [
    { id: "contacts", title: "contacts", icon: UsersRound, group: "work", page: () => contactsPage(client) },
    { id: "deals", title: "deals", icon: Columns3, group: "work", page: dealsPage },
    { id: "calls", title: "calls", icon: PhoneCall, group: "work", page: () => callsPage(client) },
    { id: "team", title: "team", icon: Users, group: "settings", page: () => docked("crew-user-manager") },
    { id: "roles", title: "roles", icon: ShieldCheck, group: "settings", page: () => docked("crew-role-editor") },
    { id: "mail", title: "mail", icon: Mail, group: "settings", page: () => mailPage(session.user.id) },
  ];

  const links = routes.map((route) =>
    h("a", { href: `#/${route.id}`, "data-route": route.id }, icon(route.icon), h("span", {}, texts[route.title])),
  );
  const group = (name: Route["group"]) => links.filter((_link, index) => routes[index]?.group === name);

  function show(): void {
    const id = location.hash.slice(2) || "contacts";
    const route = routes.find((candidate) => candidate.id === id) ?? routes[0];
    links.forEach((link, index) =>
      routes[index] === route ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current"),
    );
    if (route) main.replaceChildren(route.page());
  }

  function togglePhone(): void {
    const open = dock.classList.toggle("open");
    phoneToggle.setAttribute("aria-expanded", String(open));
    phoneToggle.setAttribute("aria-label", open ? texts.closePhone : texts.openPhone);
  }
  const phoneToggle = h(
    "button",
    {
      type: "button",
      class: "phone-toggle",
      "aria-controls": "dock",
      "aria-expanded": "false",
      "aria-label": texts.openPhone,
      onclick: togglePhone,
    },
    icon(Phone),
  );

  phone.addEventListener("crew-phone-incoming", (event) => {
    const close = () => cards.replaceChildren();
    cards.replaceChildren(callerCard(event.detail.number, event.detail.caller, close));
    if (!dock.classList.contains("open")) togglePhone();
  });

  const frame = h(
    "div",
    {
      class: "shell",
      onclick: (event: MouseEvent) => {
        const link =
          event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href^="tel:"]') : null;
        if (!link) return;
        event.preventDefault();
        if (!dock.classList.contains("open")) togglePhone();
        void phone.dial(link.href, { name: link.dataset["name"] ?? "" });
      },
    },
    h(
      "nav",
      { class: "nav" },
      h("div", { class: "brand" }, texts.product),
      h("div", { class: "nav-group" }, h("h2", {}, texts.work), group("work")),
      h("div", { class: "nav-group" }, h("h2", {}, texts.settings), group("settings")),
    ),
    topBar(session, redraw),
    main,
    dock,
    phoneToggle,
  );
  const provider = h("crew-provider" as "div", { class: "provider" }, frame);
  window.addEventListener("hashchange", show);
  show();
  return provider;
}

function docked(tag: "crew-user-manager" | "crew-role-editor"): HTMLElement {
  return h("section", { class: "page fill" }, document.createElement(tag));
}

function mailPage(userId: string): HTMLElement {
  const texts = settings.texts;
  const wizard = document.createElement("crew-mail-wizard") as CrewMailWizard;
  wizard.setAttribute("user-id", userId);
  const note = h("p", { class: "saved-note", role: "status" });
  wizard.addEventListener("crew-mail-account-saved", (event) => {
    note.textContent = texts.mailSaved(event.account.email);
  });
  return h(
    "section",
    { class: "page narrow" },
    h("h1", {}, texts.mail),
    h("p", { class: "muted" }, texts.mailIntro),
    note,
    h("div", { class: "panel" }, wizard),
  );
}

function choice<Value extends string>(
  label: string,
  value: Value,
  options: readonly (readonly [Value, string])[],
  onChange: (value: Value) => void,
): HTMLElement {
  const select = h(
    "select",
    { "aria-label": label, onchange: () => onChange(select.value as Value) },
    options.map(([key, text]) => h("option", { value: key, selected: key === value }, text)),
  );
  return select;
}

function topBar(
  session: HostSession & { readonly user: NonNullable<HostSession["user"]> },
  redraw: () => void,
): HTMLElement {
  const texts = settings.texts;
  const { user, people } = session;
  const known = people.some((person) => person.id === user.id);
  const viewAs: readonly (readonly [string, string])[] = [
    ...(known ? [] : [[user.id, user.name] as const]),
    ...people.map((person) => [person.id, `${texts[person.role]}: ${person.name}`] as const),
  ];
  return h(
    "header",
    { class: "top" },
    h(
      "label",
      { class: "view-as" },
      h("span", { class: "muted small" }, texts.viewAs),
      choice(texts.viewAs, user.id, viewAs, (id) => void host.signInAs(id).then(() => location.reload())),
    ),
    h("div", { class: "top-end" }, [
      choice<Language>(
        texts.language,
        settings.language,
        [
          ["en", "English"],
          ["ru", "Русский"],
        ],
        (language) => {
          settings.language = language;
          applySettings();
          redraw();
        },
      ),
      choice<Theme>(
        texts.theme,
        settings.theme,
        [
          ["auto", texts.auto],
          ["light", texts.light],
          ["dark", texts.dark],
        ],
        (theme) => {
          settings.theme = theme;
          applySettings();
          document.querySelector("crew-provider")?.setAttribute("theme", theme);
        },
      ),
      h("span", { class: "me", title: user.name }, avatar(user.id, user.name)),
      h(
        "button",
        {
          type: "button",
          class: "icon-button",
          "aria-label": texts.signOut,
          title: texts.signOut,
          onclick: () => void host.signOut().then(() => location.reload()),
        },
        icon(LogOut),
      ),
    ]),
  );
}
