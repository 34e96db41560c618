import { type CssSheet, kitCss } from "../styles/css.ts";

export const toolbarStyles: CssSheet = /* @__PURE__ */ kitCss`
  .toolbar {
    position: relative;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2);
    padding: var(--space-3) var(--space-4);
    border-block-end: 1px solid var(--color-border);
    & > .toolbar-start {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--space-2);
      flex: 1 1 240px;
      min-inline-size: 0;
      & > .search {
        flex: 0 1 260px;
        min-inline-size: 160px;
      }
    }
    & > .toolbar-end {
      display: flex;
      align-items: center;
      gap: var(--space-2);
      margin-inline-start: auto;
    }
  }
  .bulk-bar {
    position: absolute;
    inset: 0;
    z-index: 2;
    display: flex;
    align-items: center;
    gap: var(--space-2);
    padding-inline: var(--space-4);
    background: var(--color-bg-selected);
    font-size: var(--font-sm);
    font-weight: 500;
    overflow: auto hidden;
    scrollbar-width: none;
    transition:
      opacity var(--motion) var(--ease),
      translate var(--motion) var(--ease);
    @starting-style {
      opacity: 0;
      translate: 0 -6px;
    }
    & > .bulk-actions {
      display: flex;
      gap: var(--space-2);
      margin-inline: var(--space-2) auto;
    }
  }
  @container crew (inline-size < 560px) {
    .toolbar > .toolbar-start > .search {
      flex: 1 1 100%;
    }
  }
`;
