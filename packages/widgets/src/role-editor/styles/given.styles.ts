import { css, type CssSheet } from "../../kit/index.ts";

/** Who has the role. */
export const givenStyles: CssSheet = /* @__PURE__ */ css`
  .given {
    display: flex;
    flex-direction: column;
    gap: var(--space-4);
    flex: 1;
    min-block-size: 0;
    overflow: auto;
    padding: var(--space-5) var(--gutter) var(--space-6);
    & > .field {
      max-inline-size: 480px;
      flex: none;
    }
    & > .banner {
      flex: none;
    }
  }
  .given-help {
    max-inline-size: 640px;
    margin: 0;
    font-size: var(--font-xs);
    line-height: 16px;
  }
  .given-list {
    margin-inline: calc(-1 * var(--space-2));
    border-block-start: 1px solid var(--color-border);
  }
  .given-line {
    display: grid;
    grid-template-columns: 32px minmax(0, 1fr) auto minmax(132px, auto) auto;
    align-items: center;
    gap: var(--space-3);
    min-block-size: 56px;
    padding: var(--space-2);
    border-block-end: 1px solid var(--color-border);
    &:hover {
      background: var(--color-bg-hover);
    }
  }
  .subject-icon {
    display: grid;
    place-items: center;
    inline-size: 32px;
    block-size: 32px;
    border-radius: 8px;
    color: var(--color-text-muted);
    background: var(--color-bg-muted);
  }
  .given-name {
    min-inline-size: 0;
    line-height: 20px;
    & > .row {
      font-weight: 500;
    }
    & > .muted {
      display: block;
      font-size: var(--font-xs);
      line-height: 16px;
    }
  }
  .given-count {
    font-size: var(--font-xs);
    white-space: nowrap;
  }
  .until {
    position: relative;
    display: flex;
    align-items: center;
    gap: var(--space-2);
    justify-content: flex-end;
  }
  .until-input {
    block-size: calc(var(--control) - 2px);
    inline-size: 132px;
    direction: ltr;
    padding-inline: 8px 6px;
    border: 1px solid transparent;
    border-radius: var(--radius);
    background: none;
    font-size: var(--font-sm);
    cursor: pointer;
    &:hover,
    &:focus {
      border-color: var(--color-border-control);
    }
  }
  .until.open > .until-input:not(:focus) {
    color: transparent;
    &::-webkit-calendar-picker-indicator {
      opacity: 0.55;
    }
  }
  .until-open {
    position: absolute;
    right: 34px;
    font-size: var(--font-sm);
    color: var(--color-text-muted);
    pointer-events: none;
    .until:focus-within > & {
      visibility: hidden;
    }
  }
  .until-text {
    font-size: var(--font-sm);
    text-align: end;
  }
  @container crew (inline-size < 720px) {
    .given-line {
      grid-template-columns: 32px minmax(0, 1fr) auto;
      row-gap: 0;
    }
    .given-count {
      grid-column: 2;
      grid-row: 2;
      &:empty {
        display: none;
      }
    }
    .until,
    .until-text {
      grid-column: 2;
      grid-row: 3;
      justify-content: flex-start;
      text-align: start;
      margin-block-start: var(--space-2);
    }
    .given-name > .muted {
      white-space: normal;
      overflow-wrap: anywhere;
    }
    /* Fingers find no hover: the field shows where it is. */
    .until-input {
      border-color: var(--color-border-control);
    }
    .until-open {
      inset: auto auto auto 9px;
    }
    .given-line > .button {
      grid-column: 3;
      grid-row: 1;
    }
  }
`;
