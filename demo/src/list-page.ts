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
    try {
      const page = await options.load({ ...(q === "" ? {} : { q }), ...(cursor === null ? {} : { cursor }) }, signal);
      if (signal.aborted) return;
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
      note.replaceChildren(
        texts.serverDown,
        " ",
        h("button", { class: "button", onclick: () => void restart() }, texts.retry),
      );
    } finally {
      if (!signal.aborted) loading = false;
    }
  }

  function restart(): Promise<void> {
    run.abort();
    run = new AbortController();
    loading = false;
    cursor = null;
    end.hidden = false;
    body.replaceChildren();
    return loadMore();
  }

  const search = h("input", {
    type: "search",
    class: "search",
    placeholder: texts.search,
    "aria-label": texts.search,
    oninput: () => {
      q = search.value.trim();
      void restart();
    },
  });
  new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting) && cursor !== null) void loadMore();
  }).observe(end);
  void restart();

  return h(
    "div",
    { class: "list-page" },
    options.searchable && h("div", { class: "list-tools" }, search),
    h(
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
    ),
  );
}
