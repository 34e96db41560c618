import { css, type CssSheet } from "../../kit/index.ts";

/** The switch of sections and the frame of the one that is shown. */
export const sectionsStyles: CssSheet = /* @__PURE__ */ css`
  .sections {
    display: grid;
    align-items: center;
    overflow: auto;
    scrollbar-width: none;
    & .segments {
      min-inline-size: min-content;
    }
  }
  .section-panel {
    flex-direction: column;
    block-size: calc(var(--editor) - 48px);
    &:not([hidden]) {
      display: flex;
    }
  }
  @container crew (inline-size < 720px) {
    .section-panel {
      block-size: auto;
    }
  }
`;
