import { avatar, h } from "./dom.ts";
import { type Deal, host } from "./host-api.ts";
import { settings } from "./settings.ts";

const STAGES = ["new", "qualified", "proposal", "negotiation", "won", "lost"];

/** Money as the reader writes it; decimals only where there are any. */
export function money(deal: Pick<Deal, "amount" | "currency">): string {
  return new Intl.NumberFormat(settings.language, {
    style: "currency",
    currency: deal.currency,
    maximumFractionDigits: 0,
  }).format(Number(deal.amount));
}

/** Deals as a board, as far as the person's role lets them see. */
export function dealsPage(): HTMLElement {
  const texts = settings.texts;
  const board = h("div", { class: "board", "aria-busy": "true" });

  async function load(): Promise<void> {
    try {
      const { items } = await host.deals();
      board.replaceChildren(items.length === 0 ? h("p", { class: "list-note" }, texts.noDeals) : columns(items));
    } catch {
      board.replaceChildren(
        h(
          "p",
          { class: "list-note" },
          texts.serverDown,
          " ",
          h("button", { class: "button", onclick: () => void load() }, texts.retry),
        ),
      );
    }
    board.removeAttribute("aria-busy");
  }

  void load();
  return h("section", { class: "page" }, h("h1", {}, texts.deals), board);
}

function columns(deals: readonly Deal[]): HTMLElement {
  const texts = settings.texts;
  return h(
    "div",
    { class: "board-columns" },
    STAGES.map((stage) => {
      const own = deals.filter((deal) => deal.stage === stage);
      return h(
        "section",
        { class: "board-column" },
        h("h2", {}, texts.stages[stage] ?? stage, h("span", { class: "count" }, String(own.length))),
        own.map(card),
      );
    }),
  );
}

function card(deal: Deal): HTMLElement {
  return h(
    "article",
    { class: "deal" },
    h("h3", {}, deal.title),
    h("p", { class: "muted small" }, deal.contactName ?? ""),
    h(
      "div",
      { class: "deal-foot" },
      h("span", { class: "amount" }, money(deal)),
      h("span", { title: deal.ownerName }, avatar(deal.ownerId, deal.ownerName)),
    ),
  );
}
