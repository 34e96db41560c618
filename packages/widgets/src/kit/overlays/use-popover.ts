import type { RefObject } from "preact";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { TriggerProps } from "../controls/button.tsx";
import { keepPlaced, type Placement } from "./placement.ts";

/** What a floating panel needs: props for the button that opens it and for the panel itself. */
export interface PopoverParts {
  readonly open: boolean;
  readonly show: () => void;
  readonly close: () => void;
  readonly trigger: TriggerProps;
  readonly anchor: RefObject<HTMLButtonElement | null>;
  readonly panel: {
    readonly id: string;
    readonly ref: RefObject<HTMLDivElement | null>;
    readonly popover: "auto";
    readonly onBeforeToggle: (event: Event) => void;
    readonly onToggle: (event: Event) => void;
  };
}

/** @see usePopover */
export interface UsePopoverOptions {
  readonly placement?: Placement | undefined;
  readonly kind: "menu" | "dialog" | "listbox";
  readonly onOpenChange?: ((open: boolean) => void) | undefined;
}

/**
 * A native popover opened by a button. The browser does light dismiss and Escape; the focus goes back to the button
 * unless it has gone elsewhere. The button is the invoker, so that pressing it while open closes instead of reopening.
 */
export function usePopover({ placement = "bottom-start", kind, onOpenChange }: UsePopoverOptions): PopoverParts {
  const id = useId();
  const anchor = useRef<HTMLButtonElement | null>(null);
  const panel = useRef<HTMLDivElement | null>(null);
  const [open, setOpen] = useState(false);

  useEffect(() => {
    if (anchor.current !== null) anchor.current.popoverTargetElement = panel.current;
  });
  useLayoutEffect(() => {
    if (!open || panel.current === null || anchor.current === null) return undefined;
    return keepPlaced(panel.current, anchor.current, placement);
  }, [open, placement]);

  return {
    open,
    show: () => {
      if (panel.current?.matches(":popover-open") === false) panel.current.showPopover();
    },
    close: () => {
      if (panel.current?.matches(":popover-open") !== true) return;
      panel.current.hidePopover();
      anchor.current?.focus({ preventScroll: true });
    },
    anchor,
    trigger: {
      ref: anchor,
      "aria-haspopup": kind,
      "aria-expanded": open ? "true" : "false",
      "aria-controls": open ? id : undefined,
    },
    panel: {
      id,
      ref: panel,
      popover: "auto",
      onBeforeToggle: (event) => {
        if (event.target !== panel.current || panel.current === null) return;
        if ((event as ToggleEvent).newState === "open") setOpen(true);
        // What has the focus is about to go; the browser gives it back only to what had it before, if anything had.
        else if (panel.current.matches(":focus-within")) anchor.current?.focus({ preventScroll: true });
      },
      onToggle: (event) => {
        if (event.target !== panel.current) return;
        const now = (event as ToggleEvent).newState === "open";
        setOpen(now);
        onOpenChange?.(now);
      },
    },
  };
}
