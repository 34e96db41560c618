import { type CssSheet, kitCss } from "../styles/css.ts";

export const dialogStyles: CssSheet = /* @__PURE__ */ kitCss`
  .dialog,
  .sheet {
    position: fixed;
    max-inline-size: none;
    max-block-size: none;
    color: var(--color-text);
    background: var(--color-bg-raised);
    font-size: var(--font-md);
    overflow: hidden;
    &[open] {
      display: flex;
      flex-direction: column;
    }
    &::backdrop {
      background: var(--color-backdrop);
      transition: opacity var(--motion) var(--ease);
      @starting-style {
        opacity: 0;
      }
    }
    &:focus {
      outline: none;
    }
  }
  .dialog {
    inset: 0;
    margin: auto;
    inline-size: min(var(--dialog-width, 440px), calc(100vw - 32px));
    block-size: fit-content;
    max-block-size: calc(100dvh - 32px);
    border-radius: var(--radius-lg);
    box-shadow: var(--shadow);
    transition:
      opacity var(--motion) var(--ease),
      translate var(--motion) var(--ease);
    @starting-style {
      opacity: 0;
      translate: 0 8px;
    }
  }
  .sheet {
    inset-block: 0;
    inset-inline-end: 0;
    inline-size: min(var(--sheet-width, 760px), 100vw);
    block-size: 100dvh;
    background: var(--color-bg);
    box-shadow: var(--shadow);
    transition: translate 200ms var(--ease);
    @starting-style {
      translate: 32px 0;
    }
    &:dir(rtl) {
      @starting-style {
        translate: -32px 0;
      }
    }
  }
  @media (width < 720px) {
    .sheet {
      inline-size: 100vw;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .sheet {
      transition: none;
    }
  }
  .dialog-head {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    padding: var(--space-4) var(--space-4) 0 var(--space-6);
    flex: none;
    & h2 {
      font-size: var(--font-lg);
      line-height: 24px;
      overflow-wrap: anywhere;
    }
  }
  .sheet > .dialog-head {
    min-block-size: 56px;
    padding-block: var(--space-3);
    border-block-end: 1px solid var(--color-border);
  }
  .dialog-titles {
    flex: 1;
    min-inline-size: 0;
    & > p {
      font-size: var(--font-sm);
      color: var(--color-text-muted);
    }
  }
  .dialog-body {
    /* Holds what is hidden for the eyes; out of its scroll box it would stretch the dialog. */
    position: relative;
    flex: 1;
    min-block-size: 0;
    overflow: auto;
    overscroll-behavior: contain;
    padding: var(--space-2) var(--space-6) var(--space-6);
  }
  .dialog.confirm > .dialog-body {
    color: var(--color-text-muted);
    line-height: 20px;
  }
  .sheet > .dialog-body {
    container: crew / inline-size;
    padding: 0;
  }
  .sheet-layout {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    padding: var(--space-6);
    gap: var(--space-6);
  }
  @container crew (inline-size < 640px) {
    .sheet-layout {
      padding: var(--space-4);
    }
  }
  .dialog-foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: flex-end;
    gap: var(--space-2);
    flex: none;
    padding: var(--space-3) var(--space-6);
    border-block-start: 1px solid var(--color-border);
    background: var(--color-bg-subtle);
  }
  .dialog > .dialog-foot {
    padding: var(--space-3) var(--space-4);
    background: none;
    border-block-start: 0;
    padding-block-end: var(--space-4);
  }
  @media (forced-colors: active) {
    .dialog,
    .sheet {
      border: 1px solid CanvasText;
    }
  }
`;
