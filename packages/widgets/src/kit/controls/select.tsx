import ChevronDown from "lucide/dist/esm/icons/chevron-down.mjs";
import type { VNode } from "preact";
import { bind, Field, type FieldProps, type ValueProps } from "./field.tsx";
import { Icon } from "./icon.tsx";

/** One choice of a select. */
export interface SelectOption<Value extends string = string> {
  readonly value: Value;
  readonly label: string;
  readonly disabled?: boolean | undefined;
}

export interface SelectProps<Value extends string = string> extends FieldProps, ValueProps<Value> {
  readonly options: readonly SelectOption<Value>[];
  readonly name?: string | undefined;
  readonly disabled?: boolean | undefined;
}

/** A native select in the kit's frame: best for up to a dozen fixed choices. */
export function Select<Value extends string = string>(props: SelectProps<Value>): VNode {
  const bound = bind<Value>(props);
  return (
    <Field {...props} error={bound.error}>
      {(control) => (
        <span class="select">
          <select
            {...control}
            ref={bound.attach}
            class="control"
            part="input"
            name={props.name}
            value={bound.value ?? ""}
            disabled={props.disabled}
            onChange={(event) => bound.set(event.currentTarget.value as Value)}
            onBlur={bound.blur}
          >
            {props.options.map((option) => (
              <option
                key={option.value}
                value={option.value}
                disabled={option.disabled}
                selected={option.value === bound.value}
              >
                {option.label}
              </option>
            ))}
          </select>
          <Icon icon={ChevronDown} />
        </span>
      )}
    </Field>
  );
}
