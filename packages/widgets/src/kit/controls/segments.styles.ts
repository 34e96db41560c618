import { type CssSheet, kitCss } from "../styles/css.ts";

export const segmentsStyles: CssSheet = /* @__PURE__ */ kitCss`
  .segments {
    display: inline-flex;
    inline-size: fit-content;
    max-inline-size: 100%;
    padding: 2px;
    border-radius: 8px;
    background: var(--color-bg-muted);
  }
  .segment {
    position: relative;
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-block-size: calc(var(--control) - 4px);
    padding-inline: 12px;
    border-radius: 6px;
    font-size: var(--font-sm);
    font-weight: 500;
    color: var(--color-text-muted);
    white-space: nowrap;
    cursor: pointer;
    transition: background-color var(--motion) var(--ease);
    &:hover {
      color: var(--color-text);
    }
    &:has(:checked) {
      color: var(--color-text);
      background: light-dark(oklch(1 0 0), oklch(0.38 0.011 268));
      box-shadow: 0 1px 2px oklch(0 0 0 / 0.12);
    }
    &:has(:focus-visible) {
      outline: 2px solid var(--color-focus);
      outline-offset: 1px;
    }
    &:has(:disabled) {
      opacity: 0.5;
      cursor: default;
    }
    & > input {
      position: absolute;
      inset: 0;
      appearance: none;
      margin: 0;
      outline: none;
      cursor: inherit;
    }
  }
  @media (forced-colors: active) {
    .segment:has(:checked) {
      forced-color-adjust: none;
      color: HighlightText;
      background: Highlight;
    }
  }
`;
