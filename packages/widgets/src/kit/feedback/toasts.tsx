import X from "lucide/dist/esm/icons/x.mjs";
import { render, type VNode } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { Button, IconButton } from "../controls/button.tsx";
import { Icon } from "../controls/icon.tsx";
import { type Env, EnvContext, modalChanged, useKit, useStyles } from "../env.ts";
import { type CssSheet, kitCss } from "../styles/css.ts";
import { outcomeIcons } from "./outcome-icons.ts";
import type { Toast, ToastModel } from "./toast.model.ts";

const styles: CssSheet = /* @__PURE__ */ kitCss`
  .toasts {
    position: fixed;
    /* above the foot of a sheet and a save bar: what saves stays free to press */
    inset-block-end: calc(var(--space-4) + 64px);
    inset-inline-end: var(--crew-toast-inset-end, var(--space-4));
    display: none;
    flex-direction: column;
    gap: var(--space-2);
    inline-size: min(380px, calc(100vw - 32px));
    overflow: visible;
    background: none;
    &:popover-open {
      display: flex;
    }
  }
  .toast {
    display: grid;
    grid-template-columns: auto 1fr auto auto;
    align-items: center;
    column-gap: var(--space-2);
    min-block-size: 44px;
    padding: 6px 6px 6px 12px;
    color: var(--color-text);
    background: var(--color-bg-raised);
    border-radius: var(--radius-lg);
    box-shadow: var(--shadow);
    font-size: var(--font-sm);
    transition:
      opacity 200ms var(--ease),
      translate 200ms var(--ease);
    @starting-style {
      opacity: 0;
      translate: 0 8px;
    }
    &.success > .icon {
      color: var(--color-success-text);
    }
    &.danger > .icon {
      color: var(--color-danger-text);
    }
  }
  .toast-text {
    grid-column: 2;
    padding-block: 4px;
    overflow-wrap: anywhere;
    & > p:first-child {
      font-weight: 500;
    }
  }
  @media (forced-colors: active) {
    .toast {
      border: 1px solid CanvasText;
    }
  }
`;

/**
 * Draws the notices of a widget above everything else. While a modal dialog is open they stand inside it, since all
 * that is outside cannot be pressed nor heard. Returns the way to stop.
 */
export function showToasts(env: Env, model: ToastModel): () => void {
  const holder = env.root.ownerDocument.createElement("div");
  const home = (): void => {
    const place = [...env.root.querySelectorAll("dialog:modal")].at(-1) ?? env.root.querySelector(".crew");
    if (holder.parentNode !== place) place?.append(holder);
    if (!holder.isConnected) return; // the widget has left the page since
    const box = holder.querySelector<HTMLElement>(".toasts");
    // Showing anew puts the box above a dialog that was opened meanwhile.
    if (box?.matches(":popover-open") === true) box.hidePopover();
    box?.showPopover();
  };
  // A dialog that goes is still in the page while its components are taken down.
  const follow = (): void => queueMicrotask(home);
  env.root.addEventListener(modalChanged, follow);
  render(
    <EnvContext.Provider value={env}>
      <Toasts model={model} home={home} />
    </EnvContext.Provider>,
    holder,
  );
  return () => {
    env.root.removeEventListener(modalChanged, follow);
    render(null, holder);
    holder.remove();
  };
}

interface ToastsProps {
  readonly model: ToastModel;
  readonly home: () => void;
}

/** Clocks stop while pointer or focus is on the notices. */
function Toasts({ model, home }: ToastsProps): VNode | null {
  useStyles(styles);
  const kit = useKit();
  const [held, setHeld] = useState(false);
  const toasts = model.toasts.value;
  const count = toasts.length;
  useLayoutEffect(() => {
    home();
    if (count === 0) setHeld(false);
  }, [count]);
  if (count === 0) return null;
  return (
    <div
      popover="manual"
      class="toasts"
      part="toasts"
      role="region"
      aria-label={kit.t("notifications")}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocusIn={() => setHeld(true)}
      onFocusOut={() => setHeld(false)}
    >
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} held={held} close={() => model.close(toast.id)} />
      ))}
    </div>
  );
}

interface ToastCardProps {
  readonly toast: Toast;
  readonly held: boolean;
  readonly close: () => void;
}

function ToastCard({ toast, held, close }: ToastCardProps): VNode {
  const kit = useKit();
  const { tone = "neutral", action } = toast;
  useEffect(() => {
    if (held || toast.duration === Infinity) return undefined;
    const timer = setTimeout(close, toast.duration);
    return () => clearTimeout(timer);
  }, [held]);
  return (
    <div class={`toast ${tone}`} part="toast" role={tone === "danger" ? "alert" : "status"}>
      {tone === "neutral" ? undefined : <Icon icon={outcomeIcons[tone]} />}
      <div class="toast-text">
        <p>{toast.text}</p>
        {toast.detail === undefined ? undefined : <div class="muted">{toast.detail}</div>}
      </div>
      {action === undefined ? undefined : (
        <Button
          size="small"
          onClick={() => {
            action.run();
            close();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton icon={X} label={kit.t("dismiss")} size="small" noTooltip onClick={close} />
    </div>
  );
}
