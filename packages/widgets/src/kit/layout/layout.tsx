import X from "lucide/dist/esm/icons/x.mjs";
import type { ComponentChildren, VNode } from "preact";
import { IconButton } from "../controls/button.tsx";
import { useKit, useStyles } from "../env.ts";
import { cardStyles } from "./card.styles.ts";
import { kbdStyles } from "./kbd.styles.ts";
import { toolbarStyles } from "./toolbar.styles.ts";

export interface CardProps {
  readonly title?: ComponentChildren | undefined;
  readonly actions?: ComponentChildren | undefined;
  /** @default true */
  readonly padding?: boolean | undefined;
  readonly children?: ComponentChildren | undefined;
  readonly class?: string | undefined;
}

/** A framed box with an optional head. */
export function Card({ title, actions, padding = true, children, class: own }: CardProps): VNode {
  useStyles(cardStyles);
  return (
    <section class={own === undefined ? "card" : `card ${own}`} part="card">
      {title === undefined && actions === undefined ? undefined : (
        <div class="card-head">
          <h3>{title}</h3>
          <div class="row">{actions}</div>
        </div>
      )}
      <div class={padding ? "card-body" : "card-body flush"}>{children}</div>
    </section>
  );
}

export interface ToolbarProps {
  /** Search and filters. */
  readonly start?: ComponentChildren | undefined;
  /** The primary action. */
  readonly end?: ComponentChildren | undefined;
  /** A `BulkBar` that slides over while something is selected. */
  readonly children?: ComponentChildren | undefined;
}

/** The line above a list. */
export function Toolbar({ start, end, children }: ToolbarProps): VNode {
  useStyles(toolbarStyles);
  return (
    <div class="toolbar" part="toolbar">
      <div class="toolbar-start">{start}</div>
      {end === undefined ? undefined : <div class="toolbar-end">{end}</div>}
      {children}
    </div>
  );
}

export interface BulkBarProps {
  readonly count: number;
  readonly onClear: () => void;
  /** Buttons. */
  readonly children: ComponentChildren;
}

/** What can be done with all that is selected; covers the toolbar it stands in. Gone when the count is 0. */
export function BulkBar({ count, onClear, children }: BulkBarProps): VNode | null {
  useStyles(toolbarStyles);
  const kit = useKit();
  if (count === 0) return null;
  return (
    <div class="bulk-bar" part="bulk-bar" role="group" aria-label={kit.t("selectedCount", { count })}>
      <span class="tabular" aria-live="polite">
        {kit.t("selectedCount", { count })}
      </span>
      <div class="bulk-actions">{children}</div>
      <IconButton icon={X} label={kit.t("clearSelection")} onClick={onClear} />
    </div>
  );
}

/** A key on the keyboard. */
export function Kbd({ children }: { readonly children: ComponentChildren }): VNode {
  useStyles(kbdStyles);
  return <kbd class="kbd">{children}</kbd>;
}

/** Words for screen readers only. */
export function VisuallyHidden({ children }: { readonly children: ComponentChildren }): VNode {
  return <span class="visually-hidden">{children}</span>;
}
