import { h } from "./dom.ts";

export interface Tab {
  readonly id: string;
  readonly title: string;
  /** Draws the panel; called each time the tab is chosen. */
  readonly panel: () => HTMLElement;
}

/** Tabs after the ARIA pattern: one stop for Tab; the arrow keys, Home and End choose. */
export function tabs(label: string, items: readonly Tab[]): HTMLElement {
  const panel = h("div", { class: "tab-panel", role: "tabpanel", id: "tab-panel" });
  const buttons = items.map((item) =>
    h(
      "button",
      { type: "button", role: "tab", id: `tab-${item.id}`, "aria-controls": panel.id, onclick: () => choose(item) },
      item.title,
    ),
  );

  function choose(chosen: Tab | undefined): void {
    if (!chosen) return;
    items.forEach((item, index) => {
      buttons[index]?.setAttribute("aria-selected", String(item === chosen));
      buttons[index]?.setAttribute("tabindex", item === chosen ? "0" : "-1");
    });
    panel.setAttribute("aria-labelledby", `tab-${chosen.id}`);
    panel.replaceChildren(chosen.panel());
  }

  function onKey(event: KeyboardEvent): void {
    const at = buttons.findIndex((button) => button === event.target);
    const targets: Readonly<Record<string, number>> = {
      ArrowRight: (at + 1) % items.length,
      ArrowLeft: (at - 1 + items.length) % items.length,
      Home: 0,
      End: items.length - 1,
    };
    const target = targets[event.key];
    if (at < 0 || target === undefined) return;
    event.preventDefault();
    buttons[target]?.focus();
    choose(items[target]);
  }

  choose(items[0]);
  return h(
    "div",
    { class: "tabbed" },
    h("div", { class: "tabs", role: "tablist", "aria-label": label, onkeydown: onKey }, buttons),
    panel,
  );
}
