import type { ComponentChildren, Ref, VNode } from "preact";
import { useKit, useStyles } from "../env.ts";
import { Spinner } from "../feedback/spinner.tsx";
import { buttonStyles } from "./button.styles.ts";
import { Icon, type IconNode } from "./icon.tsx";
import { Tooltip } from "../overlays/tooltip.tsx";

/** How loud a button is: one primary a view, danger for what cannot be taken back. */
export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";

/** What a popover, menu or tooltip puts onto the button that opens it. Spread it. */
export interface TriggerProps {
  readonly id?: string;
  readonly ref?: Ref<HTMLButtonElement>;
  readonly "aria-haspopup"?: "menu" | "dialog" | "listbox";
  readonly "aria-expanded"?: "true" | "false";
  readonly "aria-controls"?: string | undefined;
  readonly "aria-describedby"?: string | undefined;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
}

interface CommonProps extends TriggerProps {
  /** @default "medium" */
  readonly size?: "small" | "medium";
  readonly disabled?: boolean;
  /** Shows a spinner and ignores presses; the width stays. */
  readonly loading?: boolean;
  readonly type?: "button" | "submit";
  readonly form?: string;
  readonly class?: string;
  readonly part?: string;
  readonly autofocus?: boolean;
  readonly onClick?: (event: MouseEvent) => void;
}

export interface ButtonProps extends CommonProps {
  /** @default "secondary" */
  readonly variant?: ButtonVariant;
  readonly icon?: IconNode | undefined;
  /** Icon after the text, such as a chevron. */
  readonly iconEnd?: IconNode | undefined;
  readonly children?: ComponentChildren;
}

const names = (...parts: readonly (string | false | undefined)[]): string => parts.filter(Boolean).join(" ");

/** A button with words. */
export function Button(props: ButtonProps): VNode {
  const { variant = "secondary", size, icon, iconEnd, loading = false, class: own, part, children, onClick, ...rest } = props;
  useStyles(buttonStyles);
  const kit = useKit();
  return (
    <button
      type="button"
      {...rest}
      class={names("button", variant, size === "small" && "small", own)}
      part={part ?? `button button-${variant}`}
      aria-busy={loading ? "true" : undefined}
      aria-disabled={loading ? "true" : undefined}
      onClick={(event) => {
        if (loading) event.preventDefault();
        else onClick?.(event);
      }}
    >
      <span class="button-content">
        {icon === undefined ? undefined : <Icon icon={icon} />}
        {children}
        {iconEnd === undefined ? undefined : <Icon icon={iconEnd} />}
      </span>
      {loading ? <Spinner label={kit.t("loading")} /> : undefined}
    </button>
  );
}

export interface IconButtonProps extends CommonProps {
  readonly icon: IconNode;
  /** What it does; read by screen readers and shown as a tooltip. */
  readonly label: string;
  /** @default "ghost" */
  readonly variant?: ButtonVariant;
  /** For buttons that stay on. */
  readonly pressed?: boolean;
  /** Leave the tooltip away where the label already stands beside. */
  readonly noTooltip?: boolean;
}

/** A square button with an icon alone. */
export function IconButton(props: IconButtonProps): VNode {
  const { icon, label, variant = "ghost", size, pressed, noTooltip, loading = false, class: own, part, onClick, ...rest } = props;
  useStyles(buttonStyles);
  const button = (
    <button
      type="button"
      {...rest}
      class={names("button icon-only", variant, size === "small" && "small", own)}
      part={part ?? `button button-${variant}`}
      aria-label={label}
      aria-pressed={pressed === undefined ? undefined : pressed ? "true" : "false"}
      aria-busy={loading ? "true" : undefined}
      aria-disabled={loading ? "true" : undefined}
      onClick={(event) => {
        if (loading) event.preventDefault();
        else onClick?.(event);
      }}
    >
      <span class="button-content">
        <Icon icon={icon} />
      </span>
      {loading ? <Spinner /> : undefined}
    </button>
  );
  return noTooltip === true ? button : <Tooltip text={label}>{button}</Tooltip>;
}
