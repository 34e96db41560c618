import { type CssSheet, kitCss } from "../styles/css.ts";

export const buttonStyles: CssSheet = /* @__PURE__ */ kitCss`
  .button {
    position: relative;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    flex: none;
    min-block-size: var(--control);
    padding-inline: 12px;
    border: 1px solid transparent;
    border-radius: var(--radius);
    font-size: var(--font-sm);
    font-weight: 500;
    line-height: 20px;
    white-space: nowrap;
    cursor: pointer;
    user-select: none;
    transition:
      background-color var(--motion) var(--ease),
      border-color var(--motion) var(--ease);

    &:not(.icon-only):has(> .button-content > .icon:first-child) {
      padding-inline-start: 10px;
    }
    &.small {
      min-block-size: calc(var(--control) - 4px);
      padding-inline: 8px;
      font-size: var(--font-xs);
    }
    &.icon-only {
      padding: 0;
      inline-size: var(--control);
      block-size: var(--control);
      &.small {
        inline-size: calc(var(--control) - 4px);
        block-size: calc(var(--control) - 4px);
      }
    }
    &.primary {
      color: var(--color-on-accent);
      background: var(--color-accent);
      box-shadow: inset 0 1px 0 oklch(1 0 0 / 0.12);
      &:hover {
        background: var(--color-accent-hover);
      }
    }
    &.secondary {
      background: var(--color-bg-raised);
      border-color: var(--color-border-strong);
      &:hover {
        background-image: linear-gradient(var(--color-bg-hover), var(--color-bg-hover));
      }
      &:active,
      &[aria-expanded="true"] {
        background-image: linear-gradient(var(--color-bg-active), var(--color-bg-active));
      }
    }
    &.ghost {
      color: var(--color-text-muted);
      &:hover,
      &[aria-expanded="true"] {
        color: var(--color-text);
        background: var(--color-bg-hover);
      }
      &:active {
        background: var(--color-bg-active);
      }
      &[aria-pressed="true"] {
        color: var(--color-accent-text);
        background: var(--color-accent-soft);
      }
    }
    &.danger {
      color: var(--color-on-accent);
      background: var(--color-danger-solid);
      &:hover {
        background: var(--color-danger-hover);
      }
    }
    &:disabled,
    &[aria-disabled="true"] {
      cursor: default;
      &:not([aria-busy="true"]) {
        opacity: 0.5;
      }
    }
    &[aria-busy="true"] > .button-content {
      visibility: hidden;
    }
    & > .spinner {
      position: absolute;
      inset: 0;
      margin: auto;
    }
  }
  .button-content {
    display: inline-flex;
    align-items: center;
    gap: inherit;
    min-inline-size: 0;
  }
  @media (forced-colors: active) {
    .button {
      border-color: ButtonText;
    }
  }
`;
