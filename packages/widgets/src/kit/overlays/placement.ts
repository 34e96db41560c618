/** Where a floating box stands: side of its anchor and alignment along it. */
export type Placement = "bottom-start" | "bottom-end" | "bottom" | "top-start" | "top-end" | "top";

const margin = 8;

/**
 * Puts a box of the top layer next to its anchor, turned over and shifted where it would leave the window, and never
 * taller than the room there is. `start` and `end` follow the writing direction.
 */
export function place(box: HTMLElement, anchor: Element, placement: Placement, options: PlaceOptions = {}): void {
  const gap = options.gap ?? 4;
  const target = anchor.getBoundingClientRect();
  const { clientWidth: width, clientHeight: height } = box.ownerDocument.documentElement;
  box.style.maxBlockSize = "";
  if (options.matchWidth === true) box.style.minInlineSize = `${target.width}px`;
  const natural = box.getBoundingClientRect();
  const below = height - target.bottom - gap - margin;
  const above = target.top - gap - margin;
  const wantsTop = placement.startsWith("top");
  const onTop = wantsTop ? natural.height <= above || above >= below : natural.height > below && above > below;
  const room = Math.max(onTop ? above : below, 80);
  const tall = Math.min(natural.height, room);
  if (natural.height > room) box.style.maxBlockSize = `${room}px`;
  const rtl = getComputedStyle(anchor).direction === "rtl";
  const left = placement.endsWith("start") !== rtl || (placement.endsWith("end") && rtl);
  const centred = placement === "top" || placement === "bottom";
  const wanted = centred
    ? target.left + (target.width - natural.width) / 2
    : left
      ? target.left
      : target.right - natural.width;
  const x = Math.max(margin, Math.min(wanted, width - natural.width - margin));
  const y = onTop ? target.top - gap - tall : target.bottom + gap;
  box.style.left = `${Math.round(x)}px`;
  box.style.top = `${Math.round(y)}px`;
  box.dataset["side"] = onTop ? "top" : "bottom";
}

/** @see place */
export interface PlaceOptions {
  /** Pixels between anchor and box. @default 4 */
  readonly gap?: number | undefined;
  /** At least as wide as the anchor. */
  readonly matchWidth?: boolean | undefined;
}

/** Places now and whenever the page scrolls or either box changes its size. Returns the way to stop. */
export function keepPlaced(
  box: HTMLElement,
  anchor: Element,
  placement: Placement,
  options: PlaceOptions = {},
): () => void {
  const update = (): void => place(box, anchor, placement, options);
  const view = box.ownerDocument.defaultView;
  let asked = 0;
  const updateSoon = (): void => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(update);
  };
  // Not inside the observer: a box that changes its size there once more is an error of the page.
  const observer = new ResizeObserver(updateSoon);
  observer.observe(box);
  observer.observe(anchor);
  view?.addEventListener("scroll", update, { capture: true, passive: true });
  view?.addEventListener("resize", update);
  update();
  // A popover may be drawn just before the browser shows it; this comes after that and before the first paint.
  updateSoon();
  return () => {
    observer.disconnect();
    cancelAnimationFrame(asked);
    view?.removeEventListener("scroll", update, { capture: true });
    view?.removeEventListener("resize", update);
  };
}
