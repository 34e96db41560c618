import type { VNode } from "preact";
import { useKit, useStyles } from "../env.ts";
import { type CssSheet, kitCss } from "../styles/css.ts";

const styles: CssSheet = /* @__PURE__ */ kitCss`
  .skeleton {
    display: block;
    border-radius: 4px;
    background: var(--color-skeleton);
    animation: breathe 1.6s ease-in-out infinite;
    &.text {
      block-size: 10px;
      inline-size: 60%;
    }
    &.row,
    &.block {
      block-size: 32px;
      inline-size: 100%;
      border-radius: var(--radius);
    }
    &.block {
      block-size: 96px;
    }
    &.circle {
      inline-size: 32px;
      block-size: 32px;
      border-radius: 50%;
      flex: none;
    }
  }
  @keyframes breathe {
    50% {
      opacity: 0.5;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .skeleton {
      animation: none;
    }
  }
`;

export interface SkeletonProps {
  /** @default "text" */
  readonly shape?: "text" | "row" | "block" | "circle" | undefined;
  /** CSS length or percentage. */
  readonly width?: string | undefined;
  readonly height?: string | undefined;
}

/** Grey stand-in of the size that the real thing will have. */
export function Skeleton({ shape = "text", width, height }: SkeletonProps): VNode {
  useStyles(styles);
  return (
    <span
      class={`skeleton ${shape}`}
      aria-hidden="true"
      style={{
        ...(width === undefined ? {} : { inlineSize: width }),
        ...(height === undefined ? {} : { blockSize: height }),
      }}
    />
  );
}

/** List rows that are on their way, as the root draws them before there are words; says so to screen readers once. */
export function SkeletonRows({ count }: { readonly count: number }): VNode {
  const kit = useKit();
  return (
    <div class="rows-to-come" part="skeleton" style={{ "--rows": count }}>
      <span class="visually-hidden">{kit.t("loading")}</span>
    </div>
  );
}
