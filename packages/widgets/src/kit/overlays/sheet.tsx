import X from "lucide/dist/esm/icons/x.mjs";
import type { ComponentChildren, VNode } from "preact";
import { useId, useState } from "preact/hooks";
import { IconButton } from "../controls/button.tsx";
import { useKit, useStyles } from "../env.ts";
import { ConnectionNote } from "../feedback/connection-note.tsx";
import { ConfirmDialog } from "./dialog.tsx";
import { dialogStyles } from "./dialog.styles.ts";
import { useModal } from "./use-modal.ts";

export interface SheetProps {
  readonly open: boolean;
  readonly title: string;
  readonly subtitle?: ComponentChildren | undefined;
  /** Before the title, such as an avatar. */
  readonly lead?: ComponentChildren | undefined;
  /** The sheet is to close; called after the question where there is something to lose. */
  readonly onClose: () => void;
  /** Something would be lost: closing asks once. */
  readonly unsaved?: boolean | undefined;
  /** Called first; returning false keeps the sheet open without a question. */
  readonly onRequestClose?: (() => boolean) | undefined;
  /** Anchors on the left when there is room: a `SectionNav`. */
  readonly nav?: ComponentChildren | undefined;
  /** Sticks to the bottom: says what is unsaved, saves. */
  readonly footer?: ComponentChildren | undefined;
  /** Pixels. @default 760 */
  readonly width?: number | undefined;
  readonly children?: ComponentChildren | undefined;
}

/** A side sheet over the page; the whole window under 720 px. Head and foot stay while the middle scrolls. */
export function Sheet(props: SheetProps): VNode | null {
  useStyles(dialogStyles);
  const kit = useKit();
  const id = useId();
  const [asking, setAsking] = useState(false);
  const request = (): void => {
    if (asking || props.onRequestClose?.() === false) return;
    if (props.unsaved === true) setAsking(true);
    else props.onClose();
  };
  const modal = useModal(props.open, request);
  if (!props.open) return null;
  return (
    <dialog
      {...modal}
      class="sheet"
      part="sheet"
      aria-labelledby={id}
      style={props.width === undefined ? {} : { "--sheet-width": `${props.width}px` }}
    >
      <div class="dialog-head">
        {props.lead}
        <div class="dialog-titles">
          <h2 id={id} class="truncate">
            {props.title}
          </h2>
          {props.subtitle === undefined ? undefined : <p class="truncate">{props.subtitle}</p>}
        </div>
        <ConnectionNote />
        <IconButton icon={X} label={kit.t("close")} noTooltip onClick={request} />
      </div>
      <div class="dialog-body" data-scroller>
        <div class="sheet-layout">
          {props.nav === undefined ? undefined : <div class="sheet-nav">{props.nav}</div>}
          <div class="sheet-main">{props.children}</div>
        </div>
      </div>
      {props.footer === undefined ? undefined : <div class="dialog-foot">{props.footer}</div>}
      <ConfirmDialog
        open={asking}
        title={kit.t("unsavedTitle")}
        text={kit.t("unsavedText")}
        confirmLabel={kit.t("discard")}
        cancelLabel={kit.t("keepEditing")}
        danger
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          props.onClose();
        }}
      />
    </dialog>
  );
}
