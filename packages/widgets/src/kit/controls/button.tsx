import type { ComponentChildren, Ref, VNode } from "preact";
import { useKit, useStyles } from "../env.ts";
import { Spinner } from "../feedback/spinner.tsx";
import { buttonStyles } from "./button.styles.ts";
import { Icon, type IconNode } from "./icon.tsx";

/** How loud a button is: one primary a view, danger for what cannot be taken back. */
export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";

/** What a popover, menu or tooltip puts onto the button that opens it. Spread it. */
export interface TriggerProps {
  readonly id?: string | undefined;
  readonly ref?: Ref<HTMLButtonElement>;
  readonly "aria-haspopup"?: "menu" | "dialog" | "listbox" | undefined;
  readonly "aria-expanded"?: "true" | "false" | undefined;
  readonly "aria-controls"?: string | undefined;
  readonly "aria-describedby"?: string | undefined;
  readonly onKeyDown?: ((event: KeyboardEvent) => void) | undefined;
}

interface CommonProps extends TriggerProps {
  /** @default "medium" */
  readonly size?: "small" | "medium" | undefined;
  readonly disabled?: boolean | undefined;
  /** Shows a spinner and ignores presses; the width stays. */
  readonly loading?: boolean | undefined;
  readonly type?: "button" | "submit" | undefined;
  readonly form?: string | undefined;
  readonly class?: string | undefined;
  readonly part?: string | undefined;
  readonly autofocus?: boolean | undefined;
  readonly onClick?: ((event: MouseEvent) => void) | undefined;
}

export interface ButtonProps extends CommonProps {
  /** @default "secondary" */
  readonly variant?: ButtonVariant | undefined;
  readonly icon?: IconNode | undefined;
  /** Icon after the text, such as a chevron. */
  readonly iconEnd?: IconNode | undefined;
  readonly children?: ComponentChildren | undefined;
}

const names = (...parts: readonly (string | false | undefined)[]): string => parts.filter(Boolean).join(" ");

/** A button with words. */
export function Button(props: ButtonProps): VNode {
  const {
    variant = "secondary",
    size,
    icon,
    iconEnd,
    loading = false,
    class: own,
    part,
    children,
    onClick,
    ...rest
  } = props;
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
  readonly variant?: ButtonVariant | undefined;
  /** For buttons that stay on. */
  readonly pressed?: boolean | undefined;
  /** Leave the tooltip away where the label already stands beside. */
  readonly noTooltip?: boolean | undefined;
  /** -1 where one tab stop serves a whole list. */
  readonly tabIndex?: number | undefined;
}

/** A square button with an icon alone. */
export function IconButton(props: IconButtonProps): VNode {
  const {
    icon,
    label,
    variant = "ghost",
    size,
    pressed,
    noTooltip,
    loading = false,
    class: own,
    part,
    onClick,
    ...rest
  } = props;
  useStyles(buttonStyles);
  return (
    <button
      type="button"
      {...rest}
      data-tip={noTooltip === true ? undefined : label}
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
}
