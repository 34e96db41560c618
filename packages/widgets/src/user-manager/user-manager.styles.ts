import { css, type CssSheet } from "../kit/index.ts";

/** The list. Everything on a 4 px grid; the row height is the kit's. */
export const listStyles: CssSheet = /* @__PURE__ */ css`
  :host {
    block-size: min(720px, 100dvh);
  }
  .users {
    display: flex;
    flex-direction: column;
    block-size: 100%;
    min-block-size: 0;
    background: var(--color-bg);
    & > .table-box {
      flex: 1;
      /* Anchored to the rows that are still loading, the box would follow them to the very end of the list. */
      overflow-anchor: none;
    }
    & .toolbar {
      align-items: flex-start;
      border-block-end: 0;
      padding-block-end: var(--space-2);
    }
    & .toolbar-start > .search {
      flex: 0 1 300px;
    }
  }
  .users-filters {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
    min-inline-size: 0;
  }
  .users-status {
    display: flex;
    align-items: center;
    gap: var(--space-1);
    & > .button {
      margin-block: -6px;
    }
    padding: 0 var(--space-4) var(--space-2);
    font-size: var(--font-xs);
    line-height: 16px;
    color: var(--color-text-muted);
    font-variant-numeric: tabular-nums;
  }
  .users-table {
    table-layout: fixed;
    & thead th {
      z-index: 2;
      border-block-start: 1px solid var(--color-border);
    }
    & tbody tr {
      position: relative;
      scroll-margin-block-start: 36px;
      cursor: pointer;
    }
    & tbody tr:has(.user-open:focus-visible) > td {
      background-image: linear-gradient(var(--color-bg-hover), var(--color-bg-hover));
    }
    & tbody tr[data-state="deactivated"] :is(.user-open, .cell-line) {
      color: var(--color-text-muted);
    }
    & tbody .users-gap,
    & tbody .users-skeleton {
      cursor: default;
      pointer-events: none;
    }
    & .users-gap > td {
      padding: 0;
      border: 0;
    }
    & .state-cell {
      inline-size: 184px;
    }
    & .position-cell {
      inline-size: 26%;
    }
    & .extension-cell {
      inline-size: 112px;
    }
    & .login-cell {
      inline-size: 132px;
      white-space: nowrap;
    }
    & .actions {
      inline-size: 56px;
    }
    & td.actions > * {
      position: relative;
      z-index: 1;
    }
    & th .sort {
      & .icon {
        opacity: 0;
      }
      &:hover .icon,
      &:focus-visible .icon {
        opacity: 0.5;
      }
      &.on {
        color: var(--color-text);
      }
      &.on .icon {
        opacity: 1;
      }
    }
    & th.user-cell .sort + .sort {
      margin-inline-start: var(--space-1);
    }
    &[aria-busy="true"] tbody > tr:not(.users-skeleton) {
      opacity: 0.55;
      transition: opacity var(--motion) 200ms;
    }
    & .truncate {
      display: block;
    }
    & .state-cell > .cell-detail {
      margin-block-start: 1px;
    }
    & .users-skeleton .user-names {
      gap: 6px;
    }
  }
  .user-who {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    min-inline-size: 0;
  }
  .user-names {
    display: flex;
    flex-direction: column;
    flex: 1;
    min-inline-size: 0;
  }
  .user-open {
    display: flex;
    align-items: baseline;
    gap: 6px;
    min-inline-size: 0;
    cursor: pointer;
    & b {
      font-weight: 600;
    }
    /* The press area is the row; the menu lies above it. */
    &::after {
      content: "";
      position: absolute;
      inset: 0;
    }
    &:focus-visible {
      outline: none;
      &::after {
        outline: 2px solid var(--color-focus);
        outline-offset: -2px;
      }
    }
  }
  .user-you {
    flex: none;
    padding-inline: 5px;
    border: 1px solid var(--color-border);
    border-radius: 4px;
    font-size: 11px;
    line-height: 14px;
    font-weight: 400;
    color: var(--color-text-muted);
  }
  .user-narrow,
  .users-table .login-note {
    display: none;
  }
  .user-menu {
    color: var(--color-text-muted);
  }
  .invitation-failed {
    display: flex;
    align-items: center;
    gap: 4px;
    color: var(--color-danger-text);
  }
  .users-more {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: var(--space-3);
    color: var(--color-text-muted);
  }
  tr[data-fresh] > td {
    animation: user-fresh 2.4s var(--ease);
  }
  @keyframes user-fresh {
    0%,
    50% {
      background-color: var(--color-accent-soft);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    tr[data-fresh] > td {
      animation: none;
      background-color: var(--color-accent-soft);
    }
  }
  .crew[data-density="compact"] .users-table {
    & .avatar {
      inline-size: 24px;
      block-size: 24px;
      font-size: 9px;
    }
    & .user-names {
      flex-direction: row;
      align-items: baseline;
      gap: var(--space-2);
    }
    & .cell-line {
      display: inline;
    }
    & .position-cell > .cell-detail,
    & .state-cell > .cell-detail {
      display: none;
    }
  }
  @container crew (inline-size < 960px) {
    .users-table {
      & .state-cell {
        inline-size: 176px;
      }
      & .position-cell {
        inline-size: 22%;
      }
      & .extension-cell {
        inline-size: 104px;
      }
      & .login-cell {
        inline-size: 120px;
      }
    }
  }
  @container crew (inline-size < 800px) {
    .users-table .login-cell {
      display: none;
    }
    .users-table .login-note {
      display: block;
    }
  }
  @container crew (inline-size < 720px) {
    .users .toolbar-start > .search {
      flex: 1 1 100%;
    }
    .users-table .extension-cell {
      display: none;
    }
    .users-table .position-cell {
      inline-size: 28%;
    }
    .users-table .state-cell {
      inline-size: 168px;
    }
  }
  @container crew (inline-size < 560px) {
    .users .toolbar {
      padding-inline: var(--space-3);
    }
    .users .toolbar-end {
      inline-size: 100%;
      order: -1;
      & > *,
      & .button {
        inline-size: 100%;
      }
    }
    /* Two and two, since a row of all would go on beyond the edge. */
    .users-filters {
      display: grid;
      grid-template-columns: repeat(2, minmax(0, 1fr));
      inline-size: 100%;
      & .filter-chip .button-content {
        inline-size: 100%;
        & > .icon {
          margin-inline-start: auto;
        }
      }
      & > .ghost {
        justify-self: start;
      }
    }
    .users-status {
      padding-inline: var(--space-3);
    }
    .users-table {
      /* One column is left: a head would name two things over it. */
      & :is(thead, .state-cell, .position-cell) {
        display: none;
      }
      & .user-narrow {
        display: flex;
        align-items: center;
        gap: 6px;
        min-inline-size: 0;
        margin-block-start: 4px;
      }
      & tbody td {
        block-size: 80px;
      }
      & .users-gap > td {
        block-size: auto;
      }
      & :is(th, td):first-child {
        padding-inline-start: var(--space-3);
      }
      & .user-who {
        align-items: flex-start;
      }
    }
  }
`;
