import { cloneElement, type VNode } from "preact";

export interface TooltipProps {
  readonly text: string;
  /** One element that can have the focus. Its accessible name has to say the same: the tooltip is for the eyes. */
  readonly children: VNode;
}

/** Words that show on hover and on keyboard focus. Escape hides them. Any element with `data-tip` has them. */
export function Tooltip({ text, children }: TooltipProps): VNode {
  return cloneElement(children, { "data-tip": text });
}
