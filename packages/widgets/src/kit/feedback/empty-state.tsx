import RotateCw from "lucide/dist/esm/icons/rotate-cw.mjs";
import type { ComponentChildren, VNode } from "preact";
import { Button } from "../controls/button.tsx";
import { Icon, type IconNode } from "../controls/icon.tsx";
import { useKit, useStyles } from "../env.ts";
import { errorText } from "../messages/error-text.ts";
import { type CssSheet, kitCss } from "../styles/css.ts";
import { outcomeIcons } from "./outcome-icons.ts";

const styles: CssSheet = /* @__PURE__ */ kitCss`
  .empty {
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 4px;
    padding: var(--space-12) var(--space-4);
    text-align: center;
    text-wrap: balance;
    & > p {
      max-inline-size: 44ch;
      font-size: var(--font-sm);
      line-height: 20px;
      color: var(--color-text-muted);
    }
    & > .empty-title {
      font-size: var(--font-md);
      font-weight: 600;
      line-height: 20px;
      color: inherit;
    }
    & > .row {
      margin-block-start: var(--space-3);
    }
    &.compact {
      padding-block: var(--space-5);
    }
  }
  .empty-icon {
    display: grid;
    place-items: center;
    inline-size: 40px;
    block-size: 40px;
    margin-block-end: var(--space-2);
    border: 1px solid var(--color-border);
    border-radius: 10px;
    color: var(--color-text-muted);
    background: var(--color-bg-subtle);
    .danger > & {
      color: var(--color-danger-text);
      border-color: var(--color-danger-border);
      background: var(--color-danger-soft);
    }
  }
`;

export interface EmptyStateProps {
  readonly icon: IconNode;
  readonly title: string;
  /** What to do next. */
  readonly text?: ComponentChildren | undefined;
  /** A button or two. */
  readonly action?: ComponentChildren | undefined;
  readonly compact?: boolean | undefined;
}

/** Nothing here yet, and what to do about it. */
export function EmptyState({ icon, title, text, action, compact }: EmptyStateProps): VNode {
  useStyles(styles);
  return (
    <div class={compact === true ? "empty compact" : "empty"} part="empty">
      <span class="empty-icon">
        <Icon icon={icon} size={20} />
      </span>
      <p class="empty-title">{title}</p>
      {text === undefined ? undefined : <p>{text}</p>}
      {action === undefined ? undefined : <div class="row">{action}</div>}
    </div>
  );
}

export interface ErrorStateProps {
  /** What was thrown; translated by its code, its own text is never shown. */
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
  readonly retrying?: boolean | undefined;
  readonly compact?: boolean | undefined;
}

/** What could not be loaded, why, and a retry in place. */
export function ErrorState({ error, onRetry, retrying, compact }: ErrorStateProps): VNode {
  useStyles(styles);
  const kit = useKit();
  const { title, advice } = errorText(error, kit);
  return (
    <div class={compact === true ? "empty danger compact" : "empty danger"} part="error-state" role="alert">
      <span class="empty-icon">
        <Icon icon={outcomeIcons.danger} size={20} />
      </span>
      <p class="empty-title">{title}</p>
      <p>{advice}</p>
      {onRetry === undefined ? undefined : (
        <div class="row">
          <Button icon={RotateCw} loading={retrying} onClick={onRetry}>
            {kit.t("retry")}
          </Button>
        </div>
      )}
    </div>
  );
}
