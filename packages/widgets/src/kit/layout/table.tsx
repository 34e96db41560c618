import type { ComponentChildren, Ref, VNode } from "preact";
import { useStyles } from "../env.ts";
import { type CssSheet, kitCss } from "../styles/css.ts";

const styles: CssSheet = /* @__PURE__ */ kitCss`
  .table-box {
    overflow: auto;
    min-block-size: 0;
    overscroll-behavior-inline: contain;
    &:focus-visible {
      outline-offset: -2px;
    }
  }
  .table {
    inline-size: 100%;
    font-size: var(--font-sm);
    line-height: 18px;
    & th,
    & td {
      block-size: var(--row);
      padding: 0 var(--space-3);
      border-block-end: 1px solid var(--color-border);
      text-align: start;
      vertical-align: middle;
      font-weight: 400;
    }
    & :is(th, td):first-child {
      padding-inline-start: var(--space-4);
    }
    & :is(th, td):last-child {
      padding-inline-end: var(--space-4);
    }
    & thead th {
      position: sticky;
      inset-block-start: 0;
      z-index: 1;
      block-size: 34px;
      background: var(--color-bg-subtle);
      color: var(--color-text-muted);
      font-size: var(--font-xs);
      font-weight: 500;
      white-space: nowrap;
    }
    & thead th > button {
      display: inline-flex;
      align-items: center;
      gap: 4px;
      block-size: 24px;
      margin-inline: -6px;
      padding-inline: 6px;
      border-radius: 4px;
      color: inherit;
      font-weight: inherit;
      cursor: pointer;
      &:hover {
        color: var(--color-text);
        background: var(--color-bg-hover);
      }
    }
    & .numeric {
      text-align: end;
      font-variant-numeric: tabular-nums;
    }
    & :is(th, td):has(> .check) {
      inline-size: 1px;
      padding-inline-end: var(--space-1);
    }
    .card-body.flush & tbody tr:last-child > :is(th, td) {
      border-block-end: 0;
    }
    & .actions {
      inline-size: 1px;
      white-space: nowrap;
      text-align: end;
    }
    & .check {
      margin: 0;
    }
    & tbody tr {
      &:hover > :is(td, th) {
        background-image: linear-gradient(var(--color-bg-hover), var(--color-bg-hover));
      }
      &[aria-selected="true"] > :is(td, th) {
        background-color: var(--color-bg-selected);
      }
    }
    & .cell-main {
      display: block;
      font-weight: 500;
    }
    & .cell-detail {
      display: block;
      font-size: var(--font-xs);
      line-height: 16px;
      color: var(--color-text-muted);
    }
  }
`;

export interface TableProps {
  /** Caption for screen readers. */
  readonly label: string;
  /** `<thead>` and `<tbody>`. */
  readonly children: ComponentChildren;
  /** The scrolling box. */
  readonly boxRef?: Ref<HTMLDivElement> | undefined;
  readonly rowCount?: number | undefined;
  readonly busy?: boolean | undefined;
  readonly class?: string | undefined;
}

/** Rows under a sticky head, in a box that scrolls by itself and can be scrolled with the keyboard. */
export function Table({ label, children, boxRef, rowCount, busy, class: own }: TableProps): VNode {
  useStyles(styles);
  return (
    <div class="table-box" part="table" ref={boxRef ?? null} tabIndex={0} role="region" aria-label={label}>
      <table
        class={own === undefined ? "table" : `table ${own}`}
        aria-label={label}
        aria-rowcount={rowCount}
        aria-busy={busy === true ? "true" : undefined}
      >
        {children}
      </table>
    </div>
  );
}
