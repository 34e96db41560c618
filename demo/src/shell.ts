import type { Client } from "@crewdock/contract";
import type { CrewRoleEditor } from "crewdock";
import { Columns3, type IconNode, Mail, PhoneCall, ShieldCheck, Users, UsersRound } from "lucide";
import { callsPage } from "./calls-page.ts";
import { contactsPage } from "./contacts-page.ts";
import { dealsPage } from "./deals-page.ts";
import { dock as makeDock } from "./dock.ts";
import { h, icon } from "./dom.ts";
import { host } from "./host-api.ts";
import { mailPage } from "./mail-page.ts";
import { settings } from "./settings.ts";
import type { Texts } from "./texts.ts";
import { type SignedIn, topBar } from "./top-bar.ts";
import type { View } from "./view.ts";

interface Route {
  readonly id: keyof Texts & ("contacts" | "deals" | "calls" | "team" | "roles" | "mail");
  readonly icon: IconNode;
  readonly group: "work" | "settings";
  /** Whether it needs a right: those without it do not find it in the navigation, but a link to it still says why. */
  readonly restricted?: true;
  readonly view: () => View;
}

export interface Shell {
  readonly element: HTMLElement;
  /** Says everything in the present language; a call, a form and a page's place stay. */
  readonly retext: () => void;
}

/** The CRM around the widgets: navigation, the page, and the phone docked at the right. */
export function shell(session: SignedIn, client: Client): Shell {
  const main = h("main", { class: "main", id: "main", tabindex: -1 });
  const dock = makeDock(client);
  const routes: readonly Route[] = [
    { id: "contacts", icon: UsersRound, group: "work", view: () => contactsPage(client) },
    { id: "deals", icon: Columns3, group: "work", view: dealsPage },
    { id: "calls", icon: PhoneCall, group: "work", view: () => callsPage(client) },
    {
      id: "team",
      icon: Users,
      group: "settings",
      restricted: true,
      view: teamPage,
    },
    {
      id: "roles",
      icon: ShieldCheck,
      group: "settings",
      restricted: true,
      view: rolesPage,
    },
    { id: "mail", icon: Mail, group: "settings", view: () => mailPage(session.user.id, client) },
  ];
  let shown: { readonly route: Route | undefined; readonly view: View } | null = null;
  let skip = skipLink(main);
  let pages = session.pages;
  const offered = (): readonly Route[] => routes.filter(({ id, restricted }) => !restricted || pages.includes(id));
  let nav = navigation(offered());
  let top = topBar(session);

  function show(): void {
    const [path = "", search = ""] = location.hash.slice(2).split("?");
    const route = routes.find(({ id }) => id === path) ?? routes[0];
    const texts = settings.texts;
    document.title = route ? `${texts[route.id]} · ${texts.product}` : texts.product;
    if (shown?.route !== route && route) {
      shown = { route, view: route.view() };
      main.replaceChildren(shown.view.element);
      main.scrollTop = 0;
    }
    markCurrent();
    shown?.view.follow?.(new URLSearchParams(search));
  }

  function markCurrent(): void {
    for (const link of nav.querySelectorAll<HTMLAnchorElement>("a")) {
      if (link.hash === `#/${shown?.route?.id}`) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }

  function retext(): void {
    const focused = document.activeElement?.id ?? "";
    const open = document.querySelector("#preferences:popover-open") !== null;
    skip.replaceWith((skip = skipLink(main)));
    nav.replaceWith((nav = navigation(offered())));
    top.replaceWith((top = topBar(session)));
    dock.retext();
    if (shown?.view.retext) shown.view.retext();
    else shown = null;
    show();
    // the choice of language itself was drawn anew
    if (open) document.querySelector<HTMLElement>("#preferences")?.showPopover();
    if (focused.startsWith("choice-")) document.getElementById(focused)?.focus();
  }

  const frame = h("div", { class: "shell", onclick: dialTelLink }, skip, nav, top, main, dock.panel, dock.toggle);

  function dialTelLink(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href^="tel:"]') : null;
    if (!link) return;
    event.preventDefault();
    dock.dial(link);
  }

  // wide screens show them in the bar
  window
    .matchMedia("(width >= 760px)")
    .addEventListener("change", () => document.querySelector<HTMLElement>("#preferences:popover-open")?.hidePopover());
  /** Rights may have changed since; a host that is down leaves the navigation as it is. */
  async function refreshPages(): Promise<void> {
    const fresh = await host.session().catch(() => null);
    if (fresh === null || fresh.user?.id !== session.user.id || fresh.pages.join() === pages.join()) return;
    pages = fresh.pages;
    nav.replaceWith((nav = navigation(offered())));
    markCurrent();
  }

  window.addEventListener("hashchange", () => {
    const before = shown?.route;
    show();
    if (shown?.route === before) return;
    main.focus({ preventScroll: true });
    void refreshPages();
  });
  show();
  return { element: frame, retext };
}

/** The hash belongs to the pages, so this link moves the focus by hand. */
function skipLink(main: HTMLElement): HTMLElement {
  const skip = (event: MouseEvent): void => {
    event.preventDefault();
    main.focus();
  };
  return h("a", { class: "skip-link", href: "#main", onclick: skip }, settings.texts.skipToContent);
}

function navigation(routes: readonly Route[]): HTMLElement {
  const texts = settings.texts;
  const group = (name: Route["group"]): HTMLElement =>
    h(
      "div",
      { class: "nav-group", role: "group", "aria-labelledby": `nav-${name}` },
      h("p", { id: `nav-${name}`, class: "nav-title" }, texts[name]),
      routes
        .filter((route) => route.group === name)
        .map((route) => h("a", { href: `#/${route.id}` }, icon(route.icon), h("span", {}, texts[route.id]))),
    );
  return h(
    "nav",
    { class: "nav", "aria-label": texts.product },
    h("div", { class: "brand" }, texts.product),
    group("work"),
    group("settings"),
  );
}

/** The people; with `?user=` in the address one of them is open. */
function teamPage(): View {
  const page = widgetPage("crew-user-manager", "team");
  const users = page.element.querySelector("crew-user-manager");
  return {
    ...page,
    follow: (query) => {
      const id = query.get("user");
      if (id !== null && users?.getAttribute("user-id") !== id) users?.setAttribute("user-id", id);
    },
  };
}

/** The roles; a person who is chosen among them is shown with the team. */
function rolesPage(): View {
  const page = widgetPage("crew-role-editor", "roles");
  page.element.addEventListener("crew-role-open-user", ({ userId, target }) => {
    const address = `#/team?user=${encodeURIComponent(userId)}`;
    // what is not saved here stays
    if ((target as CrewRoleEditor).unsaved) window.open(address);
    else location.hash = address;
  });
  return page;
}

function widgetPage(tag: "crew-user-manager" | "crew-role-editor", title: "team" | "roles"): View {
  const heading = h("h1", {});
  // the widget follows the page's language by itself
  const retext = (): void => {
    heading.textContent = settings.texts[title];
  };
  retext();
  const head = h("header", { class: "page-head" }, heading);
  // the role editor heads its list of roles itself
  if (title === "roles") head.className = "visually-hidden";
  return { element: h("section", { class: "page fill" }, head, document.createElement(tag)), retext };
}
