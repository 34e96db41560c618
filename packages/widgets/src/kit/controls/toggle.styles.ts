import { type CssSheet, kitCss } from "../styles/css.ts";

/** A small control with its label and help beside it. */
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
`;
