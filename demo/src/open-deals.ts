import { money } from "./deals-page.ts";
import { h } from "./dom.ts";
import { host } from "./host-api.ts";
import { settings } from "./settings.ts";

/** What is open with a contact: a short list that fills itself. */
export function openDeals(contactId: string): HTMLElement {
  const texts = settings.texts;
  const list = h("ul", { class: "open-deals", "aria-busy": "true" }, h("li", { class: "skeleton" }));
  void fill();
  return h("div", { class: "open-deals-part" }, h("h3", {}, texts.openDeals), list);

  async function fill(): Promise<void> {
    try {
      const { items } = await host.deals();
      const open = items.filter(
        (deal) => deal.contactId === contactId && deal.stage !== "won" && deal.stage !== "lost",
      );
      list.replaceChildren(
        ...(open.length === 0
          ? [h("li", { class: "muted small" }, texts.noOpenDeals)]
          : open.map((deal) =>
              h(
                "li",
                {},
                h("span", {}, deal.title, h("span", { class: "muted small" }, texts.stages[deal.stage] ?? deal.stage)),
                h("span", { class: "amount" }, money(deal)),
              ),
            )),
      );
    } catch {
      list.replaceChildren(h("li", { class: "muted small" }, texts.serverDown));
    }
    list.removeAttribute("aria-busy");
  }
}
