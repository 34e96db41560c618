import { type CssSheet, kitCss } from "../styles/css.ts";

export const passwordStyles: CssSheet = /* @__PURE__ */ kitCss`
  .strength {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    font-size: var(--font-xs);
    line-height: 16px;
    color: var(--color-text-muted);
    --strength: var(--color-danger-solid);
    &[data-level="2"] {
      --strength: var(--color-warning-solid);
    }
    &[data-level="3"],
    &[data-level="4"] {
      --strength: var(--color-success-solid);
    }
  }
  .strength-bar {
    display: grid;
    grid-template-columns: repeat(4, 1fr);
    gap: 3px;
    flex: 1;
    max-inline-size: 160px;
    & > i {
      block-size: 4px;
      border-radius: 2px;
      background: var(--color-bg-muted);
      transition: background-color var(--motion) var(--ease);
    }
  }
  .strength:is([data-level="0"], [data-level="1"]) i:nth-child(-n + 1),
  .strength[data-level="2"] i:nth-child(-n + 2),
  .strength[data-level="3"] i:nth-child(-n + 3),
  .strength[data-level="4"] i {
    background: var(--strength);
  }
  .rules {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(180px, 1fr));
    gap: 2px 12px;
    font-size: var(--font-xs);
    line-height: 18px;
    color: var(--color-text-muted);
    & > li {
      display: flex;
      align-items: center;
      gap: 6px;
    }
    & > li.met > .icon {
      color: var(--color-success-text);
    }
    & > li.met {
      color: var(--color-text);
    }
  }
  @media (forced-colors: active) {
    .strength-bar > i {
      border: 1px solid CanvasText;
    }
  }
`;
