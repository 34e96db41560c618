import { type CssSheet, kitCss } from "../styles/css.ts";

/** Lists of choices inside a popover: menus, list boxes, filters. */
export const menuStyles: CssSheet = /* @__PURE__ */ kitCss`
  .menu,
  .options {
    padding: 4px;
    & > hr {
      block-size: 1px;
      margin: 4px -4px;
      border: 0;
      background: var(--color-border);
    }
  }
  .menu-item,
  .option {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    inline-size: 100%;
    min-block-size: var(--control);
    padding: 5px 8px;
    border-radius: 5px;
    font-size: var(--font-sm);
    line-height: 18px;
    text-align: start;
    cursor: pointer;
    outline: none;
    scroll-margin: 4px;
    & > .icon {
      color: var(--color-text-muted);
    }
    &:focus,
    &.active {
      background: var(--color-bg-hover);
    }
    &.danger,
    &.danger > .icon {
      color: var(--color-danger-text);
    }
    &.danger:focus {
      background: var(--color-danger-soft);
    }
    &[aria-disabled="true"] {
      color: var(--color-text-muted);
      cursor: default;
      & > .icon {
        opacity: 0.6;
      }
    }
    &[aria-selected="true"] > .icon:last-child {
      color: var(--color-accent-text);
    }
  }
  .menu-text {
    flex: 1;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .menu-detail {
    display: block;
    font-size: var(--font-xs);
    line-height: 16px;
    color: var(--color-text-muted);
  }
  .option-group {
    padding: 8px 8px 4px;
    font-size: var(--font-xs);
    font-weight: 500;
    color: var(--color-text-muted);
  }
  .options-note {
    padding: 8px;
    font-size: var(--font-sm);
    color: var(--color-text-muted);
    display: flex;
    align-items: center;
    gap: var(--space-2);
  }
  @media (forced-colors: active) {
    .menu-item:focus,
    .option.active {
      forced-color-adjust: none;
      color: HighlightText;
      background: Highlight;
    }
  }
`;
