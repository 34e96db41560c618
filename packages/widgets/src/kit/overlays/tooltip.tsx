import { cloneElement, type VNode } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useStyles } from "../env.ts";
import { keepPlaced } from "./placement.ts";
import { popoverStyles } from "./popover.styles.ts";

export interface TooltipProps {
  readonly text: string;
  /** One element that can have the focus. Its accessible name has to say the same: the tooltip is for the eyes. */
  readonly children: VNode;
}

const delay = 400;

/** Words that show on hover and on keyboard focus. Escape hides them. */
export function Tooltip({ text, children }: TooltipProps): VNode {
  useStyles(popoverStyles);
  const [shown, setShown] = useState(false);
  const anchor = useRef<HTMLElement | null>(null);
  const box = useRef<HTMLDivElement | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const hide = (): void => {
    clearTimeout(timer.current);
    setShown(false);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  useLayoutEffect(() => {
    if (!shown || box.current === null || anchor.current === null) return undefined;
    box.current.showPopover();
    return keepPlaced(box.current, anchor.current, "bottom", { gap: 6 });
  }, [shown]);
  const props = children.props as Readonly<Record<string, unknown>>;
  const also =
    (name: string, own: (event: Event) => void) =>
    (event: Event): void => {
      own(event);
      const given = props[name];
      if (typeof given === "function") given(event);
    };
  const wait = (event: Event): void => {
    anchor.current = event.currentTarget as HTMLElement;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setShown(true), delay);
  };
  return (
    <>
      {cloneElement(children, {
        onPointerEnter: also("onPointerEnter", (event) => {
          if ((event as PointerEvent).pointerType !== "touch") wait(event);
        }),
        onPointerLeave: also("onPointerLeave", hide),
        onPointerDown: also("onPointerDown", hide),
        onFocus: also("onFocus", (event) => {
          if ((event.currentTarget as HTMLElement).matches(":focus-visible")) wait(event);
        }),
        onBlur: also("onBlur", hide),
        onKeyDown: also("onKeyDown", hide),
      })}
      {shown ? (
        <div ref={box} popover="manual" class="tooltip" aria-hidden="true">
          {text}
        </div>
      ) : undefined}
    </>
  );
}
