import type { Client, Contact } from "@crewdock/contract";
import { Building2, Mail, X } from "lucide";
import { avatar, h, icon } from "./dom.ts";
import { numberLink } from "./number-link.ts";
import { openDeals } from "./open-deals.ts";
import { settings } from "./settings.ts";

/**
 * One contact beside the list. A contact that the list has not loaded yet is looked for page by page; one that does not
 * exist, or that the person's role hides, says so.
 */
export function contactRecord(
  client: Client,
  id: string,
  known: ReadonlyMap<string, Contact>,
  signal: AbortSignal,
): HTMLElement {
  const texts = settings.texts;
  const body = h("div", { class: "record-body" });
  const element = h(
    "aside",
    { class: "record", "aria-label": texts.contact, tabindex: -1 },
    h("a", { class: "icon-button record-close", href: "#/contacts", "aria-label": texts.close }, icon(X)),
    body,
  );
  const loaded = known.get(id);
  if (loaded) body.append(facts(loaded));
  else void load();
  return element;

  async function load(): Promise<void> {
    body.replaceChildren(h("div", { class: "skeleton tall" }));
    body.setAttribute("aria-busy", "true");
    try {
      const contact = await find(client, id, signal);
      body.replaceChildren(contact ? facts(contact) : h("p", { class: "muted" }, texts.noSuchContact));
    } catch {
      if (signal.aborted) return; // another record was opened
      body.replaceChildren(
        h("p", { class: "muted" }, texts.serverDown),
        h("button", { type: "button", class: "button", onclick: () => void load() }, texts.retry),
      );
    }
    body.removeAttribute("aria-busy");
  }
}

function facts(contact: Contact): HTMLElement {
  return h(
    "div",
    { class: "record-facts" },
    h("div", { class: "record-head" }, avatar(contact.id, contact.name), h("h2", {}, contact.name)),
    h(
      "ul",
      { class: "record-list" },
      contact.company !== null && h("li", {}, icon(Building2), contact.company),
      contact.email !== null && h("li", {}, icon(Mail), h("span", { class: "breakable" }, contact.email)),
      contact.phones.map((phone) => h("li", {}, numberLink(phone, contact.name))),
    ),
    openDeals(contact.id),
  );
}

async function find(client: Client, id: string, signal: AbortSignal): Promise<Contact | null> {
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Client["directory"]["contacts"]>> = await client.directory.contacts(
      { limit: 100, ...(cursor === null ? {} : { cursor }) },
      { signal },
    );
    const found = page.items.find((contact) => contact.id === id);
    if (found) return found;
    cursor = page.nextCursor;
  } while (cursor !== null);
  return null;
}
