import { type CssSheet, kitCss } from "../styles/css.ts";

export const fieldStyles: CssSheet = /* @__PURE__ */ kitCss`
  .field {
    display: flex;
    flex-direction: column;
    gap: 6px;
    min-inline-size: 0;
  }
  .field-head {
    display: flex;
    align-items: center;
    gap: 6px;
    min-block-size: 18px;
  }
  .field-label {
    font-size: var(--font-sm);
    font-weight: 500;
    line-height: 18px;
  }
  .field-required {
    color: var(--color-danger-text);
  }
  .field-note {
    display: inline-flex;
    align-items: center;
    min-block-size: 18px;
    padding-inline: 6px;
    border-radius: 9px;
    color: var(--color-accent-text);
    background: var(--color-accent-soft);
    font-size: 11px;
    font-weight: 500;
    line-height: 14px;
  }
  .field-help,
  .field-error {
    font-size: var(--font-xs);
    line-height: 16px;
    color: var(--color-text-muted);
    overflow-wrap: anywhere;
  }
  .field-error {
    display: flex;
    gap: 5px;
    color: var(--color-danger-text);
    & > .icon {
      margin-block-start: 1px;
    }
  }
  .control {
    display: flex;
    align-items: center;
    min-block-size: var(--control);
    inline-size: 100%;
    border: 1px solid var(--color-border-control);
    border-radius: var(--radius);
    color: var(--color-text);
    background: var(--color-bg);
    font-size: var(--font-md);
    line-height: 20px;
    transition: border-color var(--motion) var(--ease);
    &:hover:not(:has(:disabled), :disabled) {
      border-color: var(--color-text-faint);
    }
    &:focus-visible,
    &:has(> .control-input:focus-visible) {
      outline: 2px solid var(--color-focus);
      outline-offset: -1px;
      border-color: transparent;
    }
    &[aria-invalid="true"],
    &:has(> .control-input[aria-invalid="true"]) {
      border-color: var(--color-danger-solid);
      &:focus-visible,
      &:has(> .control-input:focus-visible) {
        outline-color: var(--color-danger-solid);
      }
    }
    &:disabled,
    &:has(> .control-input:disabled) {
      color: var(--color-text-muted);
      background: var(--color-bg-muted);
      border-color: var(--color-border-strong);
    }
    & > .icon {
      margin-inline: 9px 0;
      color: var(--color-text-muted);
    }
    & > .icon + .control-input {
      padding-inline-start: 7px;
    }
  }
  .control-input {
    flex: 1;
    min-inline-size: 0;
    inline-size: 100%;
    min-block-size: calc(var(--control) - 2px);
    padding: 0 10px;
    border: 0;
    outline: none;
    background: none;
    border-radius: inherit;
    line-height: 20px;
    &::-webkit-search-cancel-button {
      display: none;
    }
  }
  textarea.control-input {
    padding-block: 6px;
    resize: vertical;
    field-sizing: content;
    max-block-size: 40vh;
  }
  .control > .button.icon-only {
    inline-size: calc(var(--control) - 6px);
    block-size: calc(var(--control) - 6px);
    min-block-size: 0;
    margin-inline-end: 2px;
    border-radius: 4px;
  }
  .control > .button:not(.icon-only) {
    min-block-size: calc(var(--control) - 8px);
    margin-inline-end: 3px;
    padding-inline: 8px;
    font-size: var(--font-xs);
    border-radius: 4px;
  }
  select.control {
    appearance: none;
    padding: 0 30px 0 10px;
    text-overflow: ellipsis;
    cursor: pointer;
    &:dir(rtl) {
      padding: 0 10px 0 30px;
    }
    & option {
      color: var(--color-text);
      background: var(--color-bg-raised);
    }
  }
  .select {
    position: relative;
    display: block;
    & > .icon {
      position: absolute;
      inset-block: 0;
      inset-inline-end: 9px;
      margin-block: auto;
      color: var(--color-text-muted);
      pointer-events: none;
    }
  }
  @media (pointer: coarse) {
    .control {
      font-size: 16px;
    }
  }
  @media (forced-colors: active) {
    .control:disabled,
    .control:has(:disabled) {
      border-color: GrayText;
    }
  }
`;
