import { css, type CssSheet } from "../../kit/index.ts";

/** The sheet and its parts. */
export const sheetStyles: CssSheet = /* @__PURE__ */ css`
  .user-form {
    & > fieldset {
      display: block;
    }
    & .short :is(.control, .select) {
      max-inline-size: 220px;
    }
  }
  .user-fixed {
    font-size: var(--font-sm);
    line-height: 18px;
  }
  .user-form .control:has(> input:read-only:not(:disabled)) {
    border-color: var(--color-border-strong);
    background: var(--color-bg-muted);
  }
  .user-draft {
    margin-block-end: var(--space-5);
  }
  .user-notices {
    display: grid;
    gap: var(--space-2);
    flex: 1 1 100%;
  }
  .user-unsaved {
    margin-inline-end: auto;
    font-size: var(--font-sm);
    color: var(--color-text-muted);
    &.on::before {
      content: "";
      display: inline-block;
      inline-size: 8px;
      block-size: 8px;
      margin-inline-end: 8px;
      border-radius: 50%;
      background: var(--color-warning-solid);
    }
  }
  .user-keep,
  .user-filled {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-2);
    font-size: var(--font-sm);
  }
  .user-filled {
    margin-block-start: calc(-1 * var(--space-2));
    padding: 4px 4px 4px var(--space-3);
    border-radius: var(--radius);
    color: var(--color-accent-text);
    background: var(--color-accent-soft);
  }
  .user-pair {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 112px;
    gap: var(--space-3);
    align-items: start;
  }
  .sip-check {
    scroll-margin-block: var(--space-4);
    display: grid;
    gap: var(--space-3);
    padding: var(--space-3) var(--space-4);
    border: 1px solid var(--color-border);
    border-radius: var(--radius-lg);
    background: var(--color-bg-subtle);
  }
  .sip-check-head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2) var(--space-3);
    & > .button {
      flex: none;
    }
    & > .muted {
      flex: 1 1 200px;
      font-size: var(--font-sm);
      line-height: 18px;
    }
  }
  .mail-none {
    padding: var(--space-4);
    border: 1px dashed var(--color-border-strong);
    border-radius: var(--radius-lg);
    text-align: center;
    font-size: var(--font-sm);
    color: var(--color-text-muted);
  }
  .mail-list {
    border: 1px solid var(--color-border);
    border-radius: var(--radius-lg);
    overflow: clip;
  }
  .mail-item {
    display: flex;
    align-items: center;
    gap: var(--space-1);
    min-block-size: var(--row);
    padding: 4px var(--space-2) 4px var(--space-3);
    font-size: var(--font-sm);
    &:not(:last-child) {
      border-block-end: 1px solid var(--color-border);
    }
    & > .icon {
      color: var(--color-text-muted);
      margin-inline-end: var(--space-1);
    }
    & > bdi {
      flex: 1;
    }
  }
  .mail-state {
    display: flex;
    gap: var(--space-1);
    margin-inline: var(--space-2);
  }
  .conflict {
    display: grid;
    gap: var(--space-3);
    margin-block-end: var(--space-6);
    padding-block-end: var(--space-6);
    border-block-end: 1px solid var(--color-border);
    &:focus {
      outline: none;
    }
  }
  .conflict-row {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: var(--space-2) var(--space-4);
    align-items: end;
    padding: var(--space-3) var(--space-4);
    border: 1px solid var(--color-border);
    border-radius: var(--radius-lg);
  }
  .conflict-label {
    grid-column: 1 / -1;
    font-weight: 500;
  }
  .conflict-versions {
    display: grid;
    gap: 2px;
    font-size: var(--font-sm);
    & > div {
      display: grid;
      grid-template-columns: 88px minmax(0, 1fr);
      gap: var(--space-2);
      color: var(--color-text-muted);
      &:not(.chosen) > dd {
        text-decoration: line-through;
        text-decoration-color: var(--color-border-control);
      }
      &.chosen > dd {
        color: var(--color-text);
        font-weight: 500;
      }
    }
    & dd {
      overflow-wrap: anywhere;
    }
  }
  .conflict-foot {
    display: flex;
    justify-content: flex-end;
  }
  @container crew (inline-size < 560px) {
    .conflict-row {
      grid-template-columns: minmax(0, 1fr);
    }
    .mail-item {
      flex-wrap: wrap;
      & > bdi {
        flex: 1 1 calc(100% - 48px);
      }
      & > .mail-state {
        flex: 1;
        margin-inline: 24px 0;
      }
    }
  }
`;
