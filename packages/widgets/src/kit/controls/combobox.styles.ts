import { type CssSheet, kitCss } from "../styles/css.ts";

export const comboboxStyles: CssSheet = /* @__PURE__ */ kitCss`
  .combobox {
    cursor: text;
    flex-wrap: wrap;
    & > .control-input {
      inline-size: auto;
      min-inline-size: 72px;
      text-overflow: ellipsis;
    }
    & > .combobox-toggle {
      color: var(--color-text-muted);
      margin-inline: 0 9px;
    }
    &:has(> .chip) {
      gap: 4px;
      padding: 3px;
      & > .control-input {
        min-block-size: 24px;
        padding-inline: 6px;
      }
      & > .combobox-toggle {
        margin-inline-end: 6px;
      }
    }
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 2px;
    min-inline-size: 0;
    max-inline-size: 100%;
    min-block-size: 24px;
    padding-inline: 8px 2px;
    border-radius: 4px;
    background: var(--color-bg-muted);
    font-size: var(--font-sm);
    line-height: 18px;
    cursor: default;
    & > button {
      display: grid;
      place-items: center;
      inline-size: 20px;
      block-size: 20px;
      border-radius: 4px;
      color: var(--color-text-muted);
      cursor: pointer;
      &:hover {
        color: var(--color-text);
        background: var(--color-bg-active);
      }
    }
  }
  .options {
    max-block-size: 300px;
  }
`;
