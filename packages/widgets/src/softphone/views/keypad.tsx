import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useI18n } from "../../kit/index.ts";
import { catalogue } from "../messages/index.ts";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"] as const;
/** What stands below the digits (ITU-T E.161). */
const LETTERS = ["", "ABC", "DEF", "GHI", "JKL", "MNO", "PQRS", "TUV", "WXYZ"] as const;
const COLUMNS = 3;
const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -COLUMNS,
  ArrowDown: COLUMNS,
};

/** Milliseconds after which a held key is a long press. */
const LONG_PRESS = 500;

export interface KeypadProps {
  readonly onDigit: (digit: string) => void;
  /** Whether holding 0 gives `+`, which numbers have and tones do not. */
  readonly plus?: boolean;
}

/** Twelve keys that are one stop of the Tab key: arrows move inside, digits of the keyboard type. */
export function Keypad({ onDigit, plus = false }: KeypadProps): VNode {
  const { t } = useI18n(catalogue);
  const held = useHeld(() => onDigit("+"));
  const [current, setCurrent] = useState(0);
  const group = useRef<HTMLDivElement | null>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const typed = event.key === "+" ? "+" : KEYS.find((key) => key === event.key);
    if (typed !== undefined) {
      event.preventDefault();
      onDigit(typed);
      return;
    }
    const next = current + (STEPS[event.key] ?? NaN);
    if (Number.isNaN(next)) return;
    event.preventDefault();
    if (next < 0 || next >= KEYS.length) return;
    setCurrent(next);
    group.current?.querySelectorAll("button")[next]?.focus();
  };
  return (
    <div ref={group} class="keypad" role="group" aria-label={t("keypad")} onKeyDown={onKeyDown}>
      {KEYS.map((key, index) => (
        <button
          key={key}
          type="button"
          class="key tabular"
          tabIndex={index === current ? 0 : -1}
          onFocus={() => setCurrent(index)}
          {...(plus && key === "0" ? { ...held.listeners, title: t("holdForPlus") } : {})}
          onClick={() => {
            if (!held.ended()) onDigit(key);
          }}
        >
          {key}
          <small aria-hidden="true">{plus && key === "0" ? "+" : LETTERS[index]}</small>
        </button>
      ))}
    </div>
  );
}

/** Tells of a pointer that stays down, and afterwards that the click at its end means nothing more. */
function useHeld(onHeld: () => void) {
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; long: boolean } | null>(null);
  const latest = useRef(onHeld);
  latest.current = onHeld;
  const drop = (): void => clearTimeout(press.current?.timer);
  useEffect(() => drop, []);
  return {
    listeners: {
      onPointerDown: () => {
        drop();
        const now = { timer: setTimeout(() => ((now.long = true), latest.current()), LONG_PRESS), long: false };
        press.current = now;
      },
      onPointerUp: drop,
      onPointerLeave: drop,
      onPointerCancel: drop,
      // a long touch would open the browser's menu
      onContextMenu: (event: Event) => event.preventDefault(),
    },
    ended: (): boolean => {
      const long = press.current?.long === true;
      press.current = null;
      return long;
    },
  };
}
