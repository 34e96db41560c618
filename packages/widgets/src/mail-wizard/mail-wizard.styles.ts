import { css, type CssSheet } from "../kit/index.ts";

export const mailWizardStyles: CssSheet = /* @__PURE__ */ css`
  .wizard {
    min-inline-size: 0;
  }
  .wizard-title {
    font-size: var(--font-lg);
    line-height: 24px;
    overflow-wrap: anywhere;
    outline: none;
  }
  .wizard-step {
    min-block-size: 168px;
  }
  .wizard-footer {
    padding-block-start: var(--space-4);
    border-block-start: 1px solid var(--color-border);
  }
  /* In a dialog the way on stays in sight; the margin takes the body's own padding in. */
  .dialog .wizard-footer {
    position: sticky;
    z-index: 1;
    inset-block-end: calc(-1 * var(--space-6));
    margin-block-end: calc(-1 * var(--space-6));
    padding-block-end: var(--space-4);
    background: var(--color-bg-raised);
  }
  .wizard-gap {
    flex: 1;
  }
  .recognised {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    color: var(--color-success-text);
  }
  .tiles {
    display: grid;
    grid-template-columns: repeat(4, minmax(0, 1fr));
    gap: var(--space-2);
  }
  .tile {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: var(--space-2);
    padding: var(--space-3) var(--space-2);
    border: 1px solid var(--color-border);
    border-radius: var(--radius-lg);
    background: var(--color-bg);
    font-size: var(--font-sm);
    font-weight: 500;
    cursor: pointer;
    &:hover {
      background: var(--color-bg-hover);
    }
    &[aria-pressed="true"] {
      border-color: var(--color-accent);
      background: var(--color-accent-soft);
      box-shadow: inset 0 0 0 1px var(--color-accent);
    }
  }
  .tile-mark {
    display: grid;
    place-items: center;
    inline-size: 28px;
    block-size: 28px;
    border-radius: 8px;
    background: var(--color-bg-active);
    color: var(--color-text);
    font-weight: 600;
    &.mailru {
      background: oklch(0.5 0.2 260);
      color: white;
    }
    &.yandex {
      background: oklch(0.58 0.22 28);
      color: white;
    }
    &.gmail {
      background: oklch(0.5 0.13 150);
      color: white;
    }
  }
  .menu-path {
    margin-block-start: var(--space-1);
    color: var(--color-text-muted);
  }
  .links,
  .failure-actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2) var(--space-4);
    margin-block-start: var(--space-2);
  }
  .failure-actions {
    gap: var(--space-2);
  }
  .wizard a {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    font-weight: 500;
  }
  .servers > summary,
  .technical > summary {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    color: var(--color-text-muted);
    font-size: var(--font-sm);
    font-weight: 500;
    cursor: pointer;
    list-style: none;
    border-radius: var(--radius);
    &::-webkit-details-marker {
      display: none;
    }
    & > .icon {
      transition: rotate var(--motion) ease-out;
    }
  }
  .servers[open] > summary > .icon {
    rotate: 90deg;
  }
  .servers-body {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: var(--space-5);
    padding-block-start: var(--space-3);
  }
  .server {
    display: grid;
    grid-template-columns: 1fr 1.3fr;
    gap: var(--space-3);
    align-content: start;
    & > legend {
      padding: 0 0 var(--space-2);
      font-size: var(--font-sm);
      font-weight: 600;
    }
  }
  .server-host,
  .server-user {
    grid-column: 1 / -1;
  }
  .check-sides {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: var(--space-4);
  }
  .check-side {
    padding: var(--space-3) var(--space-4);
    border: 1px solid var(--color-border);
    border-radius: var(--radius-lg);
    background: var(--color-bg);
    & > h3 {
      margin-block-end: var(--space-1);
      font-size: var(--font-sm);
    }
  }
  .failures {
    display: grid;
    gap: var(--space-3);
    scroll-margin-block-end: 88px;
  }
  .technical {
    margin-block-start: var(--space-2);
    font-size: var(--font-xs);
    & code {
      font-size: var(--font-xs);
      overflow-wrap: anywhere;
      unicode-bidi: isolate;
    }
    & > summary {
      font-size: var(--font-xs);
      text-decoration: underline;
      text-underline-offset: 2px;
    }
  }
  .folder-row {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: var(--space-2);
    align-items: start;
    & > .button {
      margin-block-start: 24px;
    }
  }
  .saved {
    align-items: flex-start;
  }
  @container crew (inline-size < 520px) {
    .folder-row {
      grid-template-columns: minmax(0, 1fr);
      & > .button {
        margin-block-start: 0;
        justify-self: start;
      }
    }
    .servers-body,
    .check-sides {
      grid-template-columns: minmax(0, 1fr);
    }
    .tiles {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }
`;
