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
  .skeleton-row {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    block-size: var(--row);
    padding-inline: var(--space-4);
    border-block-end: 1px solid var(--color-border);
    & > .skeleton.circle {
      inline-size: 28px;
      block-size: 28px;
    }
    & > .skeleton:nth-child(3) {
      margin-inline-start: auto;
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

const widths = ["38%", "30%", "44%", "34%", "40%"] as const;

/** List rows that are on their way; says so to screen readers once. */
export function SkeletonRows({ count }: { readonly count: number }): VNode {
  useStyles(styles);
  const kit = useKit();
  return (
    <div part="skeleton">
      <span class="visually-hidden">{kit.t("loading")}</span>
      {Array.from({ length: count }, (_, index) => (
        <div class="skeleton-row" key={index} aria-hidden="true">
          <Skeleton shape="circle" />
          <Skeleton width={widths[index % widths.length] ?? "36%"} />
          <Skeleton width="12%" />
        </div>
      ))}
    </div>
  );
}
