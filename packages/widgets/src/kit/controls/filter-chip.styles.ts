import { type CssSheet, kitCss } from "../styles/css.ts";

export const filterChipStyles: CssSheet = /* @__PURE__ */ kitCss`
  .button.filter-chip {
    padding-inline: 10px 8px;
    & .icon {
      color: var(--color-text-muted);
    }
    &.on {
      color: var(--color-accent-text);
      border-color: var(--color-accent-border);
      background-color: var(--color-accent-soft);
      & .icon {
        color: inherit;
      }
    }
  }
  .filter-value {
    max-inline-size: 140px;
    overflow: hidden;
    text-overflow: ellipsis;
    padding-inline-start: 6px;
    border-inline-start: 1px solid var(--color-accent-border);
  }
  .filter {
    inline-size: 240px;
    & .options {
      max-block-size: 280px;
      overflow: auto;
    }
    & .option:hover {
      background: var(--color-bg-hover);
    }
  }
  .control.filter-search {
    border: 0;
    border-block-end: 1px solid var(--color-border);
    border-radius: 0;
    background: none;
    &:has(> .control-input:focus-visible) {
      outline: none;
      border-color: var(--color-border);
    }
  }
  .filter-tick {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 16px;
    block-size: 16px;
    border: 1px solid var(--color-border-control);
    border-radius: 4px;
    [aria-checked="true"] > & {
      color: var(--color-on-accent);
      background: var(--color-accent);
      border-color: var(--color-accent);
    }
  }
  .filter-foot {
    padding: 4px;
    border-block-start: 1px solid var(--color-border);
    & > .button {
      inline-size: 100%;
    }
  }
`;
