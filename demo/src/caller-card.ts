import type { Caller } from "@crewdock/contract";
import { X } from "lucide";
import { money } from "./deals-page.ts";
import { avatar, h, icon } from "./dom.ts";
import { host } from "./host-api.ts";
import { settings } from "./settings.ts";

/** The card that the CRM opens beside a call: who it is and what is open with them. */
export function callerCard(number: string, caller: Caller | null, onClose: () => void): HTMLElement {
  const texts = settings.texts;
  const name = caller?.name ?? number;
  const deals = h("ul", { class: "caller-deals" });
  if (caller?.kind === "contact") void showDeals(caller.id, deals);
  return h(
    "aside",
    { class: "caller-card", "aria-label": texts.callerCard },
    h(
      "header",
      {},
      h("span", { class: "muted small" }, texts.callerCard),
      h("button", { type: "button", class: "icon-button", "aria-label": texts.close, onclick: onClose }, icon(X)),
    ),
    h(
      "div",
      { class: "person-cell" },
      avatar(caller?.id ?? number, name),
      h(
        "span",
        {},
        h("strong", { class: "person-name" }, name),
        h("span", { class: "muted small" }, [caller?.company, number].filter(Boolean).join(" · ")),
      ),
    ),
    caller === null && h("p", { class: "muted small" }, texts.unknownCaller),
    caller?.kind === "contact" && h("h3", { class: "small" }, texts.openDeals),
    caller?.kind === "contact" && deals,
  );
}

async function showDeals(contactId: string, list: HTMLElement): Promise<void> {
  const texts = settings.texts;
  try {
    const open = (await host.deals()).items.filter(
      (deal) => deal.contactId === contactId && deal.stage !== "won" && deal.stage !== "lost",
    );
    list.replaceChildren(
      ...(open.length === 0
        ? [h("li", { class: "muted small" }, texts.noOpenDeals)]
        : open.map((deal) => h("li", {}, h("span", {}, deal.title), h("span", { class: "amount" }, money(deal))))),
    );
  } catch {
    list.replaceChildren(h("li", { class: "muted small" }, texts.serverDown));
  }
}
