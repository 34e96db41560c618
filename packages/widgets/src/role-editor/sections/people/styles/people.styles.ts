import { css, type CssSheet } from "../../../../kit/index.ts";

/** The person, the reasons, and who can. */
export const peopleStyles: CssSheet = /* @__PURE__ */ css`
  .people {
    flex: 1;
    min-block-size: 0;
    overflow: auto;
    & .tab-list {
      padding-inline: var(--gutter);
    }
    & .tab-panel {
      padding: 0;
    }
  }
  .person-head {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    & h3 {
      font-size: var(--font-md);
      line-height: 22px;
    }
  }
  .person-names {
    min-inline-size: 0;
    overflow-wrap: anywhere;
    line-height: 20px;
  }
  .paths {
    display: flex;
    flex-direction: column;
    gap: 2px;
  }
  .path {
    font-size: var(--font-sm);
    line-height: 22px;
    overflow-wrap: anywhere;
  }
  .path-role {
    font-weight: 500;
    text-align: start;
    border-radius: 3px;
    cursor: pointer;
    &:hover {
      text-decoration: underline;
      text-underline-offset: 3px;
    }
  }
  .differs {
    font-size: var(--font-sm);
    line-height: 20px;
  }
  .answer:has(+ .explained) {
    padding-block-end: 0;
  }
  .explained {
    & .grid {
      overflow: visible;
    }
    & .cell[data-stop] {
      cursor: pointer;
    }
    & .cell[data-stop]:hover .tile {
      box-shadow: inset 0 0 0 1px var(--color-border-strong);
    }
  }

  .reasons,
  .can {
    --tile: 26px;
    --ink: light-dark(var(--color-accent), color-mix(in oklab, var(--color-accent) 72%, var(--color-accent-text)));
  }
  .reasons {
    inline-size: min(400px, calc(100vw - 16px));
    padding: var(--space-3) var(--space-4);
    line-height: 20px;
    & h4 {
      font-size: var(--font-sm);
      font-weight: 600;
    }
    & .tile {
      align-self: start;
    }
  }
  .reasons-head {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 104px;
    align-items: center;
    gap: 2px var(--space-3);
    & > p {
      grid-column: 1 / -1;
      font-size: var(--font-xs);
      line-height: 16px;
    }
  }
  .reasons-list {
    margin-block-start: var(--space-2);
    & > li {
      display: grid;
      grid-template-columns: 92px minmax(0, 1fr);
      gap: var(--space-3);
      padding-block: var(--space-2);
      border-block-start: 1px solid var(--color-border);
    }
    & .badge {
      vertical-align: 1px;
    }
    & > .silent .path-role {
      font-weight: 400;
      color: var(--color-text-muted);
    }
  }
  .reasons-then {
    padding-block-start: var(--space-2);
    border-block-start: 1px solid var(--color-border);
    font-size: var(--font-xs);
    line-height: 16px;
    color: var(--color-warning-text);
  }

  .counts {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-2) var(--space-4);
  }
  .can-search {
    flex: 0 1 240px;
    min-inline-size: 160px;
  }
  .can-list {
    border: 1px solid var(--color-border);
    border-radius: 8px;
    & > li + li {
      border-block-start: 1px solid var(--color-border);
    }
  }
  .can {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) 104px minmax(0, 1.6fr);
    align-items: center;
    gap: var(--space-1) var(--space-3);
    padding: var(--space-2) var(--space-3);
  }
  .can-name {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    min-inline-size: 0;
    line-height: 20px;
    & > .muted {
      max-inline-size: 100%;
      font-size: var(--font-xs);
      line-height: 16px;
    }
  }
  .can-reasons {
    font-size: var(--font-sm);
  }
  @container crew (inline-size < 720px) {
    .people {
      overflow: visible;
    }
    .can {
      grid-template-columns: auto minmax(0, 1fr) 96px;
    }
    .can-search {
      flex: 1 1 100%;
    }
    .can-reasons {
      grid-column: 2 / -1;
    }
  }
`;
