import type { ComponentChildren, VNode } from "preact";
import { useStyles } from "../env.ts";
import { type CssSheet, kitCss } from "../styles/css.ts";
import { IconButton } from "./button.tsx";
import { bind, Field, type FieldProps, type ValueProps } from "./field.tsx";
import { Icon, type IconNode } from "./icon.tsx";
import Minus from "lucide/dist/esm/icons/minus.mjs";
import Plus from "lucide/dist/esm/icons/plus.mjs";

export interface TextFieldProps extends FieldProps, ValueProps<string> {
  readonly type?: "text" | "email" | "tel" | "url" | undefined;
  readonly name?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly readonly?: boolean | undefined;
  readonly autocomplete?: string | undefined;
  readonly inputmode?: "text" | "email" | "tel" | "url" | "numeric" | "decimal" | "search" | undefined;
  readonly maxlength?: number | undefined;
  readonly spellcheck?: boolean | undefined;
  readonly autofocus?: boolean | undefined;
  /** What stands in it is selected with the focus, so that typing replaces it. @default false */
  readonly selected?: boolean | undefined;
  readonly icon?: IconNode | undefined;
  /** Figures of the same width, for phone numbers and codes. */
  readonly tabular?: boolean | undefined;
  /** A button or a short text at the end, inside the frame. */
  readonly end?: ComponentChildren | undefined;
  readonly onKeyDown?: ((event: KeyboardEvent) => void) | undefined;
}

/** One line of text. */
export function TextField(props: TextFieldProps): VNode {
  const bound = bind(props);
  const { type = "text", icon, end, tabular } = props;
  return (
    <Field {...props} error={bound.error}>
      {(control) => (
        <div class="control" part="control">
          {icon === undefined ? undefined : <Icon icon={icon} />}
          <input
            {...control}
            ref={bound.attach}
            class={tabular === true ? "control-input tabular" : "control-input"}
            part="input"
            type={type as "text"}
            name={props.name}
            value={bound.value ?? ""}
            placeholder={props.placeholder}
            disabled={props.disabled}
            readOnly={props.readonly}
            autocomplete={props.autocomplete ?? "off"}
            inputMode={props.inputmode}
            maxLength={props.maxlength}
            spellcheck={props.spellcheck ?? false}
            autofocus={props.autofocus}
            onFocus={props.selected === true ? (event) => event.currentTarget.select() : undefined}
            onInput={(event) => bound.set(event.currentTarget.value)}
            onBlur={bound.blur}
            onKeyDown={props.onKeyDown}
          />
          {end}
        </div>
      )}
    </Field>
  );
}

export interface TextAreaProps extends FieldProps, ValueProps<string> {
  readonly rows?: number | undefined;
  readonly name?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly maxlength?: number | undefined;
}

/** Several lines of text; grows with what is in it. */
export function TextArea(props: TextAreaProps): VNode {
  const bound = bind(props);
  return (
    <Field {...props} error={bound.error}>
      {(control) => (
        <div class="control" part="control">
          <textarea
            {...control}
            ref={bound.attach}
            class="control-input"
            part="input"
            name={props.name}
            rows={props.rows ?? 3}
            value={bound.value ?? ""}
            placeholder={props.placeholder}
            disabled={props.disabled}
            maxLength={props.maxlength}
            onInput={(event) => bound.set(event.currentTarget.value)}
            onBlur={bound.blur}
          />
        </div>
      )}
    </Field>
  );
}

export interface NumberFieldProps extends FieldProps, ValueProps<number | null> {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** @default 1 */
  readonly step?: number | undefined;
  readonly name?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly disabled?: boolean | undefined;
  /** Names of the two buttons; without them there are none. */
  readonly steppers?: { readonly less: string; readonly more: string };
}

const numberStyles: CssSheet = /* @__PURE__ */ kitCss`
  input[type="number"].control-input {
    appearance: textfield;
    &::-webkit-inner-spin-button {
      display: none;
    }
  }
`;

/** A whole or broken number, null while empty. */
export function NumberField(props: NumberFieldProps): VNode {
  useStyles(numberStyles);
  const bound = bind<number | null>(props);
  const { step = 1, min = -Infinity, max = Infinity, steppers } = props;
  const move = (by: number): void => bound.set(Math.min(max, Math.max(min, (bound.value ?? 0) + by)));
  return (
    <Field {...props} error={bound.error}>
      {(control) => (
        <div class="control" part="control">
          <input
            {...control}
            ref={bound.attach}
            class="control-input tabular"
            part="input"
            type="number"
            name={props.name}
            value={bound.value ?? ""}
            min={props.min}
            max={props.max}
            step={step}
            placeholder={props.placeholder}
            disabled={props.disabled}
            onInput={(event) => {
              const number = event.currentTarget.valueAsNumber;
              bound.set(Number.isNaN(number) ? null : number);
            }}
            onBlur={bound.blur}
          />
          {steppers === undefined ? undefined : (
            <>
              <IconButton
                icon={Minus}
                label={steppers.less}
                noTooltip
                disabled={props.disabled === true}
                onClick={() => move(-step)}
              />
              <IconButton
                icon={Plus}
                label={steppers.more}
                noTooltip
                disabled={props.disabled === true}
                onClick={() => move(step)}
              />
            </>
          )}
        </div>
      )}
    </Field>
  );
}
