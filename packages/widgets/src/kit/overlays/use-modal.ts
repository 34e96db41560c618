import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { modalChanged } from "../env.ts";

/** Props for a native modal dialog. */
export interface ModalParts {
  readonly ref: RefObject<HTMLDialogElement | null>;
  readonly onCancel: (event: Event) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onClose: (event: Event) => void;
}

/**
 * Opens a `<dialog>` modally while `open`. Whatever would close it (Escape, a press on the backdrop, the system's back
 * gesture) is a request: the owner closes it by `open`. The focus goes back to where it was.
 */
export function useModal(open: boolean, request: () => void): ModalParts {
  const ref = useRef<HTMLDialogElement | null>(null);
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (dialog === null || !open) return undefined;
    const root = dialog.getRootNode() as Document | ShadowRoot;
    const before = root.activeElement;
    openFromOutside(dialog);
    root.dispatchEvent(new Event(modalChanged));
    return () => {
      // Where the whole component goes, the dialog still stands, and with it whatever is open above it: as long as
      // they are modal, nothing behind them can take the focus.
      if (dialog.isConnected) for (const each of [...dialog.querySelectorAll("dialog"), dialog]) each.close();
      root.dispatchEvent(new Event(modalChanged));
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, [open]);
  return {
    ref,
    onCancel: (event) => {
      if (event.target !== ref.current) return;
      event.preventDefault();
      request();
    },
    onKeyDown: (event) => {
      // The browser lets a second Escape through without asking, so it never gets to see the key.
      if (event.key !== "Escape" || event.defaultPrevented || openPopoverIn(ref.current)) return;
      event.preventDefault();
      event.stopPropagation();
      request();
    },
    onPointerDown: (event) => {
      if (event.target === ref.current && isOutside(event, ref.current)) request();
    },
    onClose: (event) => {
      if (event.target !== ref.current || !open || ref.current === null || !ref.current.isConnected) return;
      openFromOutside(ref.current);
    },
  };
}

/**
 * The top layer is ordered by opening: what is around the dialog has to be open before it, and what is open inside
 * has to follow it. Effects of components that appear together run from the inside out.
 */
function openFromOutside(dialog: HTMLDialogElement): void {
  if (dialog.open) return;
  const around = dialog.parentElement?.closest("dialog") ?? null;
  if (around !== null) openFromOutside(around);
  dialog.showModal();
  for (const inner of dialog.querySelectorAll<HTMLDialogElement>("dialog[open]")) {
    inner.close();
    inner.showModal();
  }
}

const openPopoverIn = (dialog: HTMLDialogElement | null): boolean =>
  dialog?.querySelector("[popover=auto]:popover-open") !== null;

const isOutside = (event: PointerEvent, dialog: HTMLDialogElement | null): boolean => {
  const box = dialog?.getBoundingClientRect();
  if (box === undefined) return false;
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
};
