import { css, type CssSheet } from "../../../../kit/index.ts";

/** Sets one rule off from the next, and from the text before them. */
export const brokenRulesStyles: CssSheet = /* @__PURE__ */ css`
  .broken-list > li {
    padding-block-start: var(--space-2);
  }
`;
