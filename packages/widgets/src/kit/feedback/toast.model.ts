import type { ComponentChildren } from "preact";
import { type ReadonlySignal, signal } from "@preact/signals";

/** A short notice. `danger` interrupts the screen reader and stays until it is closed. */
export interface ToastOptions {
  readonly text: string;
  /** What is told below it, quieter. */
  readonly detail?: ComponentChildren;
  /** @default "neutral" */
  readonly tone?: "neutral" | "success" | "danger" | undefined;
  /** One thing to do about it, such as Undo. The toast closes afterwards. */
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
  /** Milliseconds on screen; Infinity keeps it. @default 5000, 8000 with an action, Infinity for danger */
  readonly duration?: number | undefined;
}

/** A toast on screen. */
export interface Toast extends ToastOptions {
  readonly id: number;
  readonly duration: number;
}

/** The notices of one element. */
export interface ToastModel {
  readonly toasts: ReadonlySignal<readonly Toast[]>;
  show(options: ToastOptions): () => void;
  close(id: number): void;
}

/** At most three at once: the oldest gives way. */
const most = 3;

/** Makes the list of notices; the view runs their clocks, so that hovering can stop them. */
export function createToasts(): ToastModel {
  const toasts = signal<readonly Toast[]>([]);
  let last = 0;
  const close = (id: number): void => {
    toasts.value = toasts.value.filter((toast) => toast.id !== id);
  };
  return {
    toasts,
    close,
    show: (options) => {
      const id = ++last;
      const usual = options.tone === "danger" ? Infinity : options.action === undefined ? 5000 : 8000;
      toasts.value = [...toasts.value, { ...options, id, duration: options.duration ?? usual }].slice(-most);
      return () => close(id);
    },
  };
}
