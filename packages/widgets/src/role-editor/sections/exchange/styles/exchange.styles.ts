import { css, type CssSheet } from "../../../../kit/index.ts";

/** The choice of a file, what it would change, and how far saving is. */
export const exchangeStyles: CssSheet = /* @__PURE__ */ css`
  .exchange {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .import-role,
  .import-affected,
  .import-steps {
    border: 1px solid var(--color-border);
    border-radius: var(--radius-lg);
  }
  .drop-zone {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: var(--space-2);
    padding: var(--space-8) var(--space-4);
    border: 1px dashed var(--color-border-control);
    border-radius: var(--radius-lg);
    background: var(--color-bg-subtle);
    text-align: center;
    &.over {
      border-color: var(--color-accent-border);
      background: var(--color-accent-soft);
    }
  }
  .file-line {
    flex-wrap: wrap;
    justify-content: space-between;
  }
  .fault-list {
    display: flex;
    flex-direction: column;
    gap: 4px;
    font-size: var(--font-sm);
    line-height: 20px;
    & code {
      font-size: var(--font-xs);
    }
  }
  .import-role {
    overflow: clip;
    & > header {
      display: flex;
      align-items: center;
      gap: var(--space-3);
      min-block-size: var(--row);
      padding: 6px var(--space-3);
      background: var(--color-bg-subtle);
      & > h3 {
        flex: 1;
        min-inline-size: 0;
      }
    }
    &.left > :not(header) {
      opacity: 0.6;
    }
  }
  .import-changes > li,
  .import-note {
    border-block-start: 1px solid var(--color-border);
    padding: 6px var(--space-3);
  }
  .import-note {
    flex-wrap: wrap;
    font-size: var(--font-sm);
    line-height: 20px;
  }
  .import-change {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 2px var(--space-4);
    line-height: 20px;
  }
  .import-clash {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-2) var(--space-4);
    & > div:first-child > span {
      display: block;
    }
  }
  .import-affected > .affected-list {
    max-block-size: 200px;
  }
  .import-clash .segments {
    flex-wrap: wrap;
  }
  /* Texts are read before one is chosen: in full, one above the other. */
  .texts {
    & > .field {
      flex: 1 1 100%;
    }
    & .segments {
      display: grid;
      inline-size: auto;
      gap: 4px;
    }
    & .segment {
      padding-block: 5px;
      border: 1px solid var(--color-border-control);
      line-height: 20px;
      white-space: normal;
    }
  }
  .import-undecided {
    flex: 1;
    align-self: center;
    color: var(--color-text-muted);
  }
  .import-steps {
    & > li {
      display: flex;
      flex-wrap: wrap;
      justify-content: space-between;
      gap: 2px var(--space-3);
      padding: 8px var(--space-3);
    }
    & > li + li {
      border-block-start: 1px solid var(--color-border);
    }
    & .import-error {
      flex: 1 0 100%;
      font-size: var(--font-sm);
      line-height: 18px;
    }
  }
  @container crew (inline-size < 720px) {
    .import-undecided {
      flex-basis: 100%;
    }
  }
`;
