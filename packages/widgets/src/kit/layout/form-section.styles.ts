import { type CssSheet, kitCss } from "../styles/css.ts";

export const formSectionStyles: CssSheet = /* @__PURE__ */ kitCss`
  .form-section {
    scroll-margin-block-start: var(--space-4);
    padding-block-end: var(--space-6);
    &:not(:last-child) {
      margin-block-end: var(--space-6);
      border-block-end: 1px solid var(--color-border);
    }
    & > header {
      margin-block-end: var(--space-4);
      & > h3 {
        font-size: var(--font-md);
        line-height: 20px;
      }
      & > p {
        font-size: var(--font-sm);
        color: var(--color-text-muted);
      }
    }
  }
  .form-fields {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-4);
  }
`;
