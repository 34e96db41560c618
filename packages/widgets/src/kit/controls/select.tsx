import ChevronDown from "lucide/dist/esm/icons/chevron-down.mjs";
import type { VNode } from "preact";
import { bind, Field, type FieldProps, type ValueProps } from "./field.tsx";
import { Icon } from "./icon.tsx";

/** One choice of a select. */
export interface SelectOption<Value extends string = string> {
  readonly value: Value;
  readonly label: string;
  readonly disabled?: boolean | undefined;
  /** Options of the same group stand together under its name. */
  readonly group?: string | undefined;
}

export interface SelectProps<Value extends string = string> extends FieldProps, ValueProps<Value> {
  readonly options: readonly SelectOption<Value>[];
  /** Shown while nothing is chosen; cannot be chosen again. */
  readonly placeholder?: string | undefined;
  readonly name?: string | undefined;
  readonly disabled?: boolean | undefined;
}

/** A native select in the kit's frame: best for up to a dozen fixed choices. */
export function Select<Value extends string = string>(props: SelectProps<Value>): VNode {
  const bound = bind<Value>(props);
  const groups = Map.groupBy(props.options, (option) => option.group ?? "");
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
            {props.placeholder === undefined ? undefined : (
              <option value="" disabled selected={bound.value === undefined || (bound.value as string) === ""}>
                {props.placeholder}
              </option>
            )}
            {[...groups].map(([group, options]) =>
              group === "" ? (
                options.map(draw(bound.value))
              ) : (
                <optgroup key={group} label={group}>
                  {options.map(draw(bound.value))}
                </optgroup>
              ),
            )}
          </select>
          <Icon icon={ChevronDown} />
        </span>
      )}
    </Field>
  );
}

const draw =
  (chosen: string | undefined) =>
  (option: SelectOption): VNode => (
    <option key={option.value} value={option.value} disabled={option.disabled} selected={option.value === chosen}>
      {option.label}
    </option>
  );
