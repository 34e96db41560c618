import type { Page } from "@crewdock/contract";
import { h } from "./dom.ts";
import { settings } from "./settings.ts";

export interface ListPageOptions<Item> {
  readonly columns: readonly {
    readonly title: string;
    readonly class?: string;
    readonly cell: (item: Item) => Node | string;
  }[];
  /** Loads one page; called again for the next cursor and for each search. */
  readonly load: (query: { readonly q?: string; readonly cursor?: string }, signal: AbortSignal) => Promise<Page<Item>>;
  readonly empty: string;
  readonly searchable: boolean;
  readonly label: string;
}

/** Longer texts are no search: every list of the contract refuses them. */
const longestSearch = 200;

/** A searchable table that loads further pages as its end comes into view. */
export function listPage<Item>(options: ListPageOptions<Item>): HTMLElement {
  const texts = settings.texts;
  const body = h("tbody", {});
  const note = h("div", { class: "list-note", role: "status" });
  const end = h("div", { class: "list-end" });
  let run = new AbortController();
  let cursor: string | null = null;
  let loading = false;
  let q = "";

  async function loadMore(): Promise<void> {
    if (loading) return;
    loading = true;
    const { signal } = run;
    const waiting = skeletons(options.columns.length);
    body.append(...waiting);
    frame.setAttribute("aria-busy", "true");
    try {
      const page = await options.load({ ...(q === "" ? {} : { q }), ...(cursor === null ? {} : { cursor }) }, signal);
      if (signal.aborted) return;
      for (const row of waiting) row.remove();
      body.append(
        ...page.items.map((item) =>
          h("tr", {}, ...options.columns.map((column) => h("td", { class: column.class }, column.cell(item)))),
        ),
      );
      cursor = page.nextCursor;
      end.hidden = cursor === null;
      note.replaceChildren(body.children.length === 0 ? (q === "" ? options.empty : texts.nothingFound) : "");
    } catch {
      if (signal.aborted) return; // a newer search took over
      for (const row of waiting) row.remove();
      // what is there stays; only the page that failed is asked for again
      note.replaceChildren(
        h("p", {}, texts.serverDown),
        h("button", { type: "button", class: "button", onclick: () => void loadMore() }, texts.retry),
      );
    } finally {
      if (!signal.aborted) {
        loading = false;
        frame.removeAttribute("aria-busy");
      }
    }
  }

  function restart(): Promise<void> {
    run.abort();
    run = new AbortController();
    loading = false;
    cursor = null;
    end.hidden = false;
    body.replaceChildren();
    note.replaceChildren();
    return loadMore();
  }

  const search = h("input", {
    type: "search",
    class: "search",
    placeholder: texts.search,
    "aria-label": texts.search,
    maxlength: longestSearch,
    oninput: () => {
      q = search.value.trim();
      void restart();
    },
  });
  const frame = h(
    "div",
    { class: "table-frame" },
    h(
      "table",
      { "aria-label": options.label },
      h(
        "thead",
        {},
        h("tr", {}, ...options.columns.map((column) => h("th", { class: column.class, scope: "col" }, column.title))),
      ),
      body,
    ),
    note,
    end,
  );
  new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting) && cursor !== null) void loadMore();
  }).observe(end);
  void restart();

  return h("div", { class: "list-page" }, options.searchable && h("div", { class: "list-tools" }, search), frame);
}

/** Rows that keep the place of what is being loaded. */
function skeletons(columns: number): readonly HTMLElement[] {
  return Array.from({ length: 6 }, (_row, index) =>
    h(
      "tr",
      { class: "skeleton-row" },
      h(
        "td",
        { colspan: columns },
        index === 0 && h("span", { class: "visually-hidden" }, settings.texts.loading),
        h("span", { class: "skeleton" }),
      ),
    ),
  );
}
