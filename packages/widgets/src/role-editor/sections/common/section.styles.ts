import { css, type CssSheet } from "../../../kit/index.ts";

/** What sections that ask a question have in common: the line of fields above, the answer below. */
export const questionStyles: CssSheet = /* @__PURE__ */ css`
  .question {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-start;
    gap: var(--space-3) var(--space-4);
    padding: var(--space-4) var(--gutter);
    & > .picker {
      flex: 1 1 220px;
      max-inline-size: 340px;
    }
  }
  .day-line {
    display: flex;
    align-items: center;
    gap: var(--space-1);
    & > .control {
      inline-size: 156px;
    }
    & > .button {
      white-space: nowrap;
    }
  }
  .answer {
    display: flex;
    flex-direction: column;
    gap: var(--space-3);
    padding: 0 var(--gutter) var(--space-6);
  }
  @container crew (inline-size < 720px) {
    .question > .picker,
    .question > .day {
      flex: 1 1 100%;
      max-inline-size: none;
    }
    .day-line > .control {
      flex: 1;
    }
  }
`;
