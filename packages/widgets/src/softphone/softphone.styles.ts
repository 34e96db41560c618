import { css, type CssSheet } from "../kit/index.ts";

/** Look of the phone. */
export const softphoneStyles: CssSheet = /* @__PURE__ */ css`
  .phone {
    display: flex;
    flex-direction: column;
    block-size: 100%;
    min-block-size: 0;
    background: var(--color-bg);
    &.floating {
      max-block-size: min(620px, calc(100vh - 32px));
      overflow: hidden;
      border-radius: var(--radius-lg);
      box-shadow: var(--shadow);
    }
  }
  .status {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    gap: 4px;
    padding: var(--space-2) var(--space-3);
    border-block-end: 1px solid var(--color-border);
    font-size: var(--font-sm);
    &.warning {
      background: var(--color-warning-soft);
      border-color: var(--color-warning-border);
    }
    &.danger {
      background: var(--color-danger-soft);
      border-color: var(--color-danger-border);
    }
    & > .button {
      margin-block: 4px;
    }
  }
  .status-line {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    inline-size: 100%;
    min-block-size: 28px;
  }
  .status-title {
    font-weight: 500;
  }
  .status-own {
    margin-inline-start: auto;
    color: var(--color-text-muted);
  }
  .status-detail {
    /* Two lines from the beginning: what counts down must not move what stands below. */
    min-block-size: 36px;
    color: var(--color-text);
    line-height: 18px;
    font-variant-numeric: tabular-nums;
  }
  .success > .status-line > .status-icon {
    color: var(--color-success-text);
  }
  .accent > .status-line > .status-icon {
    color: var(--color-accent-text);
  }
  .warning > .status-line > .status-icon {
    color: var(--color-warning-text);
  }
  .danger > .status-line > .status-icon {
    color: var(--color-danger-text);
  }
  .fold svg {
    transition: rotate var(--motion) var(--ease);
  }
  .fold.folded svg {
    rotate: 180deg;
  }

  .dialer {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    flex: 1;
  }
  .number-entry {
    display: flex;
    flex-direction: column;
    padding: var(--space-3) var(--space-3) var(--space-2);
  }
  .number-row {
    display: flex;
    align-items: center;
    gap: 2px;
    block-size: 48px;
    padding-inline: var(--space-3) 6px;
    border: 1px solid var(--color-border-control);
    border-radius: var(--radius-lg);
    background: var(--color-bg);
    &:focus-within {
      outline: 2px solid var(--color-focus);
      outline-offset: -1px;
      border-color: transparent;
    }
  }
  .waiting > .number-row {
    border-color: var(--color-border);
    background: var(--color-bg-muted);
  }
  .number {
    flex: 1;
    min-inline-size: 0;
    block-size: 100%;
    border: 0;
    padding: 0;
    outline: none;
    background: none;
    font-size: var(--font-xl);
    font-weight: 500;
    letter-spacing: 0.01em;
    &::placeholder {
      font-size: var(--font-md);
      font-weight: 400;
      letter-spacing: 0;
    }
  }
  .crew[dir="rtl"] .number {
    text-align: end;
  }
  .hint {
    padding: 6px 2px 0;
    font-size: var(--font-xs);
    line-height: 16px;
    color: var(--color-text-muted);
    &:empty {
      display: none;
    }
    &.problem {
      color: var(--color-danger-text);
    }
  }
  label.hint {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    & select {
      flex: 1;
      min-inline-size: 0;
      block-size: var(--control);
      border: 0;
      font: inherit;
      color: var(--color-text);
      background: var(--color-bg);
    }
  }
  .call-button {
    margin-block-start: var(--space-3);
    inline-size: 100%;
    block-size: 40px;
  }
  .keypad {
    display: grid;
    grid-template-columns: repeat(3, 1fr);
    gap: var(--space-2);
    margin-block-start: var(--space-3);
  }
  .key {
    block-size: 44px;
    border-radius: var(--radius-lg);
    background: var(--color-bg-hover);
    font-size: var(--font-xl);
    font-weight: 500;
    line-height: 22px;
    text-align: center;
    transition: background var(--motion) var(--ease);
    touch-action: manipulation;
    & > small {
      display: block;
      min-block-size: 12px;
      font-size: 10px;
      font-weight: 500;
      line-height: 12px;
      letter-spacing: 0.08em;
      color: var(--color-text-muted);
    }
    &:hover {
      background: var(--color-bg-active);
    }
    &:active {
      background: var(--color-bg-selected);
    }
  }
  .no-right,
  .end-text {
    display: flex;
    gap: var(--space-2);
    font-size: var(--font-sm);
    line-height: 18px;
    & > svg {
      margin-block-start: 1px;
    }
    & strong {
      font-weight: 500;
    }
    & p {
      margin-block-start: 2px;
      color: var(--color-text-muted);
    }
  }
  .no-right {
    margin: var(--space-3);
    padding: var(--space-3);
    border-radius: var(--radius);
    background: var(--color-bg-subtle);
    & > svg {
      color: var(--color-text-muted);
    }
  }

  .recent {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    flex: 1;
    & > h2 {
      padding: var(--space-2) var(--space-4) 4px;
      font-size: var(--font-xs);
      font-weight: 500;
      color: var(--color-text-muted);
    }
    & > ul {
      overflow-y: auto;
      padding: 0 var(--space-2) var(--space-2);
    }
  }
  .recent-row {
    position: relative;
    display: flex;
    align-items: center;
    gap: var(--space-3);
    inline-size: 100%;
    min-block-size: var(--row);
    padding: 4px var(--space-2);
    border-radius: var(--radius);
  }
  button.recent-row {
    cursor: pointer;
    &:hover,
    &:focus-visible {
      background: var(--color-bg-hover);
      & .call-hint {
        opacity: 1;
      }
      & .when {
        opacity: 0;
      }
    }
    &:focus-visible {
      outline-offset: -2px;
    }
  }
  .direction {
    color: var(--color-text-faint);
    &.missed {
      color: var(--color-danger-text);
    }
  }
  .who {
    display: flex;
    flex-direction: column;
    flex: 1;
    min-inline-size: 0;
    line-height: 18px;
  }
  .what {
    font-size: var(--font-xs);
    line-height: 16px;
    color: var(--color-text-muted);
    & .missed {
      color: var(--color-danger-text);
    }
  }
  .when {
    display: flex;
    flex-direction: column;
    align-items: flex-end;
    align-self: center;
    font-size: var(--font-xs);
    line-height: 17px;
    color: var(--color-text-muted);
    white-space: nowrap;
  }
  .call-hint {
    position: absolute;
    inset-inline-end: var(--space-3);
    color: var(--color-accent-text);
    opacity: 0;
  }
`;
