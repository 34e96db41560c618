import type { ComponentChildren, VNode } from "preact";
import type { TriggerProps } from "../controls/button.tsx";
import { useStyles } from "../env.ts";
import type { Placement } from "./placement.ts";
import { popoverStyles } from "./popover.styles.ts";
import { usePopover } from "./use-popover.ts";

export interface PopoverProps {
  /** What the panel is about, for screen readers. */
  readonly label: string;
  /** Draws the button; spread the props onto it. */
  readonly trigger: (props: TriggerProps) => VNode;
  /** @default "bottom-start" */
  readonly placement?: Placement | undefined;
  /** Drawn only while open. */
  readonly children: (close: () => void) => ComponentChildren;
  readonly class?: string | undefined;
}

/** A panel that a button opens: for filters and small explanations. Escape and a press outside close it. */
export function Popover({ label, trigger, placement, children, class: own }: PopoverProps): VNode {
  useStyles(popoverStyles);
  const parts = usePopover({ kind: "dialog", placement });
  return (
    <>
      {trigger(parts.trigger)}
      <div {...parts.panel} class="popover" part="popover" role="dialog" aria-label={label} tabIndex={-1}>
        {parts.open ? <div class={own ?? "popover-body"}>{children(parts.close)}</div> : undefined}
      </div>
    </>
  );
}
