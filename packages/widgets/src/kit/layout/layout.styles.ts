import { type CssSheet, kitCss } from "../styles/css.ts";

export const layoutStyles: CssSheet = /* @__PURE__ */ kitCss`
  .card {
    border: 1px solid var(--color-border);
    border-radius: var(--radius-lg);
    background: var(--color-bg);
    min-inline-size: 0;
    overflow: clip;
  }
  .card-head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-3);
    min-block-size: 48px;
    padding: 8px 8px 8px var(--space-4);
    border-block-end: 1px solid var(--color-border);
    & > h3 {
      font-size: var(--font-md);
    }
  }
  .card-body {
    padding: var(--space-4);
    &.flush {
      padding: 0;
    }
  }
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
  .kbd {
    display: inline-block;
    min-inline-size: 18px;
    padding-inline: 4px;
    border: 1px solid var(--color-border-strong);
    border-block-end-width: 2px;
    border-radius: 4px;
    background: var(--color-bg-subtle);
    color: var(--color-text-muted);
    font-family: inherit;
    font-size: 11px;
    line-height: 16px;
    text-align: center;
  }
  .form-section {
    scroll-margin-block-start: var(--space-4);
    padding-block-end: var(--space-6);
    &:not(:last-child) {
      margin-block-end: var(--space-6);
      border-block-end: 1px solid var(--color-border);
    }
    & > header {
      margin-block-end: var(--space-4);
      & > h3 {
        font-size: var(--font-md);
        line-height: 20px;
      }
      & > p {
        font-size: var(--font-sm);
        color: var(--color-text-muted);
      }
    }
  }
  .form-fields {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-4);
  }
`;
