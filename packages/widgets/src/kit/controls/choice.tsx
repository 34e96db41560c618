import type { VNode } from "preact";
import { useId } from "preact/hooks";
import { useStyles } from "../env.ts";
import { checkStyles } from "./check.styles.ts";
import { bind, type ValueProps } from "./field.tsx";
import { fieldStyles } from "./field.styles.ts";
import { segmentsStyles } from "./segments.styles.ts";
import { toggleStyles } from "./toggle.styles.ts";

/** One of a few choices that are all visible. */
export interface Choice<Value extends string = string> {
  readonly value: Value;
  readonly label: string;
  readonly help?: string | undefined;
  readonly disabled?: boolean | undefined;
}

export interface ChoiceProps<Value extends string = string> extends Omit<ValueProps<Value>, "onInput" | "onBlur"> {
  readonly label: string;
  readonly hideLabel?: boolean | undefined;
  readonly options: readonly Choice<Value>[];
  readonly onChange?: ((value: Value) => void) | undefined;
  readonly disabled?: boolean | undefined;
  readonly error?: string | undefined;
}

const useChoice = <Value extends string>(props: ChoiceProps<Value>): ReturnType<typeof bind<Value>> =>
  bind<Value>({ field: props.field, error: props.error, value: props.value, onInput: props.onChange });

/** A few choices below each other, each with room for a line of help. Arrows move, as radio buttons do. */
export function RadioGroup<Value extends string = string>(props: ChoiceProps<Value>): VNode {
  useStyles(fieldStyles, toggleStyles, checkStyles);
  const id = useId();
  const bound = useChoice(props);
  return (
    <div
      class="field"
      role="radiogroup"
      aria-labelledby={id}
      aria-invalid={bound.error === undefined ? undefined : "true"}
    >
      <span class={props.hideLabel === true ? "visually-hidden" : "field-label"} id={id}>
        {props.label}
      </span>
      <div class="choices">
        {props.options.map((option, index) => (
          <label class="toggle" key={option.value}>
            <input
              ref={index === 0 ? bound.attach : null}
              class="radio"
              type="radio"
              name={id}
              value={option.value}
              checked={option.value === bound.value}
              disabled={props.disabled === true || option.disabled === true}
              onChange={() => bound.set(option.value)}
              onBlur={bound.blur}
            />
            <span>{option.label}</span>
            {option.help === undefined ? undefined : <span class="field-help">{option.help}</span>}
          </label>
        ))}
      </div>
      {bound.error === undefined ? undefined : <p class="field-error">{bound.error}</p>}
    </div>
  );
}

/** Two to five short choices side by side. A radio group underneath. */
export function SegmentedControl<Value extends string = string>(props: ChoiceProps<Value>): VNode {
  useStyles(fieldStyles, segmentsStyles);
  const id = useId();
  const bound = useChoice(props);
  return (
    <div class="field" role="radiogroup" aria-labelledby={id}>
      <span class={props.hideLabel === true ? "visually-hidden" : "field-label"} id={id}>
        {props.label}
      </span>
      <div class="segments" part="segments">
        {props.options.map((option) => (
          <label class="segment" key={option.value}>
            <input
              type="radio"
              name={id}
              value={option.value}
              checked={option.value === bound.value}
              disabled={props.disabled === true || option.disabled === true}
              onChange={() => bound.set(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </div>
  );
}
