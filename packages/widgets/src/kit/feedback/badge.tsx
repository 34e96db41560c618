import type { ComponentChildren, VNode } from "preact";
import { useStyles } from "../env.ts";
import { type CssSheet, kitCss } from "../styles/css.ts";

/** How something is. */
export type Tone = "neutral" | "accent" | "success" | "warning" | "danger" | "info";

const styles: CssSheet = /* @__PURE__ */ kitCss`
  .badge {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    max-inline-size: 100%;
    min-block-size: 20px;
    padding-inline: 7px;
    border-radius: 10px;
    font-size: var(--font-xs);
    font-weight: 500;
    line-height: 16px;
    white-space: nowrap;
    color: var(--color-text-muted);
    background: var(--color-bg-muted);
    &.accent {
      color: var(--color-accent-text);
      background: var(--color-accent-soft);
    }
    &.success {
      color: var(--color-success-text);
      background: var(--color-success-soft);
    }
    &.warning {
      color: var(--color-warning-text);
      background: var(--color-warning-soft);
    }
    &.danger {
      color: var(--color-danger-text);
      background: var(--color-danger-soft);
    }
    &.info {
      color: var(--color-info-text);
      background: var(--color-info-soft);
    }
  }
  .badge-dot {
    flex: none;
    inline-size: 6px;
    block-size: 6px;
    border-radius: 50%;
    background: currentColor;
  }
  @media (forced-colors: active) {
    .badge {
      border: 1px solid CanvasText;
    }
  }
`;

export interface BadgeProps {
  /** @default "neutral" */
  readonly tone?: Tone | undefined;
  readonly dot?: boolean | undefined;
  readonly children: ComponentChildren;
}

/** A state in a word: colour never stands alone. */
export function Badge({ tone = "neutral", dot, children }: BadgeProps): VNode {
  useStyles(styles);
  return (
    <span class={`badge ${tone}`} part="badge">
      {dot === true ? <span class="badge-dot" aria-hidden="true" /> : undefined}
      <span class="truncate">{children}</span>
    </span>
  );
}
