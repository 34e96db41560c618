import { type CssSheet, kitCss } from "../styles/css.ts";

export const switchStyles: CssSheet = /* @__PURE__ */ kitCss`
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
  @media (forced-colors: active) {
    .switch {
      appearance: auto;
      &::before {
        content: none;
      }
    }
  }
`;
