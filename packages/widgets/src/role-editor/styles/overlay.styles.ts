import { css, type CssSheet } from "../../kit/index.ts";

/** What stands above the editor: who is affected, two versions, the wizard. */
export const overlayStyles: CssSheet = /* @__PURE__ */ css`
  .affected {
    inline-size: min(380px, calc(100vw - 32px));
  }
  .affected-head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-3);
    padding: var(--space-3) var(--space-4) var(--space-2);
  }
  .affected-sums {
    gap: var(--space-3);
    font-size: var(--font-xs);
    white-space: nowrap;
    & > span {
      display: inline-flex;
      align-items: center;
      gap: 3px;
    }
  }
  .gain > .icon,
  .gain li > .icon {
    color: var(--color-success-text);
  }
  .loss > .icon,
  .loss li > .icon {
    color: var(--color-danger-text);
  }
  .affected-list {
    max-block-size: 320px;
    overflow: auto;
    padding: 0 var(--space-4);
    & > li {
      padding-block: var(--space-2);
    }
    & > li + li {
      border-block-start: 1px solid var(--color-border);
    }
    &:focus-visible {
      outline-offset: -2px;
    }
  }
  .affected-person {
    display: flex;
    gap: 10px;
  }
  .affected-rights {
    min-inline-size: 0;
    line-height: 24px;
    overflow-wrap: anywhere;
  }
  .rights-changed {
    font-size: var(--font-xs);
    line-height: 18px;
    & > li {
      display: flex;
      gap: 4px;
    }
    & .icon {
      margin-block-start: 3px;
    }
  }
  .affected-note {
    padding: var(--space-2) var(--space-4) var(--space-3);
    border-block-start: 1px solid var(--color-border);
    font-size: var(--font-xs);
    line-height: 16px;
  }

  .conflict {
    display: flex;
    flex-direction: column;
    gap: var(--space-5);
    padding-block-start: var(--space-2);
    & h3 {
      font-size: var(--font-xs);
      color: var(--color-text-muted);
      padding-block-end: var(--space-1);
    }
  }
  .conflict-list {
    border: 1px solid var(--color-border);
    border-radius: 8px;
    & > li + li {
      border-block-start: 1px solid var(--color-border);
    }
  }
  .conflict-line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-2) var(--space-4);
    padding: var(--space-2) var(--space-3);
    & > div:first-child {
      display: flex;
      flex-direction: column;
      min-inline-size: 0;
      font-weight: 500;
    }
    & .muted {
      font-size: var(--font-xs);
      font-weight: 400;
    }
    & .segments {
      flex-wrap: wrap;
    }
  }

  .wizard {
    --gutter: 0px;
    display: flex;
    flex-direction: column;
    gap: var(--space-6);
    min-inline-size: 0;
    & .grid {
      overflow: visible;
    }
  }
  .wizard-name {
    max-inline-size: 480px;
  }
  .wizard-question {
    font-size: var(--font-lg);
    line-height: 24px;
    & + * {
      margin-block-start: calc(-1 * var(--space-3));
    }
  }
  .wizard-problem {
    flex: 1 1 100%;
  }
  .wizard-note {
    position: sticky;
    inset-block-end: 0;
    z-index: 3;
    padding: var(--space-2) var(--space-3);
    border: 1px solid var(--color-border);
    border-radius: var(--radius);
    background: var(--color-bg-raised);
  }
`;
