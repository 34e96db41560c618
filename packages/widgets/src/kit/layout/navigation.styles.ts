import { type CssSheet, kitCss } from "../styles/css.ts";

export const navigationStyles: CssSheet = /* @__PURE__ */ kitCss`
  .tabs {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
  }
  .tab-list {
    display: flex;
    gap: var(--space-5);
    padding-inline: var(--space-4);
    border-block-end: 1px solid var(--color-border);
    overflow: auto hidden;
    scrollbar-width: none;
  }
  .tab {
    position: relative;
    display: inline-flex;
    align-items: center;
    gap: 6px;
    flex: none;
    min-block-size: 40px;
    font-size: var(--font-sm);
    font-weight: 500;
    color: var(--color-text-muted);
    cursor: pointer;
    &:hover {
      color: var(--color-text);
    }
    &:focus-visible {
      outline-offset: -3px;
      border-radius: var(--radius);
    }
    &[aria-selected="true"] {
      color: var(--color-text);
      &::after {
        content: "";
        position: absolute;
        inset-inline: 0;
        inset-block-end: 0;
        block-size: 2px;
        border-radius: 1px 1px 0 0;
        background: var(--color-accent);
      }
    }
  }
  .tab-badge {
    padding-inline: 6px;
    border-radius: 8px;
    background: var(--color-bg-muted);
    color: var(--color-text-muted);
    font-size: 11px;
    line-height: 16px;
  }
  .tab-panel {
    min-block-size: 0;
    &:focus-visible {
      outline-offset: -2px;
    }
  }
  .section-nav {
    display: flex;
    flex-direction: column;
    gap: 1px;
  }
  .section-link {
    display: flex;
    align-items: center;
    gap: 6px;
    min-block-size: 30px;
    padding-inline: 10px;
    border-radius: var(--radius);
    font-size: var(--font-sm);
    line-height: 18px;
    text-align: start;
    color: var(--color-text-muted);
    cursor: pointer;
    &:hover {
      color: var(--color-text);
      background: var(--color-bg-hover);
    }
    &[aria-current="true"] {
      color: var(--color-text);
      font-weight: 500;
      background: var(--color-bg-hover);
    }
    & > .mark {
      margin-inline-start: auto;
      inline-size: 6px;
      block-size: 6px;
      border-radius: 50%;
      background: var(--color-accent);
      &.invalid {
        background: var(--color-danger-solid);
      }
    }
  }
  .stepper-box {
    container: stepper / inline-size;
  }
  .stepper {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    font-size: var(--font-sm);
    counter-reset: step;
    & > li {
      display: flex;
      align-items: center;
      gap: var(--space-2);
      min-inline-size: 0;
      color: var(--color-text-muted);
      &:not(:last-child) {
        flex: 1 1 auto;
        &::after {
          content: "";
          flex: 1 1 12px;
          min-inline-size: 12px;
          block-size: 1px;
          background: var(--color-border-strong);
        }
      }
      &[aria-current="step"] {
        flex-shrink: 0;
        color: var(--color-text);
        font-weight: 500;
      }
    }
    & button {
      display: flex;
      align-items: center;
      gap: var(--space-2);
      border-radius: 12px;
      cursor: pointer;
      &:hover {
        color: var(--color-text);
      }
    }
  }
  .step-number {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 22px;
    block-size: 22px;
    border: 1px solid var(--color-border-strong);
    border-radius: 50%;
    font-size: var(--font-xs);
    font-weight: 500;
    font-variant-numeric: tabular-nums;
    [aria-current="step"] > & {
      color: var(--color-on-accent);
      border-color: var(--color-accent);
      background: var(--color-accent);
    }
    .done & {
      color: var(--color-accent-text);
      border-color: var(--color-accent-border);
      background: var(--color-accent-soft);
    }
  }
  .step-label {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  @container stepper (inline-size < 440px) {
    .stepper > li:not([aria-current="step"]) .step-label {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }
  @media (forced-colors: active) {
    .tab[aria-selected="true"]::after,
    .section-link > .mark {
      forced-color-adjust: none;
      background: Highlight;
    }
    .section-link[aria-current="true"] {
      outline: 1px solid CanvasText;
    }
  }
`;
