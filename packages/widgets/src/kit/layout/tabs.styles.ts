import { type CssSheet, kitCss } from "../styles/css.ts";

export const tabsStyles: CssSheet = /* @__PURE__ */ kitCss`
  .tabs {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
  }
  .tab-list {
    display: flex;
    gap: var(--space-5);
    padding-inline: var(--space-4);
    border-block-end: 1px solid var(--color-border);
    overflow: auto hidden;
    scrollbar-width: none;
  }
  .tab {
    position: relative;
    display: inline-flex;
    align-items: center;
    gap: 6px;
    flex: none;
    min-block-size: max(40px, var(--control));
    font-size: var(--font-sm);
    font-weight: 500;
    color: var(--color-text-muted);
    cursor: pointer;
    &:hover {
      color: var(--color-text);
    }
    &:focus-visible {
      outline-offset: -3px;
      border-radius: var(--radius);
    }
    &[aria-selected="true"] {
      color: var(--color-text);
      &::after {
        content: "";
        position: absolute;
        inset-inline: 0;
        inset-block-end: 0;
        block-size: 2px;
        border-radius: 1px 1px 0 0;
        background: var(--color-accent);
      }
    }
  }
  .tab-badge {
    padding-inline: 6px;
    border-radius: 8px;
    background: var(--color-bg-muted);
    color: var(--color-text-muted);
    font-size: 11px;
    line-height: 16px;
  }
  .tab-panel {
    min-block-size: 0;
    &:focus-visible {
      outline-offset: -2px;
    }
  }
  @media (forced-colors: active) {
    .tab[aria-selected="true"]::after {
      forced-color-adjust: none;
      background: Highlight;
    }
  }
`;
