import { type CssSheet, kitCss } from "../styles/css.ts";

export const popoverStyles: CssSheet = /* @__PURE__ */ kitCss`
  .popover {
    position: fixed;
    min-inline-size: 160px;
    max-inline-size: min(420px, calc(100vw - 16px));
    overflow: auto;
    overscroll-behavior: contain;
    color: var(--color-text);
    background: var(--color-bg-raised);
    border-radius: 8px;
    box-shadow: var(--shadow);
    font-size: var(--font-sm);
    font-weight: 400;
    text-align: start;
    white-space: normal;
    opacity: 1;
    transition:
      opacity var(--motion) var(--ease),
      translate var(--motion) var(--ease);
    @starting-style {
      opacity: 0;
      translate: 0 -4px;
    }
    &[data-side="top"] {
      @starting-style {
        translate: 0 4px;
      }
    }
    &:focus {
      outline: none;
    }
  }
  .popover-body {
    padding: var(--space-3);
  }
  @media (forced-colors: active) {
    .popover {
      border: 1px solid CanvasText;
    }
  }
`;
