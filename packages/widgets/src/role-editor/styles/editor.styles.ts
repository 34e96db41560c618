import { css, type CssSheet } from "../../kit/index.ts";

/** List, header, save bar and skeleton. */
export const editorStyles: CssSheet = /* @__PURE__ */ css`
  .crew {
    min-block-size: fit-content;
    --editor: var(--crew-role-editor-height, clamp(480px, calc(100dvh - 120px), 960px));
  }
  .sections {
    block-size: 48px;
    padding-inline: var(--space-5);
    border-block-end: 1px solid var(--color-border);
  }
  .editor,
  .section-panel {
    --gutter: var(--space-6);
  }
  .editor {
    display: grid;
    grid-template: minmax(0, 1fr) / 232px minmax(0, 1fr);
    block-size: var(--editor);
    .sections ~ & {
      block-size: calc(var(--editor) - 48px);
    }
  }
  .roles {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    border-inline-end: 1px solid var(--color-border);
    background: var(--color-bg-subtle);
  }
  .roles-head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    min-block-size: 56px;
    padding-inline: var(--space-5) var(--space-3);
    & > h2 {
      flex: 1;
      font-size: var(--font-sm);
      color: var(--color-text-muted);
    }
  }
  .roles-list {
    flex: 1;
    min-block-size: 0;
    overflow: auto;
    padding: 0 var(--space-2) var(--space-3);
    & > li + li {
      margin-block-start: 2px;
    }
  }
  .role-item {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: center;
    column-gap: var(--space-2);
    inline-size: 100%;
    min-block-size: 48px;
    padding: 6px 12px;
    border-radius: var(--radius);
    cursor: pointer;
    &:hover {
      background: var(--color-bg-hover);
    }
    &[aria-current] {
      background: var(--color-bg-selected);
    }
    &[aria-current] .role-item-name {
      color: var(--color-accent-text);
    }
  }
  div.role-item {
    row-gap: 8px;
  }
  .role-item-name {
    font-weight: 500;
    line-height: 20px;
  }
  .role-item-count {
    grid-column: 1 / -1;
    font-size: var(--font-xs);
    line-height: 16px;
  }
  .unsaved-dot {
    inline-size: 7px;
    block-size: 7px;
    border-radius: 50%;
    background: light-dark(var(--color-warning-solid), var(--color-warning-text));
  }
  .roles-select {
    display: none;
  }

  .main {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    min-inline-size: 0;
    & > .tabs {
      display: flex;
      flex-direction: column;
      flex: 1;
      min-block-size: 0;
    }
    & > .tabs > .tab-list {
      flex: none;
      padding-inline: var(--gutter);
    }
    & > .tabs > .tab-panel {
      flex: 1;
      min-block-size: 0;
      padding: 0;
      display: flex;
      flex-direction: column;
    }
  }
  .main-banner {
    padding: var(--space-3) var(--gutter) 0;
  }
  .role-header {
    display: flex;
    align-items: flex-start;
    gap: var(--space-3);
    padding: var(--space-4) var(--gutter) var(--space-3);
    & > .connection {
      align-self: flex-start;
      margin-block-start: 6px;
    }
  }
  .role-titles {
    flex: 1;
    min-inline-size: 0;
    & > h2 {
      font-size: var(--font-xl);
      line-height: 28px;
      letter-spacing: -0.01em;
      overflow-wrap: anywhere;
    }
    & > p {
      line-height: 20px;
      overflow-wrap: anywhere;
    }
  }
  .given-elsewhere {
    margin: 0 var(--gutter) var(--space-3);
    font-size: var(--font-sm);
    line-height: 18px;
  }
  .read-only-note {
    display: flex;
    gap: var(--space-2);
    margin: 0 var(--gutter) var(--space-3);
    padding: 8px 12px;
    border-radius: var(--radius);
    background: var(--color-bg-muted);
    color: var(--color-text-muted);
    font-size: var(--font-sm);
    line-height: 20px;
    & > .icon {
      margin-block-start: 2px;
    }
    & strong {
      font-weight: 600;
      color: var(--color-text);
    }
  }

  .save-bar {
    display: flex;
    flex-direction: column;
    gap: var(--space-2);
    flex: none;
    padding: var(--space-3) var(--gutter);
    border-block-start: 1px solid var(--color-border);
    background: var(--color-bg-raised);
    box-shadow: 0 -6px 16px -10px light-dark(oklch(0.3 0.03 268 / 0.16), oklch(0 0 0 / 0.6));
    z-index: 3;
    transition: translate var(--motion) var(--ease);
    @starting-style {
      translate: 0 12px;
    }
  }
  .save-counts {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 var(--space-1);
    flex: 1;
    min-inline-size: 0;
  }
  .save-changes {
    font-weight: 600;
  }
  .save-dot {
    color: var(--color-text-faint);
    padding-inline: 2px;
  }
  .affected-button {
    margin-inline-start: -4px;
  }
  .save-note {
    display: flex;
    gap: 6px;
    color: var(--color-text-muted);
    font-size: var(--font-sm);
    line-height: 20px;
    & > .icon {
      margin-block-start: 2px;
      color: var(--color-warning-text);
    }
  }

  .skeleton-grid {
    overflow: hidden;
    padding: var(--space-8) var(--gutter);
  }
  .skeleton-line {
    display: grid;
    grid-template-columns: minmax(120px, 1.3fr) repeat(5, minmax(0, 1fr));
    gap: var(--space-2);
    align-items: center;
    min-block-size: var(--row);
  }

  @container crew (inline-size < 900px) {
    .editor,
    .section-panel {
      --gutter: var(--space-5);
    }
    .editor {
      grid-template-columns: 204px minmax(0, 1fr);
    }
  }
  @container crew (inline-size < 720px) {
    .sections {
      padding-inline: var(--space-4);
      & .segments {
        inline-size: 100%;
      }
      & .segment {
        flex: 1;
        justify-content: center;
        padding-inline: 6px;
      }
    }
    .editor,
    .section-panel {
      --gutter: var(--space-4);
    }
    .editor {
      display: block;
    }
    .crew .editor {
      block-size: auto;
    }
    .roles {
      border: 0;
      border-block-end: 1px solid var(--color-border);
    }
    .roles-head,
    .roles-list {
      display: none;
    }
    .roles-select {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto auto;
      gap: var(--space-2);
      padding: var(--space-3) var(--gutter);
    }
    .save-bar {
      position: sticky;
      inset-block-end: 0;
    }
    .save-line {
      flex-wrap: wrap;
      justify-content: flex-end;
    }
    .save-counts {
      flex: 1 0 100%;
    }
    .skeleton-line {
      grid-template-columns: minmax(0, 1fr) 104px;
      & > :nth-child(n + 3) {
        display: none;
      }
    }
  }
`;
