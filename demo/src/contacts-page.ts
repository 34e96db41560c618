import type { Client, Colleague, Contact } from "@crewdock/contract";
import { contactRecord } from "./contact-record.ts";
import { avatar, h } from "./dom.ts";
import { listPage } from "./list-page.ts";
import { numberLink } from "./number-link.ts";
import { settings } from "./settings.ts";
import { tabs } from "./tabs.ts";
import type { View } from "./view.ts";

/** Clients and colleagues; every number is a `tel:` link that the docked phone dials. `?id=` opens a client beside the list. */
export function contactsPage(client: Client): View {
  const texts = settings.texts;
  const known = new Map<string, Contact>();
  const place = h("div", { class: "record-place" });
  let open: string | null = null;
  let looking = new AbortController();
  let arrived = false;

  function follow(query: URLSearchParams): void {
    const id = query.get("id");
    if (id === open) {
      arrived = true;
      return;
    }
    const before = open;
    open = id;
    looking.abort();
    looking = new AbortController();
    place.replaceChildren(...(id === null ? [] : [contactRecord(client, id, known, looking.signal)]));
    for (const link of element.querySelectorAll<HTMLAnchorElement>(".person-link")) markOpen(link);
    // an address that was opened from outside moves no focus
    if (!arrived) arrived = true;
    else if (id !== null) place.querySelector<HTMLElement>(".record")?.focus({ preventScroll: true });
    else element.querySelector<HTMLElement>(`[data-record="${CSS.escape(before ?? "")}"]`)?.focus();
  }

  function markOpen(link: HTMLAnchorElement): void {
    if (link.dataset["record"] === open) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }

  const element = h(
    "section",
    { class: "page contacts" },
    h(
      "div",
      { class: "page-column" },
      h("h1", {}, texts.contacts),
      tabs(texts.contacts, [
        {
          id: "clients",
          title: texts.clients,
          panel: () =>
            clients(client, (contact) => {
              known.set(contact.id, contact);
              const link = h(
                "a",
                { class: "person-link", href: `#/contacts?id=${contact.id}`, "data-record": contact.id },
                contact.name,
              );
              markOpen(link);
              return link;
            }),
        },
        { id: "colleagues", title: texts.colleagues, panel: () => colleagues(client) },
      ]),
    ),
    place,
  );
  return { element, follow };
}

function person(id: string, name: string, shown: Node | string, below: string | null): HTMLElement {
  return h(
    "span",
    { class: "person-cell" },
    avatar(id, name),
    h(
      "span",
      {},
      h("span", { class: "person-name" }, shown),
      below !== null && h("span", { class: "muted small" }, below),
    ),
  );
}

function clients(client: Client, nameOf: (contact: Contact) => HTMLElement): HTMLElement {
  const texts = settings.texts;
  return listPage<Contact>({
    label: texts.clients,
    searchable: true,
    empty: texts.noContacts,
    load: (query, signal) => client.directory.contacts(query, { signal }),
    columns: [
      { title: texts.name, cell: (contact) => person(contact.id, contact.name, nameOf(contact), contact.email) },
      { title: texts.company, class: "wide", cell: (contact) => contact.company ?? "" },
      {
        title: texts.phone,
        class: "number-cell",
        cell: (contact) =>
          h(
            "span",
            { class: "numbers" },
            contact.phones.map((phone) => numberLink(phone, contact.name)),
          ),
      },
    ],
  });
}

function colleagues(client: Client): HTMLElement {
  const texts = settings.texts;
  return listPage<Colleague>({
    label: texts.colleagues,
    searchable: true,
    empty: texts.nothingFound,
    load: (query, signal) => client.directory.colleagues(query, { signal }),
    columns: [
      {
        title: texts.name,
        cell: (colleague) => person(colleague.id, colleague.name, colleague.name, colleague.position),
      },
      { title: texts.department, class: "wide", cell: (colleague) => colleague.department ?? "" },
      {
        title: texts.extension,
        class: "number-cell",
        cell: (colleague) => (colleague.extension === null ? "" : numberLink(colleague.extension, colleague.name)),
      },
    ],
  });
}
