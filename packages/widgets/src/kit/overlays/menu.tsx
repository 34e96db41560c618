import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import type { TriggerProps } from "../controls/button.tsx";
import { Icon, type IconNode } from "../controls/icon.tsx";
import { useStyles } from "../env.ts";
import { menuStyles } from "./menu.styles.ts";
import type { Placement } from "./placement.ts";
import { popoverStyles } from "./popover.styles.ts";
import { usePopover } from "./use-popover.ts";

/** One thing to do. */
export interface MenuItem {
  readonly label: string;
  readonly icon?: IconNode | undefined;
  /** Second, quieter line: why it is disabled, or what it will do. */
  readonly detail?: string | undefined;
  readonly danger?: boolean | undefined;
  /** Stays reachable by keyboard, so that the reason can be read. */
  readonly disabled?: boolean | undefined;
  readonly onSelect: () => void;
}

export interface MenuProps {
  readonly label: string;
  readonly trigger: (props: TriggerProps) => VNode;
  readonly items: readonly (MenuItem | "separator")[];
  /** @default "bottom-end" */
  readonly placement?: Placement | undefined;
}

/**
 * Menu of actions.
 * Keys: Down or Enter opens on the first item, Up on the last; arrows move round, Home and End jump, letters find,
 * Enter or Space chooses, Escape and Tab close.
 */
export function Menu({ label, trigger, items, placement = "bottom-end" }: MenuProps): VNode {
  useStyles(popoverStyles, menuStyles);
  const entry = useRef<"first" | "last">("first");
  const parts = usePopover({
    kind: "menu",
    placement,
    onOpenChange: (open) => {
      if (open) focusEntry();
    },
  });
  const typed = useRef({ text: "", at: 0 });
  const all = (): HTMLElement[] => [
    ...(parts.panel.ref.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? []),
  ];

  /** Once the popover is shown: opened by a press, its entries are drawn before that and could not take the focus. */
  function focusEntry(): void {
    all()
      .at(entry.current === "first" ? 0 : -1)
      ?.focus({ preventScroll: true });
    entry.current = "first";
  }

  const move = (event: KeyboardEvent): void => {
    const options = all();
    const now = options.indexOf(event.target as HTMLElement);
    const target = nextOf(event, options, now, typed.current);
    if (event.key === "Tab") parts.close();
    if (target === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    target.focus();
  };

  return (
    <>
      {trigger({
        ...parts.trigger,
        onKeyDown: (event) => {
          if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
          event.preventDefault();
          entry.current = event.key === "ArrowDown" ? "first" : "last";
          parts.show();
        },
      })}
      <div {...parts.panel} class="popover menu" part="menu" role="menu" aria-label={label} onKeyDown={move}>
        {parts.open
          ? items.map((item, index) =>
              item === "separator" ? (
                <hr key={index} role="separator" />
              ) : (
                <Item key={index} item={item} close={parts.close} />
              ),
            )
          : undefined}
      </div>
    </>
  );
}

function Item({ item, close }: { readonly item: MenuItem; readonly close: () => void }): VNode {
  return (
    <button
      type="button"
      role="menuitem"
      aria-disabled={item.disabled === true ? "true" : undefined}
      tabIndex={-1}
      class={item.danger === true ? "menu-item danger" : "menu-item"}
      onPointerMove={(event) => event.currentTarget.focus({ preventScroll: true })}
      onClick={() => {
        if (item.disabled === true) return;
        close();
        item.onSelect();
      }}
    >
      {item.icon === undefined ? undefined : <Icon icon={item.icon} />}
      <span class="menu-text">
        {item.label}
        {item.detail === undefined ? undefined : <span class="menu-detail">{item.detail}</span>}
      </span>
    </button>
  );
}

/** Letters typed within this many milliseconds of each other search together. */
const pause = 600;

function nextOf(
  event: KeyboardEvent,
  options: readonly HTMLElement[],
  now: number,
  typed: { text: string; at: number },
): HTMLElement | undefined {
  const { key } = event;
  if (key === "ArrowDown") return options[(now + 1) % options.length];
  if (key === "ArrowUp") return options.at((now <= 0 ? options.length : now) - 1);
  if (key === "Home") return options[0];
  if (key === "End") return options.at(-1);
  if (key.length !== 1 || key === " " || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  typed.text = event.timeStamp - typed.at > pause ? key : typed.text + key;
  typed.at = event.timeStamp;
  const from = typed.text.length > 1 ? Math.max(now, 0) : now + 1;
  const wanted = typed.text.toLocaleLowerCase();
  const ordered = [...options.slice(from), ...options.slice(0, from)];
  return ordered.find((option) => option.textContent.trim().toLocaleLowerCase().startsWith(wanted));
}
