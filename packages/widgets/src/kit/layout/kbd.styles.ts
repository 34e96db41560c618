import { type CssSheet, kitCss } from "../styles/css.ts";

export const kbdStyles: CssSheet = /* @__PURE__ */ kitCss`
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
`;
