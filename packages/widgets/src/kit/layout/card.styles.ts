import { type CssSheet, kitCss } from "../styles/css.ts";

export const cardStyles: CssSheet = /* @__PURE__ */ kitCss`
  .card {
    border: 1px solid var(--color-border);
    border-radius: var(--radius-lg);
    background: var(--color-bg);
    min-inline-size: 0;
    overflow: clip;
  }
  .card-head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-3);
    min-block-size: 48px;
    padding: 8px 8px 8px var(--space-4);
    border-block-end: 1px solid var(--color-border);
    & > h3 {
      font-size: var(--font-md);
    }
  }
  .card-body {
    padding: var(--space-4);
    &.flush {
      padding: 0;
    }
  }
`;
