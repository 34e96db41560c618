import ChevronDown from "lucide/dist/esm/icons/chevron-down.mjs";
import Redo2 from "lucide/dist/esm/icons/redo-2.mjs";
import SearchX from "lucide/dist/esm/icons/search-x.mjs";
import Undo2 from "lucide/dist/esm/icons/undo-2.mjs";
import { type Scope, scopes } from "@crewdock/contract";
import type { VNode } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import {
  Blank,
  Button,
  EmptyState,
  Icon,
  IconButton,
  Kbd,
  lazy,
  SearchInput,
  useEnv,
  useI18n,
  useKit,
} from "../../kit/index.ts";
import { catalogue } from "../messages/index.ts";
import { isSwitch } from "../model/grants.ts";
import type { Matrix } from "../model/matrix.ts";
import type { MatrixSection } from "../model/matrix-layout.ts";
import { columnStop, entityStop, type Move, sectionStop, type Stop } from "../model/matrix-stops.ts";
import { MatrixCell } from "./matrix-cell.tsx";
import { resultText } from "./say.ts";
import type { ScopePickerProps } from "./scope-picker.tsx";

const leastColumns = 5;

const scopePicker = lazy<ScopePickerProps>(() => import("./parts.ts").then(({ ScopePicker }) => ScopePicker), Blank);

/** The key of a move; arrows sideways follow the writing direction. */
function moveOf(event: KeyboardEvent, rtl: boolean): Move | undefined {
  const control = event.ctrlKey || event.metaKey;
  switch (event.key) {
    case "ArrowLeft":
      return rtl ? "right" : "left";
    case "ArrowRight":
      return rtl ? "left" : "right";
    case "ArrowUp":
      return "up";
    case "ArrowDown":
      return "down";
    case "Home":
      return control ? "start" : "rowStart";
    case "End":
      return control ? "end" : "rowEnd";
    case "PageUp":
      return "pageUp";
    case "PageDown":
      return "pageDown";
    default:
      return undefined;
  }
}

/** Undoes or redoes by the usual keys, whatever alphabet they type, unless text is being typed. @param say told what it did */
export function stepByKey(
  event: KeyboardEvent,
  { draft, readOnly }: Matrix,
  say: (done: "undone" | "redone") => void,
): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || readOnly.value) return;
  if (event.composedPath()[0] instanceof HTMLInputElement || event.composedPath()[0] instanceof HTMLTextAreaElement)
    return;
  // A Cyrillic layout has another letter on the key that people know as Z.
  const key = (/^[a-z]$/iu.test(event.key) ? event.key : event.code.slice(3)).toLowerCase();
  const back = key === "z" && !event.shiftKey;
  if (!back && key !== "z" && (key !== "y" || event.shiftKey)) return;
  event.preventDefault();
  if (back ? draft.undo() : draft.redo()) say(back ? "undone" : "redone");
}

interface MatrixViewProps {
  readonly matrix: Matrix;
  /** Name of the role. */
  readonly name: string;
}

/** Entities down, actions across, with search, legend, undo and redo above. */
export function MatrixView({ matrix, name }: MatrixViewProps): VNode {
  const { t } = useI18n(catalogue);
  const query = matrix.search.value;
  return (
    <div class="matrix" part="matrix">
      <MatrixToolbar matrix={matrix} />
      {matrix.sections.value.length === 0 ? (
        <EmptyState
          icon={SearchX}
          title={t("nothingMatches", { query })}
          action={
            <Button
              onClick={() => {
                matrix.search.value = "";
              }}
            >
              {t("clearSearch")}
            </Button>
          }
        />
      ) : (
        <MatrixGrid matrix={matrix} name={name} />
      )}
    </div>
  );
}

function MatrixToolbar({ matrix }: { readonly matrix: Matrix }): VNode {
  const { t } = useI18n(catalogue);
  const kit = useKit();
  const env = useEnv();
  const { draft } = matrix;
  const step = (done: boolean, text: string): void => {
    if (done) env.announce(text);
  };
  return (
    <div class="matrix-toolbar">
      <SearchInput
        class="matrix-search"
        label={t("searchRights")}
        value={matrix.search.value}
        delay={80}
        onInput={(value) => {
          matrix.search.value = value;
        }}
      />
      <ul class="legend" aria-label={t("legend")}>
        {scopes.map((scope, key) => (
          <li key={scope}>
            <Kbd>{String(key)}</Kbd>
            <span class="swatch" data-level={key} aria-hidden="true" />
            {t(`scope_${scope}`)}
          </li>
        ))}
      </ul>
      {matrix.readOnly.value ? undefined : (
        <div class="matrix-history">
          <IconButton
            icon={Undo2}
            label={kit.t("undo")}
            disabled={!draft.canUndo.value}
            onClick={() => step(draft.undo(), t("undone"))}
          />
          <IconButton
            icon={Redo2}
            label={t("redo")}
            disabled={!draft.canRedo.value}
            onClick={() => step(draft.redo(), t("redone"))}
          />
        </div>
      )}
    </div>
  );
}

function MatrixGrid({ matrix, name }: MatrixViewProps): VNode {
  const i18n = useI18n(catalogue);
  const env = useEnv();
  const grid = useRef<HTMLDivElement | null>(null);
  const [picking, setPicking] = useState<{ readonly stop: Stop; readonly anchor: HTMLElement } | null>(null);
  const readOnly = matrix.readOnly.value;
  const columns = Math.max(leastColumns, ...matrix.sections.value.map((section) => section.columns.length));

  useLayoutEffect(() => {
    const box = grid.current;
    if (box === null) return undefined;
    // The save bar takes room from below: what is being edited must not disappear behind it.
    const observer = new ResizeObserver(() =>
      box.querySelector("[data-stop]:focus")?.scrollIntoView({ block: "nearest" }),
    );
    observer.observe(box);
    return () => observer.disconnect();
  }, []);

  const elementOf = (id: string): HTMLElement | null =>
    grid.current?.querySelector<HTMLElement>(`[data-stop="${CSS.escape(id)}"]`) ?? null;
  const stopAt = (event: Event): Stop | null => {
    const element = (event.target as Element).closest<HTMLElement>("[data-stop]");
    return element === null ? null : matrix.stop(element.dataset["stop"] ?? "");
  };
  const set = (stop: Stop, scope: Scope): void => {
    if (readOnly) return;
    env.announce(resultText(i18n, matrix, stop, scope, matrix.set(stop, scope)));
  };
  /** What a press or Enter does: a yes/no cell turns over, everything else offers its scopes. */
  const open = (stop: Stop): void => {
    const anchor = elementOf(stop.id);
    if (readOnly) {
      if (anchor !== null && stop.kind === "cell") matrix.explain.value?.(stop.keys[0] ?? "", anchor);
      return;
    }
    const action = stop.kind === "cell" ? matrix.index.value.actions.get(stop.keys[0] ?? "") : undefined;
    if (action !== undefined && isSwitch(action)) set(stop, matrix.common(stop) === "none" ? "any" : "none");
    else if (anchor !== null) setPicking({ stop, anchor });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const stop = stopAt(event);
    if (stop === null || event.altKey) return;
    const move = moveOf(event, i18n.dir === "rtl");
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
    const digit = plain && /^[0-3]$/u.test(event.key) ? scopes[Number(event.key)] : undefined;
    if (move !== undefined) {
      const next = matrix.move(move);
      if (next !== null) elementOf(next.id)?.focus();
    } else if (digit !== undefined) set(stop, digit);
    else if (plain && (event.key === "Enter" || event.key === " ")) open(stop);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <>
      <div
        ref={grid}
        class={readOnly ? "grid read-only" : "grid"}
        part="grid"
        role="grid"
        aria-label={i18n.t("matrixLabel", { name })}
        aria-readonly={readOnly ? "true" : undefined}
        style={{ "--columns": columns }}
        onKeyDown={onKeyDown}
        onFocusIn={(event) => {
          const stop = stopAt(event);
          // What a move has gone to is active already, and keeps the column in which the move began.
          if (stop !== null && stop.id !== matrix.active.value) matrix.activate(stop.id);
        }}
        onClick={(event) => {
          const stop = stopAt(event);
          if (stop === null) return;
          elementOf(stop.id)?.focus({ preventScroll: true });
          open(stop);
        }}
      >
        {matrix.sections.value.map((section) => (
          <SectionRows key={section.section.id} matrix={matrix} section={section} />
        ))}
      </div>
      <TabStop matrix={matrix} elementOf={elementOf} />
      {picking === null ? undefined : (
        <scopePicker.View
          key={picking.stop.id}
          matrix={matrix}
          stop={picking.stop}
          anchor={picking.anchor}
          onClose={(refocus) => {
            setPicking(null);
            if (refocus) elementOf(picking.stop.id)?.focus();
          }}
          onPick={(scope) => {
            set(picking.stop, scope);
            setPicking(null);
            elementOf(picking.stop.id)?.focus();
          }}
        />
      )}
    </>
  );
}

interface TabStopProps {
  readonly matrix: Matrix;
  elementOf(id: string): HTMLElement | null;
}

/** Lets the active stop alone take part in the page's tab order; cells and headers are not drawn anew for that. */
function TabStop({ matrix, elementOf }: TabStopProps): null {
  const id = matrix.active.value;
  useLayoutEffect(() => {
    const stop = elementOf(id);
    stop?.setAttribute("tabindex", "0");
    return () => stop?.setAttribute("tabindex", "-1");
  }, [id, matrix.sections.value]);
  return null;
}

interface HeaderProps {
  readonly matrix: Matrix;
  readonly role: "columnheader" | "rowheader";
  readonly stop: string;
  readonly text: string;
  readonly class: string;
}

/** Header of a section, a column or an entity; sets all that is below or beside it. */
function Header({ matrix, role, stop, text, class: own }: HeaderProps): VNode {
  return (
    <div
      role={role}
      class={`head ${own}`}
      data-stop={stop}
      tabIndex={-1}
      aria-haspopup={matrix.readOnly.value ? undefined : "menu"}
    >
      <span class="head-text">{text}</span>
      {matrix.readOnly.value ? undefined : <Icon icon={ChevronDown} size={14} />}
    </div>
  );
}

function SectionRows({ matrix, section }: { readonly matrix: Matrix; readonly section: MatrixSection }): VNode {
  const { section: of, kind, columns, rows } = section;
  const names = matrix.names.value;
  return (
    <div role="rowgroup" class={`section ${kind}`} part="section">
      <div role="row" class="line heads">
        <Header
          matrix={matrix}
          role="columnheader"
          stop={sectionStop(of.id)}
          text={names.section(of)}
          class="section-head"
        />
        {columns.map(({ verb, actions: [first] }) => (
          <Header
            key={verb}
            matrix={matrix}
            role="columnheader"
            stop={columnStop(of.id, verb)}
            text={first === undefined ? verb : names.action(first)}
            class="column-head"
          />
        ))}
      </div>
      {rows.map(({ entity, span, cells }, at) => (
        <div
          role="row"
          class={span > 0 && at > 0 ? "line first" : "line"}
          key={cells.find((cell) => cell !== null)?.key ?? entity.id}
        >
          {span > 0 ? (
            <Header
              matrix={matrix}
              role="rowheader"
              stop={entityStop(entity.id)}
              text={names.entity(entity)}
              class="entity-head"
            />
          ) : (
            <div class="head-gap" role="presentation" />
          )}
          {cells.map((action, column) =>
            action === null ? (
              <div role="gridcell" class="cell gap" key={column} />
            ) : (
              <MatrixCell key={action.key} matrix={matrix} action={action} label={names.action(action)} />
            ),
          )}
          {kind === "list" && cells[0] && !isSwitch(cells[0]) ? <Reach matrix={matrix} of={cells[0]} /> : undefined}
        </div>
      ))}
    </div>
  );
}

/** What the scope of an action covers, in words, where there is room for it. */
function Reach({
  matrix,
  of,
}: {
  readonly matrix: Matrix;
  readonly of: NonNullable<MatrixSection["rows"][number]["cells"][number]>;
}): VNode {
  const scope = matrix.draft.scope(of.key).value;
  return (
    <div role="gridcell" class={scope === "none" ? "reach none" : "reach"}>
      {matrix.names.value.reach(of, scope)}
    </div>
  );
}
