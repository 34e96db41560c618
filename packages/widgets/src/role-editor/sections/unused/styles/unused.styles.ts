import { css, type CssSheet } from "../../../../kit/index.ts";

/** Rights in short, side by side in a column of their own. */
export const unusedStyles: CssSheet = /* @__PURE__ */ css`
  .unused-state > p {
    padding: var(--space-3) var(--space-4);
  }
  .finding-how > .unused-rights {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 6px;
    inline-size: 440px;
    max-inline-size: 100%;
    & > span {
      padding: 1px 7px;
      border: 1px solid var(--color-border);
      border-radius: 6px;
    }
    & > .unused-more {
      padding-inline: 0;
      border-color: transparent;
    }
  }
`;
