import { css, type CssSheet, lazyCss } from "./css.ts";
import { tokenDeclarations } from "./tokens.ts";

/** Reset and the few shared classes of every widget. */
export const foundation: CssSheet = /* @__PURE__ */ css`
  @layer reset, kit;
  :host {
    display: block;
  }
  :host([hidden]) {
    display: none;
  }
  .crew {
    --control: var(--crew-control, 32px);
    --row: var(--crew-row, 44px);
    --motion: var(--crew-motion, 150ms);
    --ease: cubic-bezier(0.2, 0, 0, 1);
    container: crew / inline-size;
    position: relative;
    block-size: 100%;
    color-scheme: light dark;
    color: var(--color-text);
    background: var(--color-bg);
    font-size: var(--font-md);
    line-height: 1.43;
    text-align: start;
    -webkit-font-smoothing: antialiased;
    -webkit-text-size-adjust: 100%;
  }
  .crew[data-theme="light"] {
    color-scheme: light;
  }
  .crew[data-theme="dark"] {
    color-scheme: dark;
  }
  .crew[data-density="compact"] {
    --control: var(--crew-control, 28px);
    --row: var(--crew-row, 36px);
  }
  @media (pointer: coarse) {
    .crew {
      --control: var(--crew-control, 44px);
      --row: var(--crew-row, 52px);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .crew {
      --motion: 0ms;
    }
  }
  @media (prefers-contrast: more) {
    .crew {
      --color-border: var(--color-border-control);
      --color-border-strong: var(--color-border-control);
      --color-border-control: var(--color-text);
      --color-text-muted: var(--color-text);
      --color-text-faint: var(--color-text);
    }
  }
  @layer reset {
    *,
    *::before,
    *::after {
      box-sizing: border-box;
    }
    button,
    input,
    select,
    textarea {
      font: inherit;
      color: inherit;
      letter-spacing: inherit;
      margin: 0;
    }
    button {
      padding: 0;
      border: 0;
      background: none;
      text-align: inherit;
    }
    h1,
    h2,
    h3,
    h4,
    p,
    ul,
    ol,
    dl,
    dd,
    figure,
    fieldset {
      margin: 0;
      padding: 0;
      border: 0;
      min-inline-size: 0;
    }
    h1,
    h2,
    h3,
    h4 {
      font-size: inherit;
      font-weight: 600;
    }
    ul,
    ol {
      list-style: none;
    }
    a {
      color: var(--color-accent-text);
      text-underline-offset: 2px;
    }
    table {
      border-collapse: separate;
      border-spacing: 0;
    }
    svg {
      display: block;
      flex: none;
    }
    dialog,
    [popover] {
      color: inherit;
      inset: auto;
      margin: 0;
      padding: 0;
      border: 0;
    }
    ::placeholder {
      color: var(--color-text-faint);
      opacity: 1;
    }
    :focus-visible {
      outline: 2px solid var(--color-focus);
      outline-offset: 2px;
    }
    [hidden] {
      display: none !important;
    }
  }
  @layer kit {
    .visually-hidden {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      margin: -1px;
      padding: 0;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
      border: 0;
    }
    .rows-to-come {
      --bar: calc(var(--row) / 2 - 5px);
      block-size: calc(var(--rows, 5) * var(--row));
      background:
        repeating-linear-gradient(
            transparent 0 var(--bar),
            var(--color-skeleton) 0 calc(var(--bar) + 10px),
            transparent 0 var(--row)
          )
          50% / calc(100% - 2 * var(--space-4)) no-repeat,
        repeating-linear-gradient(transparent 0 calc(var(--row) - 1px), var(--color-border) 0 var(--row));
    }
    .muted {
      color: var(--color-text-muted);
    }
    .truncate {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
      min-inline-size: 0;
    }
    .tabular {
      font-variant-numeric: tabular-nums;
    }
    .row {
      display: flex;
      align-items: center;
      gap: var(--space-2);
      min-inline-size: 0;
    }
    .stack {
      display: flex;
      flex-direction: column;
      gap: var(--space-4);
    }
  }
`;

/** The semantic tokens. Built when first adopted. */
export const tokens: CssSheet = /* @__PURE__ */ lazyCss(() => `.crew{${tokenDeclarations()}}`);
