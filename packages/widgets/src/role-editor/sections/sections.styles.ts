import { css, type CssSheet } from "../../kit/index.ts";

/** The switch of sections and the frame of the one that is shown. */
export const sectionsStyles: CssSheet = /* @__PURE__ */ css`
  .sections {
    display: flex;
    align-items: center;
    overflow: auto hidden;
    scrollbar-width: none;
    padding-inline: var(--space-5);
    & .segments {
      max-inline-size: none;
    }
  }
  .section-panel {
    --gutter: var(--space-6);
    display: flex;
    flex-direction: column;
    block-size: calc(var(--editor) - 48px);
    min-block-size: 0;
    &[hidden] {
      display: none;
    }
  }
  @container crew (inline-size < 900px) {
    .section-panel {
      --gutter: var(--space-5);
    }
  }
  @container crew (inline-size < 720px) {
    .sections {
      padding-inline: var(--space-4);
    }
    .section-panel {
      --gutter: var(--space-4);
      block-size: auto;
    }
  }
`;
