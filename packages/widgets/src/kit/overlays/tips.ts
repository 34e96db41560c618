import type { Env } from "../env.ts";
import { adopt, type CssSheet, kitCss } from "../styles/css.ts";
import { keepPlaced } from "./placement.ts";

const styles: CssSheet = /* @__PURE__ */ kitCss`
  .tooltip {
    position: fixed;
    inline-size: max-content;
    max-inline-size: 260px;
    padding: 4px 8px;
    border-radius: var(--radius);
    color: light-dark(oklch(1 0 0), oklch(0.2 0.01 268));
    background: light-dark(oklch(0.27 0.015 268), oklch(0.93 0.004 268));
    font-size: var(--font-xs);
    font-weight: 500;
    line-height: 16px;
    text-align: start;
    white-space: normal;
    pointer-events: none;
    opacity: 1;
    transition: opacity var(--motion) var(--ease);
    @starting-style {
      opacity: 0;
    }
  }
  @media (forced-colors: active) {
    .tooltip {
      border: 1px solid CanvasText;
    }
  }
`;

const delay = 400;

const anchorOf = ({ target }: Event): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>("[data-tip]") : null;

/**
 * Shows the words of `data-tip` while the pointer rests on an element or the keyboard's focus is on it: one box for
 * the whole widget. A press, a key or leaving hides them. Returns the way to stop.
 */
export function showTips({ root }: Env): () => void {
  let over: HTMLElement | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let remove: (() => void) | undefined;
  const hide = (): void => {
    clearTimeout(timer);
    remove?.();
    remove = undefined;
  };
  const show = (anchor: HTMLElement): void => {
    const text = anchor.dataset["tip"];
    if (text === undefined || !anchor.isConnected) return;
    adopt(root, [styles]);
    const box = root.ownerDocument.createElement("div");
    box.className = "tooltip";
    box.popover = "manual";
    box.ariaHidden = "true";
    box.textContent = text;
    root.querySelector(".crew")?.append(box);
    box.showPopover();
    const stop = keepPlaced(box, anchor, "bottom", { gap: 6 });
    const gone = new ResizeObserver(() => {
      if (!anchor.isConnected) hide();
    });
    gone.observe(anchor);
    remove = () => {
      gone.disconnect();
      stop();
      box.remove();
    };
  };
  const wait = (anchor: HTMLElement): void => {
    hide();
    timer = setTimeout(() => show(anchor), delay);
  };
  const stop = new AbortController();
  const on = <Name extends keyof HTMLElementEventMap>(
    target: EventTarget,
    name: Name,
    run: (event: HTMLElementEventMap[Name]) => void,
  ): void => target.addEventListener(name, run as EventListener, { signal: stop.signal, capture: true });
  on(root, "pointerover", (event) => {
    const anchor = anchorOf(event);
    if (anchor === over) return;
    over = anchor;
    hide();
    if (anchor !== null && event.pointerType !== "touch") wait(anchor);
  });
  on(root.host, "pointerleave", (event) => {
    if (event.target !== root.host) return;
    over = null;
    hide();
  });
  on(root, "focusin", (event) => {
    const anchor = anchorOf(event);
    if (anchor?.matches(":focus-visible") === true) wait(anchor);
  });
  for (const name of ["focusout", "pointerdown", "keydown"] as const) on(root, name, hide);
  return () => {
    stop.abort();
    hide();
  };
}
