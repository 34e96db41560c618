import { css, type CssSheet } from "../../../../kit/index.ts";

/** A sentence that wraps like text and opens like a button. */
export const draftRulesStyles: CssSheet = /* @__PURE__ */ css`
  .draft-rules {
    flex: 1 1 100%;
    &:empty {
      display: none;
    }
  }
  .broken-rule {
    display: flex;
    align-items: flex-start;
    gap: 6px;
    min-block-size: 24px;
    border-radius: 4px;
    color: var(--color-danger-text);
    font-size: var(--font-sm);
    line-height: 20px;
    text-align: start;
    overflow-wrap: anywhere;
    cursor: pointer;
    & > .icon {
      flex: none;
      margin-block-start: 3px;
    }
    &:hover > span {
      text-decoration: underline;
      text-underline-offset: 3px;
    }
  }
  .broken-rules {
    inline-size: min(380px, calc(100vw - 32px));
    & > ul {
      max-block-size: 320px;
      overflow: auto;
      padding: 0 var(--space-4);
      &:focus-visible {
        outline-offset: -2px;
      }
    }
    & li {
      padding-block: var(--space-3);
      line-height: 20px;
      overflow-wrap: anywhere;
    }
    & li + li {
      border-block-start: 1px solid var(--color-border);
    }
  }
  .broken-sentence {
    font-weight: 600;
  }
  .breaker {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    padding-block-start: var(--space-2);
  }
`;
