import { css, type CssSheet } from "../kit/index.ts";

/** Where the phone stands: needed before the phone itself is loaded. */
export const shellStyles: CssSheet = /* @__PURE__ */ css`
  :host {
    block-size: 100%;
    min-inline-size: 0;
  }
  :host([mode="floating"]) {
    position: fixed;
    inset-block-end: 16px;
    inset-inline-end: 16px;
    z-index: 1000;
    block-size: auto;
    inline-size: min(320px, calc(100vw - 32px));
  }
  :host([mode="floating"]) .crew {
    border-radius: var(--radius-lg);
  }
`;
