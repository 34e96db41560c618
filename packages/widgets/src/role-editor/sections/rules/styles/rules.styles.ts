import { css, type CssSheet } from "../../../../kit/index.ts";

/** Sentences in one column that is easy to read; the form of a rule stands in its place among them. */
export const rulesStyles: CssSheet = /* @__PURE__ */ css`
  .rules {
    flex: 1;
    min-block-size: 0;
    overflow: auto;
    padding: var(--space-4) var(--gutter) var(--space-8);
    & > * {
      max-inline-size: 860px;
      margin-inline: auto;
    }
  }
  .rules-head {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-start;
    gap: var(--space-3) var(--space-4);
    padding-block-end: var(--space-4);
    & > div {
      flex: 1 1 260px;
    }
    & h2 {
      font-size: var(--font-xl);
    }
  }
  .rule-list {
    border: 1px solid var(--color-border);
    border-radius: var(--radius-lg);
    & > li + li {
      border-block-start: 1px solid var(--color-border);
    }
    & .rule-form {
      border: 0;
    }
  }
  .rule {
    display: flex;
    align-items: flex-start;
    gap: var(--space-2) var(--space-3);
    padding: var(--space-3) var(--space-3) var(--space-3) var(--space-4);
    & > .badge {
      flex: none;
    }
  }
  .rule-text {
    flex: 1;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .rule-sentence {
    line-height: 24px;
    font-weight: 500;
  }
  .rule-note,
  .breaches {
    font-size: var(--font-sm);
    line-height: 20px;
  }
  .breaches {
    padding-block-start: var(--space-1);
  }
  .breach {
    min-block-size: 24px;
    border-radius: 4px;
    text-align: start;
    cursor: pointer;
    text-underline-offset: 3px;
    &:hover {
      text-decoration: underline;
    }
  }
  .rule-actions {
    display: flex;
    flex: none;
    margin-block: -2px;
  }
  .rule-form {
    padding: var(--space-4);
    border: 1px solid var(--color-border);
    border-radius: var(--radius-lg);
  }
  .rule-fields {
    display: flex;
    gap: var(--space-3);
    & > .field {
      flex: 1;
    }
  }
  .rule-problem {
    color: var(--color-danger-text);
    font-size: var(--font-sm);
  }
  .rule-buttons {
    justify-content: flex-end;
  }
  @container crew (inline-size < 720px) {
    .rules {
      overflow: visible;
    }
    .rule {
      flex-wrap: wrap;
    }
    .rule-text {
      flex-basis: 100%;
    }
    .rule-actions {
      margin-inline-start: auto;
    }
    .rule-fields {
      flex-direction: column;
    }
  }
`;
