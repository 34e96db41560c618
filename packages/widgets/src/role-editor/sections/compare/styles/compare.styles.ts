import { css, type CssSheet } from "../../../../kit/index.ts";

/** Two sides, right by right. */
export const compareStyles: CssSheet = /* @__PURE__ */ css`
  .compare {
    flex: 1;
    min-block-size: 0;
    overflow: auto;
    & .tab-list {
      padding-inline: var(--gutter);
    }
    & .tab-panel {
      padding: 0;
    }
    & .question > .button {
      align-self: flex-start;
      margin-block-start: 22px;
    }
  }
  .compare-sum {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-2) var(--space-4);
    line-height: 20px;
  }
  .compared {
    --tile: 26px;
    --ink: light-dark(var(--color-accent), color-mix(in oklab, var(--color-accent) 72%, var(--color-accent-text)));
    --mark: light-dark(var(--color-warning-solid), var(--color-warning-text));
    inline-size: 100%;
    max-inline-size: 860px;
    border-collapse: collapse;
    table-layout: fixed;
    text-align: start;
    font-size: var(--font-sm);
    & th {
      text-align: start;
      font-weight: 400;
    }
    & thead th {
      position: sticky;
      inset-block-start: 0;
      z-index: 1;
      padding: 8px;
      border-block-end: 1px solid var(--color-border-strong);
      background: var(--color-bg);
      font-weight: 600;
      overflow-wrap: anywhere;
    }
    & thead th:first-child {
      inline-size: 46%;
    }
    & :is(thead, tbody) th:first-child {
      padding-inline-start: 0;
    }
    & tbody th {
      padding: 4px 8px;
      line-height: 18px;
    }
    & tbody .compared-entity th {
      padding-block: 12px 4px;
      font-weight: 600;
    }
    & td {
      padding: 3px 4px;
    }
    & tr.differs .tile {
      box-shadow: inset 0 0 0 1.5px var(--mark);
    }
  }
  @container crew (inline-size < 720px) {
    .compare {
      overflow: visible;
    }
    .compare .question:has(> .button) > :first-child {
      flex: 1 1 0;
      min-inline-size: 0;
    }
    .compared thead th {
      padding-inline: 4px;
      font-size: var(--font-xs);
      &:first-child {
        inline-size: 38%;
      }
    }
  }
`;
