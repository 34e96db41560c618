import { type CssSheet, kitCss } from "../styles/css.ts";

/** Ticks and dots. */
export const checkStyles: CssSheet = /* @__PURE__ */ kitCss`
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
  .choices {
    display: grid;
    gap: var(--space-2);
  }
  @media (forced-colors: active) {
    .check,
    .radio {
      appearance: auto;
      &::before {
        content: none;
      }
    }
  }
`;
