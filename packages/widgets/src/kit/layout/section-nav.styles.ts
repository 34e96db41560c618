import { type CssSheet, kitCss } from "../styles/css.ts";

export const sectionNavStyles: CssSheet = /* @__PURE__ */ kitCss`
  .sheet-nav {
    position: sticky;
    inset-block-start: var(--space-6);
    align-self: start;
  }
  @container crew (inline-size >= 640px) {
    .sheet-layout:has(> .sheet-nav) {
      grid-template-columns: 160px minmax(0, 1fr);
      gap: var(--space-8);
    }
  }
  @container crew (inline-size < 640px) {
    .sheet-nav {
      display: none;
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
  @media (forced-colors: active) {
    .section-link > .mark {
      forced-color-adjust: none;
      background: Highlight;
    }
    .section-link[aria-current="true"] {
      outline: 1px solid CanvasText;
    }
  }
`;
