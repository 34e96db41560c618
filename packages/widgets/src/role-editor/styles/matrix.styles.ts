import { css, type CssSheet } from "../../kit/index.ts";

/** The matrix of rights and its toolbar. */
export const matrixStyles: CssSheet = /* @__PURE__ */ css`
  .matrix {
    --tile: 28px;
    --line: 40px;
    --first: minmax(148px, 212px);
    --least: 92px;
    display: flex;
    flex-direction: column;
    flex: 1;
    min-block-size: 0;
  }
  .crew[data-density="compact"] .matrix {
    --tile: 24px;
    --line: 32px;
  }
  .matrix-toolbar {
    display: flex;
    align-items: center;
    gap: var(--space-4);
    flex: none;
    padding: var(--space-3) var(--gutter);
  }
  .matrix-search {
    flex: 0 1 240px;
    min-inline-size: 140px;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 14px;
    flex: 1;
    justify-content: flex-end;
    font-size: var(--font-xs);
    color: var(--color-text-muted);
    & > li {
      display: inline-flex;
      align-items: center;
      gap: 5px;
      white-space: nowrap;
    }
  }
  .matrix-history {
    display: flex;
  }

  .grid {
    flex: 1;
    min-block-size: 0;
    overflow: auto;
    overscroll-behavior: contain;
    padding: 0 var(--gutter) var(--space-6);
    scroll-padding-block: 44px var(--space-6);
    scroll-padding-inline: 220px var(--space-6);
  }
  .section + .section {
    margin-block-start: var(--space-5);
  }
  .line {
    display: grid;
    grid-template-columns: var(--first) repeat(var(--columns), minmax(var(--least), 1fr));
    align-items: center;
    min-inline-size: min-content;
    min-block-size: var(--line);
    border-block-end: 1px solid var(--color-border);
    isolation: isolate;
    .section > &:last-child {
      border-block-end-color: transparent;
    }
    &:not(.heads):hover {
      background: var(--color-bg-hover);
    }
  }
  .list .line {
    border-block-end-color: transparent;
  }
  .list .line.first {
    border-block-start: 1px solid var(--color-border);
  }
  .heads {
    position: sticky;
    inset-block-start: 0;
    z-index: 2;
    min-block-size: 36px;
    border-block-end-color: var(--color-border-strong);
    background: var(--color-bg);
    .list > & {
      border-block-end-color: var(--color-border-strong);
    }
  }

  .head {
    display: flex;
    align-items: center;
    gap: 2px;
    min-inline-size: 0;
    margin-inline: 2px;
    padding: 5px 6px;
    border-radius: 5px;
    line-height: 18px;
    cursor: pointer;
    user-select: none;
    scroll-margin-block-start: 44px;
    & > .icon {
      color: var(--color-text-muted);
      opacity: 0;
    }
    &:hover {
      background: var(--color-bg-hover);
    }
    &:hover > .icon,
    &:focus-visible > .icon {
      opacity: 1;
    }
  }
  .head-text {
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .section-head {
    margin-inline-start: -6px;
    font-weight: 600;
    font-size: var(--font-sm);
    &:only-child {
      grid-column: 1 / -1;
      justify-self: start;
    }
  }
  .column-head {
    font-size: var(--font-xs);
    font-weight: 500;
    color: var(--color-text-muted);
  }
  .entity-head {
    margin-inline-start: -6px;
    font-weight: 500;
    font-size: var(--font-sm);
  }
  .line > :first-child {
    position: sticky;
    inset-inline-start: -6px;
    z-index: 1;
    align-self: stretch;
    background: var(--color-bg);
    box-shadow: -18px 0 0 var(--color-bg);
    &:dir(rtl) {
      box-shadow: 18px 0 0 var(--color-bg);
    }
  }
  .line:not(.heads):hover > :first-child {
    background: linear-gradient(var(--color-bg-hover) 0 0) var(--color-bg);
  }
  .line > .head:first-child:hover {
    background: linear-gradient(var(--color-bg-active) 0 0) var(--color-bg);
  }
  .read-only .head {
    cursor: default;
    &:hover {
      background: none;
    }
  }

  .cell {
    min-inline-size: 0;
    padding: 0 2px;
    border-radius: 8px;
    cursor: pointer;
    scroll-margin-block: 48px 12px;
    &:focus-visible {
      outline-offset: 0;
    }
  }
  .cell.gap,
  .read-only .cell {
    cursor: default;
  }
  .table .cell-label {
    display: none;
  }
  .list .cell {
    display: grid;
    grid-column: span 3;
    grid-template-columns: subgrid;
    align-items: center;
    margin-inline: 0;
  }
  .list .cell-label {
    grid-column: span 2;
    padding-inline: 6px var(--space-3);
    font-size: var(--font-sm);
    line-height: 18px;
  }
  .list .tile {
    margin-inline: 4px;
  }
  .reach {
    grid-column: 5 / -1;
    padding-inline: var(--space-3) 4px;
    font-size: var(--font-xs);
    line-height: 16px;
    color: var(--color-text-muted);
  }

  @container crew (inline-size < 900px) {
    .matrix {
      --first: minmax(112px, 148px);
      --least: 76px;
    }
    .column-head {
      padding-inline: 4px 0;
      & > .icon {
        display: none;
      }
    }
    .matrix-search {
      flex-basis: 190px;
    }
    .matrix-toolbar {
      gap: var(--space-2);
    }
    .legend {
      column-gap: 10px;
    }
    .legend > li > kbd {
      display: none;
    }
  }
  @container crew (inline-size < 720px) {
    .matrix {
      --tile: 32px;
    }
    .matrix-toolbar {
      flex-wrap: wrap;
    }
    .matrix-search {
      flex: 1;
    }
    .legend {
      order: 3;
      flex: 1 0 100%;
      justify-content: flex-start;
    }
    .grid {
      overflow: visible;
    }
    .heads .column-head,
    .cell.gap,
    .head-gap,
    .reach {
      display: none;
    }
    .line {
      display: block;
      min-inline-size: 0;
      padding-block: var(--space-1) var(--space-2);
    }
    .line.heads {
      padding-block: 4px;
    }
    .list .line {
      padding-block: 0;
    }
    .line:not(.heads):hover {
      background: none;
    }
    .entity-head {
      inset-block-start: 36px;
      margin-inline-end: 0;
      border-radius: 0;
    }
    .cell {
      scroll-margin-block-start: 76px;
    }
    .table .cell,
    .list .cell {
      display: grid;
      grid-template-columns: minmax(0, 1fr) 132px;
      align-items: center;
      min-block-size: max(40px, var(--control));
      margin-inline: 0;
      padding-inline: 0;
    }
    .table .cell-label,
    .list .cell-label {
      display: block;
      grid-column: 1;
      padding-inline: 0 var(--space-2);
      font-size: var(--font-sm);
      color: var(--color-text-muted);
    }
    .list .tile {
      grid-column: auto;
      margin-inline: 0;
    }
  }
  @media (pointer: coarse) {
    .matrix {
      --tile: 36px;
      --line: 48px;
    }
    .head > .icon {
      opacity: 1;
    }
  }
`;
