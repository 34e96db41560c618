import Check from "lucide/dist/esm/icons/check.mjs";
import { type Scope, scopes } from "@crewdock/contract";
import type { VNode } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon, keepPlaced, Kbd, useEnv, useI18n } from "../../kit/index.ts";
import { catalogue } from "../messages/index.ts";
import type { Matrix } from "../model/matrix.ts";
import type { Stop } from "../model/matrix-stops.ts";
import { stopName } from "./say.ts";
import { Tile } from "./tile.tsx";

/** @see ScopePicker */
export interface ScopePickerProps {
  readonly matrix: Matrix;
  readonly stop: Stop;
  /** What it belongs to. */
  readonly anchor: HTMLElement;
  readonly onPick: (scope: Scope) => void;
  /** `refocus`: nothing else has taken the focus, so it belongs back to the anchor. */
  readonly onClose: (refocus: boolean) => void;
}

/**
 * The scopes to choose from, of one cell or for all cells of a header. One for the whole matrix.
 * Keys: Up, Down, Home, End move; 0 to 3, Enter and Space choose; Escape and Tab close.
 */
export function ScopePicker({ matrix, stop, anchor, onPick, onClose }: ScopePickerProps): VNode {
  const { t } = useI18n(catalogue);
  const env = useEnv();
  const panel = useRef<HTMLDivElement | null>(null);
  const now = matrix.common(stop);
  const offered = matrix.offered(stop);
  const name = stopName(matrix, stop);
  const action = stop.kind === "cell" ? matrix.index.value.actions.get(stop.keys[0] ?? "") : undefined;
  const items = (): HTMLElement[] => [...(panel.current?.querySelectorAll<HTMLElement>("[role=menuitemradio]") ?? [])];

  useLayoutEffect(() => {
    const box = panel.current;
    if (box === null) return undefined;
    box.showPopover();
    const stopPlacing = keepPlaced(box, anchor, "bottom-start");
    (items().find((item) => item.getAttribute("aria-checked") === "true") ?? items()[0])?.focus({
      preventScroll: true,
    });
    return stopPlacing;
  }, [anchor]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const all = items();
    const at = all.indexOf(event.target as HTMLElement);
    const digit = event.ctrlKey || event.metaKey || event.altKey ? undefined : scopes[Number.parseInt(event.key, 10)];
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === "Tab") onClose(true);
    if (digit !== undefined && offered.includes(digit)) onPick(digit);
    else if (to !== undefined) all.at(to % all.length)?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      ref={panel}
      class="popover scope-picker"
      part="scope-picker"
      popover="auto"
      onKeyDown={onKeyDown}
      onToggle={(event) => {
        if (event.newState !== "closed") return;
        const { activeElement } = env.root;
        onClose(activeElement === null || panel.current?.contains(activeElement) === true);
      }}
    >
      <p class="scope-picker-title" aria-hidden="true">
        {stop.kind === "cell" ? name : t("setAllOf", { name })}
      </p>
      <div role="menu" aria-label={stop.kind === "cell" ? t("choose", { name }) : t("setAllOf", { name })}>
        {offered.map((scope) => (
          <button
            key={scope}
            type="button"
            class="scope-choice"
            role="menuitemradio"
            aria-checked={scope === now ? "true" : "false"}
            tabIndex={-1}
            onPointerMove={(event) => event.currentTarget.focus({ preventScroll: true })}
            onClick={() => onPick(scope)}
          >
            <Tile scope={scope} text={matrix.names.value.scope(action, scope)} />
            <span class="scope-reach">{matrix.names.value.reach(action, scope)}</span>
            {scope === now ? <Icon icon={Check} /> : <Kbd>{String(scopes.indexOf(scope))}</Kbd>}
          </button>
        ))}
      </div>
    </div>
  );
}
