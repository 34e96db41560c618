import { type CssSheet, kitCss } from "../styles/css.ts";

export const stepperStyles: CssSheet = /* @__PURE__ */ kitCss`
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
      position: relative;
      border-radius: 12px;
      cursor: pointer;
      &::before {
        content: "";
        position: absolute;
        inset: -11px;
      }
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
`;
