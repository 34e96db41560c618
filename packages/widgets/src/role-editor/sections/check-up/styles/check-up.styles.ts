import { css, type CssSheet } from "../../../../kit/index.ts";

/** Findings in groups, in one column that is easy to read. */
export const checkUpStyles: CssSheet = /* @__PURE__ */ css`
  .check-up {
    flex: 1;
    min-block-size: 0;
    overflow: auto;
    padding: var(--space-4) var(--gutter) var(--space-8);
    & > * {
      max-inline-size: 760px;
      margin-inline: auto;
    }
  }
  .check-up-head {
    padding-block-end: var(--space-4);
    & > h2 {
      font-size: var(--font-xl);
      line-height: 28px;
      letter-spacing: -0.01em;
    }
    & > p {
      line-height: 20px;
    }
    & > .check-up-sum {
      padding-block-start: var(--space-2);
      font-weight: 600;
    }
  }
  .check-up-groups {
    display: flex;
    flex-direction: column;
    gap: var(--space-5);
  }
  .finding-group {
    border: 1px solid var(--color-border);
    border-radius: var(--radius-lg);
    overflow: clip;
    & > header {
      padding: var(--space-3) var(--space-4);
      background: var(--color-bg-subtle);
      border-block-end: 1px solid var(--color-border);
      & > h3 {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        line-height: 20px;
      }
      & > p {
        font-size: var(--font-sm);
        line-height: 18px;
        padding-block-start: 2px;
      }
    }
  }
  .findings > li + li {
    border-block-start: 1px solid var(--color-border);
  }
  .finding {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px var(--space-3);
    min-block-size: var(--row);
    padding: 6px var(--space-4);
  }
  .finding-what {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px var(--space-2);
    flex: 1 1 240px;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .finding-how {
    flex: 0 1 auto;
    min-inline-size: 0;
    font-size: var(--font-sm);
    line-height: 18px;
    overflow-wrap: anywhere;
    & > span {
      display: block;
    }
  }
  .finding-link {
    min-block-size: 24px;
    border-radius: 4px;
    color: var(--color-text);
    font-weight: 500;
    cursor: pointer;
    text-underline-offset: 3px;
    &:hover {
      color: var(--color-accent-text);
      text-decoration: underline;
    }
  }
  .finding-more {
    padding: 6px var(--space-3);
  }
  @container crew (inline-size < 720px) {
    .check-up {
      overflow: visible;
    }
    .finding-what {
      flex-basis: 100%;
    }
  }
`;
