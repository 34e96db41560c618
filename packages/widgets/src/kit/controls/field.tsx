import type { ComponentChildren, VNode } from "preact";
import { useId } from "preact/hooks";
import { useKit, useStyles } from "../env.ts";
import { outcomeIcons } from "../feedback/outcome-icons.ts";
import type { FormField } from "../state/form.ts";
import { fieldStyles } from "./field.styles.ts";
import { Icon } from "./icon.tsx";

/** What every labelled control takes. */
export interface FieldProps {
  readonly label: string;
  /** Stands below the control until there is an error. */
  readonly help?: ComponentChildren | undefined;
  readonly error?: string | undefined;
  readonly required?: boolean | undefined;
  /** Small badge beside the label, such as 'from position'. */
  readonly note?: string | undefined;
  /** Keeps the label for screen readers only. */
  readonly hideLabel?: boolean | undefined;
  readonly class?: string | undefined;
}

/** Attributes for the control inside a field. */
export interface ControlProps {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": "true" | undefined;
  readonly "aria-required": "true" | undefined;
}

export interface FieldWrapperProps extends FieldProps {
  readonly children: (control: ControlProps) => ComponentChildren;
  /** Between control and help, such as a strength meter. */
  readonly extra?: ComponentChildren | undefined;
}

/** Label above, help below, error in place of help. */
export function Field({
  label,
  help,
  error,
  required,
  note,
  hideLabel,
  class: own,
  children,
  extra,
}: FieldWrapperProps): VNode {
  useStyles(fieldStyles);
  const kit = useKit();
  const id = useId();
  const noteId = `${id}-note`;
  const textId = `${id}-text`;
  const hasText = error !== undefined || (help !== undefined && help !== "");
  const described = [note === undefined ? undefined : noteId, hasText ? textId : undefined].filter(Boolean).join(" ");
  const text = <>{label}</>;
  return (
    <div class={own === undefined ? "field" : `field ${own}`} part="field">
      <div class={hideLabel === true ? "visually-hidden" : "field-head"}>
        <label class="field-label" for={id} part="label">
          {text}
          {required === true ? (
            <span class="field-required" aria-hidden="true" title={kit.t("required")}>
              {" *"}
            </span>
          ) : undefined}
        </label>
        {note === undefined ? undefined : (
          <span class="field-note" id={noteId}>
            {note}
          </span>
        )}
      </div>
      {children({
        id,
        "aria-describedby": described === "" ? undefined : described,
        "aria-invalid": error === undefined ? undefined : "true",
        "aria-required": required === true ? "true" : undefined,
      })}
      {extra}
      {error !== undefined ? (
        <p class="field-error" id={textId} part="error">
          <Icon icon={outcomeIcons.danger} size={14} />
          {error}
        </p>
      ) : hasText ? (
        <p class="field-help" id={textId}>
          {help}
        </p>
      ) : undefined}
    </div>
  );
}

/** Value and events of a control; `field` of a form gives all of them at once. */
export interface ValueProps<Value> {
  readonly field?: FormField<Value> | undefined;
  readonly value?: Value | undefined;
  readonly onInput?: ((value: Value) => void) | undefined;
  readonly onBlur?: (() => void) | undefined;
}

/** Value, error and handlers of a control, from a form's field or from its own props. */
export interface Bound<Value> {
  readonly value: Value | undefined;
  readonly error: string | undefined;
  readonly set: (value: Value) => void;
  readonly blur: () => void;
  readonly attach: (element: HTMLElement | null) => void;
}

/** Joins a form's field with the props of the control that shows it; own props are called as well. */
export function bind<Value>(props: ValueProps<Value> & { readonly error?: string | undefined }): Bound<Value> {
  const { field } = props;
  return {
    value: field === undefined ? props.value : field.value.value,
    error: props.error ?? field?.error.value,
    set: (value) => {
      field?.set(value);
      props.onInput?.(value);
    },
    blur: () => {
      field?.leave();
      props.onBlur?.();
    },
    attach: field?.attach ?? nothing,
  };
}

const nothing = (): void => undefined;
