import { css, type CssSheet } from "../../kit/index.ts";

/**
 * How a scope is drawn: tiles, switches, the legend, the picker. There may be hundreds of tiles, and each part of one that
 * is positioned, clipped or masked costs every frame in which the pointer moves: none is, and backgrounds do the drawing.
 */
export const tileStyles: CssSheet = /* @__PURE__ */ css`
  .matrix,
  .scope-picker {
    --ink: light-dark(var(--color-accent), color-mix(in oklab, var(--color-accent) 72%, var(--color-accent-text)));
    --mark: light-dark(var(--color-warning-solid), var(--color-warning-text));
  }
  .tile {
    display: flex;
    align-items: center;
    gap: 6px;
    block-size: var(--tile);
    padding-inline: 8px;
    border-radius: var(--radius);
    font-size: var(--font-xs);
    font-weight: 500;
    color: var(--color-text-faint);
    background: color-mix(in oklab, var(--ink) var(--tint, 0%), transparent);
    transition: background-color var(--motion) var(--ease);
    &:not([data-level="0"]) {
      color: var(--color-text);
    }
    &.on-off {
      --tint: 0%;
      padding-inline-end: 0;
    }
  }
  /* Thirds along the lower edge: how far a scope reaches is read from the length, so that no text crosses a fill. */
  .tile:not(.on-off, [data-level="0"]),
  .swatch {
    --beyond: color-mix(in oklab, var(--ink) 22%, transparent);
    background-image: linear-gradient(
      var(--onward, 90deg),
      var(--own, var(--ink)) calc(100% / 3 - 2px),
      transparent 0 calc(100% / 3),
      var(--dept, var(--beyond)) 0 calc(200% / 3 - 2px),
      transparent 0 calc(200% / 3),
      var(--any, var(--beyond)) 0 calc(100% - 2px),
      transparent 0
    );
    &:dir(rtl) {
      --onward: -90deg;
    }
  }
  .tile:not(.on-off, [data-level="0"]) {
    padding-block-end: 5px;
    background-size: calc(100% - 16px) 3px;
    background-position: 50% calc(100% - 3px);
    background-repeat: no-repeat;
  }
  [data-level="1"] {
    --tint: 7%;
  }
  [data-level="2"] {
    --tint: 15%;
    --dept: var(--ink);
  }
  [data-level="3"] {
    --tint: 27%;
    --dept: var(--ink);
    --any: var(--ink);
  }
  .grid:not(.read-only) .cell:hover .tile:not(.on-off) {
    box-shadow: inset 0 0 0 1px var(--color-border-strong);
  }
  .knob {
    flex: none;
    inline-size: 26px;
    padding: 2px;
    border-radius: 8px;
    background: var(--color-border-strong);
    transition: background-color var(--motion) var(--ease);
    &::after {
      content: "";
      display: block;
      inline-size: 12px;
      block-size: 12px;
      border-radius: 50%;
      background: oklch(1 0 0);
      box-shadow: 0 1px 2px oklch(0 0 0 / 0.2);
      transition: margin-inline-start var(--motion) var(--ease);
    }
    [data-level="3"] > & {
      background: var(--color-accent);
    }
    [data-level="3"] > &::after {
      margin-inline-start: 10px;
    }
  }
  .cell.changed .tile {
    position: relative;
    box-shadow: inset 0 0 0 1.5px var(--mark);
  }
  .cell.changed .tile::before {
    content: "";
    position: absolute;
    inset-block-start: 0;
    inset-inline-end: 0;
    border: 5px solid transparent;
    border-start-end-radius: var(--radius);
    border-block-start-color: var(--mark);
    border-inline-end-color: var(--mark);
  }
  .swatch {
    inline-size: 24px;
    block-size: 6px;
    &[data-level="0"] {
      --own: var(--beyond);
    }
  }

  .scope-picker {
    inline-size: max-content;
    min-inline-size: 260px;
    padding: 4px;
  }
  .scope-picker-title {
    padding: 6px 8px;
    font-size: var(--font-xs);
    font-weight: 500;
    color: var(--color-text-muted);
  }
  .scope-choice {
    display: grid;
    grid-template-columns: 96px minmax(0, 1fr) auto;
    align-items: center;
    gap: 10px;
    inline-size: 100%;
    min-block-size: max(36px, var(--control));
    padding: 4px 8px;
    border-radius: 5px;
    font-size: var(--font-sm);
    cursor: pointer;
    outline: none;
    & .tile {
      --tile: 26px;
    }
    & > .icon {
      color: var(--color-accent-text);
    }
    &:focus {
      background: var(--color-bg-hover);
    }
  }
  .scope-reach {
    color: var(--color-text-muted);
    font-size: var(--font-xs);
    line-height: 16px;
  }
  @media (forced-colors: active) {
    .scope-choice:focus {
      outline: 2px solid Highlight;
    }
    .tile,
    .swatch {
      --ink: CanvasText;
      --color-text: CanvasText;
      --color-text-faint: CanvasText;
      forced-color-adjust: none;
    }
    .tile {
      border: 1px solid CanvasText;
    }
    .knob {
      forced-color-adjust: auto;
    }
    .knob,
    .knob::after {
      border: 1px solid CanvasText;
    }
    .cell.changed .tile {
      border: 2px dashed Highlight;
    }
  }
`;
