import { avatar, h } from "./dom.ts";
import { type Deal, host } from "./host-api.ts";
import { settings } from "./settings.ts";
import type { View } from "./view.ts";

const STAGES = ["new", "qualified", "proposal", "negotiation", "won", "lost"];

/** Money as the reader writes it, without decimals. */
export function money(deal: Pick<Deal, "amount" | "currency">): string {
  return new Intl.NumberFormat(settings.language, {
    style: "currency",
    currency: deal.currency,
    currencyDisplay: "narrowSymbol",
    maximumFractionDigits: 0,
  }).format(Number(deal.amount));
}

/** Deals as a board, as far as the person's role lets them see. */
export function dealsPage(): View {
  const texts = settings.texts;
  // a region of its own that the keyboard can scroll
  const board = h("div", { class: "board", role: "region", "aria-label": texts.deals, tabindex: 0 });

  async function load(): Promise<void> {
    board.setAttribute("aria-busy", "true");
    board.replaceChildren(columns(() => [h("div", { class: "skeleton tall" }), h("div", { class: "skeleton tall" })]));
    try {
      const { items } = await host.deals();
      board.replaceChildren(
        items.length === 0
          ? h("p", { class: "list-note" }, texts.noDeals)
          : columns((stage) => {
              const own = items.filter((deal) => deal.stage === stage);
              return own.length === 0 ? [h("p", { class: "muted small" }, texts.noDealsHere)] : own.map(card);
            }),
      );
    } catch {
      board.replaceChildren(
        h(
          "div",
          { class: "list-note", role: "alert" },
          h("p", {}, texts.serverDown),
          h("button", { type: "button", class: "button", onclick: () => void load() }, texts.retry),
        ),
      );
    }
    board.removeAttribute("aria-busy");
  }

  void load();
  return { element: h("section", { class: "page" }, h("h1", {}, texts.deals), board) };
}

function columns(cards: (stage: string) => readonly HTMLElement[]): HTMLElement {
  const { stages } = settings.texts;
  return h(
    "div",
    { class: "board-columns" },
    STAGES.map((stage) => {
      const own = cards(stage);
      const count = own.filter((one) => one.matches(".deal")).length;
      return h(
        "section",
        { class: `board-column stage-${stage}` },
        h("h2", {}, stages[stage] ?? stage, count > 0 && h("span", { class: "count" }, String(count))),
        own,
      );
    }),
  );
}

function card(deal: Deal): HTMLElement {
  return h(
    "article",
    { class: "deal" },
    h("h3", {}, deal.title),
    deal.contactId !== null &&
      deal.contactName !== null &&
      h("a", { class: "link small", href: `#/contacts?id=${deal.contactId}` }, deal.contactName),
    h(
      "div",
      { class: "deal-foot" },
      h("span", { class: "amount" }, money(deal)),
      h(
        "span",
        { class: "deal-owner", title: deal.ownerName },
        avatar(deal.ownerId, deal.ownerName),
        h("span", { class: "visually-hidden" }, deal.ownerName),
      ),
    ),
  );
}
