import { type Client, type Colleague, type Contact } from "@crewdock/contract";
import { Phone } from "lucide";
import { avatar, h, icon } from "./dom.ts";
import { listPage } from "./list-page.ts";
import { settings } from "./settings.ts";

/** Clients and colleagues; every number is a `tel:` link that the docked phone dials. */
export function contactsPage(client: Client): HTMLElement {
  const texts = settings.texts;
  const frame = h("div", { class: "tab-body" });
  const tabs = [
    { id: "clients", title: texts.clients, make: () => clients(client) },
    { id: "colleagues", title: texts.colleagues, make: () => colleagues(client) },
  ];
  const buttons = tabs.map((tab) =>
    h("button", { type: "button", role: "tab", id: `tab-${tab.id}`, onclick: () => show(tab.id) }, tab.title),
  );

  function show(id: string): void {
    tabs.forEach((tab, index) => {
      buttons[index]?.setAttribute("aria-selected", String(tab.id === id));
      if (tab.id === id) frame.replaceChildren(tab.make());
    });
  }

  show("clients");
  return h(
    "section",
    { class: "page" },
    h("h1", {}, texts.contacts),
    h("div", { class: "tabs", role: "tablist" }, buttons),
    frame,
  );
}

function numberLink(number: string, name: string): HTMLElement {
  return h(
    "a",
    {
      class: "number",
      href: `tel:${number}`,
      "data-name": name,
      "aria-label": `${settings.texts.call(name)}, ${number}`,
    },
    icon(Phone),
    number,
  );
}

function person(id: string, name: string, below: string | null): HTMLElement {
  return h(
    "span",
    { class: "person-cell" },
    avatar(id, name),
    h("span", {}, h("span", { class: "person-name" }, name), below && h("span", { class: "muted small" }, below)),
  );
}

function clients(client: Client): HTMLElement {
  const texts = settings.texts;
  return listPage<Contact>({
    label: texts.clients,
    searchable: true,
    empty: texts.noContacts,
    load: (query, signal) => client.directory.contacts(query, { signal }),
    columns: [
      { title: texts.name, cell: (contact) => person(contact.id, contact.name, contact.email) },
      { title: texts.company, class: "wide", cell: (contact) => contact.company ?? "" },
      {
        title: texts.phone,
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
      { title: texts.name, cell: (colleague) => person(colleague.id, colleague.name, colleague.position) },
      { title: texts.department, class: "wide", cell: (colleague) => colleague.department ?? "" },
      {
        title: texts.extension,
        cell: (colleague) => (colleague.extension === null ? "" : numberLink(colleague.extension, colleague.name)),
      },
    ],
  });
}
