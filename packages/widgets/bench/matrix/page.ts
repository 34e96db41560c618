// What the benchmark of the matrix measures, in the page: the role editor with 40 entities of 12 actions, or the least table
// that does the same for pointer and arrows.
import { createMemoryAdapter } from "@crewdock/adapters/memory";
import { CrewRoleEditor } from "crewdock/role-editor";
import { actions, entities, largeCompany } from "../../src/role-editor/testing/large-company.ts";

/** A point of the window in CSS pixels. */
export type Point = readonly [x: number, y: number];

/** What was seen between `watch` and `watched`. */
export interface Watched {
  /** How long each frame took, in milliseconds. */
  readonly frames: readonly number[];
  /** Over how many cells the pointer came, and how many got the focus. */
  readonly entered: number;
  readonly focused: number;
}

export interface MatrixBench {
  /** Puts the matrix into the page; the promise is kept once all of its cells are there. */
  show(kind: "editor" | "plain"): Promise<void>;
  /** Gives the first cell the focus. */
  focus(): void;
  /** Whether the first cell has the focus. */
  isAtStart(): boolean;
  /** The middles of the cells that can be seen, line by line. */
  points(): readonly Point[];
  watch(): void;
  watched(): Watched;
}

declare global {
  interface Window {
    matrixBench: MatrixBench;
  }
}

const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));

let root: Document | ShadowRoot = document;
let cells: readonly HTMLElement[] = [];

async function showEditor(): Promise<void> {
  customElements.define("crew-role-editor", CrewRoleEditor);
  const element = new CrewRoleEditor();
  element.adapter = createMemoryAdapter({ company: largeCompany() });
  element.language = "en";
  element.style.setProperty("--crew-role-editor-height", "100dvh");
  document.body.append(element);
  do {
    await frame();
    root = element.shadowRoot ?? document;
    cells = [...root.querySelectorAll<HTMLElement>("[data-stop^='cell entity']")];
  } while (cells.length < entities * actions);
}

function showPlain(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    .box { block-size: 100dvh; overflow: auto }
    table { border-collapse: separate; border-spacing: 0; font: 13px sans-serif }
    th, td { min-inline-size: 92px; block-size: 40px; border-block-end: 1px solid #ddd }
    th { position: sticky; inset-block-start: 0; background: #fff }
    th:first-child { inset-inline-start: 0; inset-block-start: auto }
    tr:hover { background: #eee }
  `);
  document.adoptedStyleSheets = [sheet];
  const box = document.createElement("div");
  box.className = "box";
  const table = document.createElement("table");
  const line = (row: number): void => {
    const tr = table.insertRow();
    for (let column = 0; column <= actions; column++) {
      const cell = document.createElement(row === 0 || column === 0 ? "th" : "td");
      cell.textContent = row === 0 ? `Action ${column}` : column === 0 ? `Entity ${row}` : "Any";
      if (row > 0 && column > 0) cell.tabIndex = -1;
      tr.append(cell);
    }
  };
  for (let row = 0; row <= entities; row++) line(row);
  table.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (!(target instanceof HTMLTableCellElement)) return;
    const [right, down] = [
      Number(key === "ArrowRight") - Number(key === "ArrowLeft"),
      Number(key === "ArrowDown") - Number(key === "ArrowUp"),
    ];
    const row = (target.parentElement as HTMLTableRowElement).rowIndex + down;
    const next = table.rows[row]?.cells[target.cellIndex + right];
    if (!(next instanceof HTMLTableCellElement) || next.tagName === "TH") return;
    target.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
    event.preventDefault();
  });
  box.append(table);
  document.body.append(box);
  cells = [...table.querySelectorAll("td")];
}

let frames: number[] = [];
let last: number | undefined;
let asked = 0;
const seen = { entered: new Set<EventTarget>(), focused: new Set<EventTarget>() };

const note = (now: number): void => {
  if (last !== undefined) frames.push(now - last);
  last = now;
  asked = requestAnimationFrame(note);
};

window.matrixBench = {
  async show(kind) {
    if (kind === "editor") await showEditor();
    else showPlain();
    for (const cell of cells) {
      cell.addEventListener("pointerenter", () => seen.entered.add(cell));
      cell.addEventListener("focus", () => seen.focused.add(cell));
    }
  },
  focus: () => cells[0]?.focus(),
  isAtStart: () => (root instanceof ShadowRoot ? root.activeElement : document.activeElement) === cells[0],
  points() {
    const shown = (cell: HTMLElement, x: number, y: number): boolean => {
      const top = root.elementFromPoint(x, y);
      return top !== null && cell.contains(top);
    };
    return cells.flatMap((cell): Point[] => {
      const { left, top, width, height } = cell.getBoundingClientRect();
      const [x, y] = [left + width / 2, top + height / 2];
      return shown(cell, x, y) ? [[x, y]] : [];
    });
  },
  watch() {
    frames = [];
    last = undefined;
    seen.entered.clear();
    seen.focused.clear();
    asked = requestAnimationFrame(note);
  },
  watched() {
    cancelAnimationFrame(asked);
    return { frames, entered: seen.entered.size, focused: seen.focused.size };
  },
};
