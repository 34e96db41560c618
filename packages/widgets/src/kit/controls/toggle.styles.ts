import { type CssSheet, kitCss } from "../styles/css.ts";

export const toggleStyles: CssSheet = /* @__PURE__ */ kitCss`
  .toggle {
    display: grid;
    grid-template-columns: auto 1fr;
    align-items: start;
    column-gap: 10px;
    row-gap: 2px;
    min-inline-size: 0;
    font-size: var(--font-md);
    line-height: 20px;
    cursor: pointer;
    &:has(:disabled) {
      cursor: default;
      color: var(--color-text-muted);
    }
    &.end {
      grid-template-columns: 1fr auto;
      & > input {
        order: 1;
      }
      & > .field-help {
        grid-column: 1;
        order: 2;
      }
    }
    & > .field-help {
      grid-column: 2;
    }
  }
  .check,
  .radio {
    appearance: none;
    display: grid;
    place-content: center;
    flex: none;
    inline-size: 16px;
    block-size: 16px;
    margin: 2px 0 0;
    border: 1px solid var(--color-border-control);
    border-radius: 4px;
    background: var(--color-bg);
    cursor: inherit;
    transition:
      background-color var(--motion) var(--ease),
      border-color var(--motion) var(--ease);
    &::before {
      content: "";
      inline-size: 10px;
      block-size: 10px;
      background: var(--color-on-accent);
      clip-path: polygon(14% 47%, 4% 58%, 39% 90%, 98% 22%, 86% 12%, 38% 68%);
      scale: 0;
      transition: scale var(--motion) var(--ease);
    }
    &:hover:enabled {
      border-color: var(--color-text-faint);
    }
    &:checked,
    &:indeterminate:not(.radio) {
      border-color: var(--color-accent);
      background: var(--color-accent);
      &::before {
        scale: 1;
      }
    }
    &:indeterminate:not(.radio)::before {
      clip-path: inset(4px 1px);
    }
    &:disabled {
      opacity: 0.55;
    }
    &[aria-invalid="true"] {
      border-color: var(--color-danger-solid);
    }
  }
  .radio {
    border-radius: 50%;
    &::before {
      inline-size: 6px;
      block-size: 6px;
      border-radius: 50%;
      clip-path: none;
    }
  }
  .switch {
    appearance: none;
    flex: none;
    position: relative;
    inline-size: 30px;
    block-size: 18px;
    margin: 1px 0 0;
    border-radius: 9px;
    background: var(--color-border-control);
    cursor: inherit;
    transition: background-color var(--motion) var(--ease);
    &::before {
      content: "";
      position: absolute;
      inset-block-start: 2px;
      inset-inline-start: 2px;
      inline-size: 14px;
      block-size: 14px;
      border-radius: 50%;
      background: oklch(1 0 0);
      box-shadow: 0 1px 2px oklch(0 0 0 / 0.25);
      transition: inset-inline-start var(--motion) var(--ease);
    }
    &:checked {
      background: var(--color-accent);
      &::before {
        inset-inline-start: 14px;
      }
    }
    &:disabled {
      opacity: 0.5;
    }
  }
  .choices {
    display: grid;
    gap: var(--space-2);
  }
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
    .check,
    .radio,
    .switch {
      appearance: auto;
      &::before {
        content: none;
      }
    }
    .segment:has(:checked) {
      forced-color-adjust: none;
      color: HighlightText;
      background: Highlight;
    }
  }
`;
