import type { ComponentChildren, VNode } from "preact";
import { useId } from "preact/hooks";
import { useStyles } from "../env.ts";
import type { FormField } from "../state/form.ts";
import { checkStyles } from "./check.styles.ts";
import { bind } from "./field.tsx";
import { fieldStyles } from "./field.styles.ts";
import { switchStyles } from "./switch.styles.ts";
import { toggleStyles } from "./toggle.styles.ts";

interface ToggleProps {
  readonly label: ComponentChildren;
  readonly help?: ComponentChildren | undefined;
  readonly field?: FormField<boolean> | undefined;
  readonly checked?: boolean | undefined;
  readonly onChange?: ((checked: boolean) => void) | undefined;
  readonly disabled?: boolean | undefined;
  readonly name?: string | undefined;
}

export interface CheckboxProps extends ToggleProps {
  /** Some of what it stands for is chosen. */
  readonly indeterminate?: boolean | undefined;
  /** Keeps the label, a plain text then, for screen readers only: in tables. */
  readonly hideLabel?: boolean | undefined;
}

/** A tick. */
export function Checkbox({
  label,
  help,
  field,
  checked,
  onChange,
  disabled,
  name,
  indeterminate,
  hideLabel,
}: CheckboxProps): VNode {
  useStyles(fieldStyles, toggleStyles, checkStyles);
  const id = useId();
  const bound = bind<boolean>({ field, value: checked, onInput: onChange });
  const box = (
    <input
      ref={bound.attach}
      class="check"
      part="checkbox"
      type="checkbox"
      name={name}
      checked={bound.value ?? false}
      indeterminate={indeterminate ?? false}
      disabled={disabled}
      aria-label={hideLabel === true && typeof label === "string" ? label : undefined}
      aria-describedby={help === undefined ? undefined : id}
      onChange={(event) => bound.set(event.currentTarget.checked)}
      onBlur={bound.blur}
    />
  );
  if (hideLabel === true) return box;
  return (
    <label class="toggle">
      {box}
      <span>{label}</span>
      {help === undefined ? undefined : (
        <span class="field-help" id={id}>
          {help}
        </span>
      )}
    </label>
  );
}

export interface SwitchProps extends ToggleProps {
  /** Label first, switch at the far end: for lists of settings. */
  readonly end?: boolean | undefined;
}

/** On or off, in force at once or with the form it stands in. */
export function Switch({ label, help, field, checked, onChange, disabled, name, end }: SwitchProps): VNode {
  useStyles(fieldStyles, toggleStyles, switchStyles);
  const id = useId();
  const bound = bind<boolean>({ field, value: checked, onInput: onChange });
  return (
    <label class={end === true ? "toggle end" : "toggle"}>
      <input
        ref={bound.attach}
        class="switch"
        part="switch"
        type="checkbox"
        role="switch"
        name={name}
        checked={bound.value ?? false}
        disabled={disabled}
        aria-describedby={help === undefined ? undefined : id}
        onChange={(event) => bound.set(event.currentTarget.checked)}
        onBlur={bound.blur}
      />
      <span>{label}</span>
      {help === undefined ? undefined : (
        <span class="field-help" id={id}>
          {help}
        </span>
      )}
    </label>
  );
}
