import type { VNode } from "preact";
import { useStyles } from "../env.ts";
import { type CssSheet, kitCss } from "../styles/css.ts";

const styles: CssSheet = /* @__PURE__ */ kitCss`
  .progress {
    block-size: 6px;
    border-radius: 3px;
    overflow: hidden;
    background: var(--color-bg-muted);
    & > i {
      display: block;
      block-size: 100%;
      border-radius: inherit;
      background: var(--tone, var(--color-accent));
      transition: inline-size 200ms var(--ease);
    }
    &.warning {
      --tone: var(--color-warning-solid);
    }
    &.danger {
      --tone: var(--color-danger-solid);
    }
    &.success {
      --tone: var(--color-success-solid);
    }
  }
  @media (forced-colors: active) {
    .progress {
      border: 1px solid CanvasText;
      & > i {
        forced-color-adjust: none;
        background: Highlight;
      }
    }
  }
`;

export interface ProgressBarProps {
  readonly label: string;
  readonly value: number;
  /** @default 1 */
  readonly max?: number | undefined;
  /** What screen readers say instead of a percentage. */
  readonly text?: string | undefined;
  readonly tone?: "success" | "warning" | "danger" | undefined;
}

/** How far something is, or how much of a limit is used. */
export function ProgressBar({ label, value, max = 1, text, tone }: ProgressBarProps): VNode {
  useStyles(styles);
  const share = max <= 0 ? 0 : Math.min(1, Math.max(0, value / max));
  return (
    <div
      class={tone === undefined ? "progress" : `progress ${tone}`}
      part="progress"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={value}
      aria-valuetext={text}
    >
      <i style={{ inlineSize: `${share * 100}%` }} />
    </div>
  );
}
