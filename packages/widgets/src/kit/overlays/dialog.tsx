import X from "lucide/dist/esm/icons/x.mjs";
import type { ComponentChildren, VNode } from "preact";
import { useId } from "preact/hooks";
import { Button, IconButton } from "../controls/button.tsx";
import { useKit, useStyles } from "../env.ts";
import { dialogStyles } from "./dialog.styles.ts";
import { useModal } from "./use-modal.ts";

export interface DialogProps {
  readonly open: boolean;
  readonly title: string;
  /** Close button, Escape, a press outside. */
  readonly onClose: () => void;
  readonly children?: ComponentChildren | undefined;
  readonly footer?: ComponentChildren | undefined;
  /** Pixels. @default 440 */
  readonly width?: number | undefined;
}

/** A question or a small task in the middle of the window; nothing else can be reached meanwhile. */
export function Dialog({ open, title, onClose, children, footer, width }: DialogProps): VNode | null {
  useStyles(dialogStyles);
  const kit = useKit();
  const id = useId();
  const modal = useModal(open, onClose);
  if (!open) return null;
  return (
    <dialog
      {...modal}
      class="dialog"
      part="dialog"
      aria-labelledby={id}
      style={width === undefined ? {} : { "--dialog-width": `${width}px` }}
    >
      <div class="dialog-head">
        <div class="dialog-titles">
          <h2 id={id}>{title}</h2>
        </div>
        <IconButton icon={X} label={kit.t("close")} noTooltip onClick={onClose} />
      </div>
      <div class="dialog-body">{children}</div>
      {footer === undefined ? undefined : <div class="dialog-foot">{footer}</div>}
    </dialog>
  );
}

export interface ConfirmDialogProps {
  readonly open: boolean;
  /** The question. */
  readonly title: string;
  /** What will happen, with counts. */
  readonly text?: ComponentChildren | undefined;
  /** A verb: 'Delete user'. */
  readonly confirmLabel: string;
  readonly cancelLabel?: string | undefined;
  readonly danger?: boolean | undefined;
  readonly loading?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  /** Further controls, such as the choice of an heir. */
  readonly children?: ComponentChildren | undefined;
}

/** Asks before something is done. The focus starts on the harmless button. */
export function ConfirmDialog(props: ConfirmDialogProps): VNode | null {
  useStyles(dialogStyles);
  const kit = useKit();
  const id = useId();
  const modal = useModal(props.open, props.onClose);
  if (!props.open) return null;
  return (
    <dialog
      {...modal}
      class="dialog confirm"
      part="dialog"
      role="alertdialog"
      aria-labelledby={id}
      aria-describedby={`${id}-text`}
    >
      <div class="dialog-head">
        <h2 id={id}>{props.title}</h2>
      </div>
      <div class="dialog-body stack">
        <div id={`${id}-text`}>{props.text}</div>
        {props.children}
      </div>
      <div class="dialog-foot">
        <Button autofocus onClick={props.onClose}>
          {props.cancelLabel ?? kit.t("cancel")}
        </Button>
        <Button
          variant={props.danger === true ? "danger" : "primary"}
          loading={props.loading ?? false}
          disabled={props.disabled ?? false}
          onClick={props.onConfirm}
        >
          {props.confirmLabel}
        </Button>
      </div>
    </dialog>
  );
}
