import ChevronsUpDown from "lucide/dist/esm/icons/chevrons-up-down.mjs";
import X from "lucide/dist/esm/icons/x.mjs";
import type { ComponentChildren, VNode } from "preact";
import { useState } from "preact/hooks";
import { useKit, useStyles } from "../env.ts";
import { menuStyles } from "../overlays/menu.styles.ts";
import { popoverStyles } from "../overlays/popover.styles.ts";
import { IconButton } from "./button.tsx";
import { comboboxStyles } from "./combobox.styles.ts";
import { bind, type ControlProps, Field, type FieldProps, type ValueProps } from "./field.tsx";
import { fieldStyles } from "./field.styles.ts";
import { Icon } from "./icon.tsx";
import type { Option } from "./option.ts";
import { OptionList } from "./option-list.tsx";
import { type ComboboxParts, useCombobox } from "./use-combobox.ts";
import type { OptionSource } from "./use-options.ts";

interface CommonProps extends FieldProps, OptionSource {
  readonly placeholder?: string | undefined;
  readonly disabled?: boolean | undefined;
}

export interface ComboboxProps extends CommonProps, Omit<ValueProps<string | null>, "onInput"> {
  readonly onChange?: ((value: string | null, option: Option | undefined) => void) | undefined;
  /** The chosen entry, where it may not be among those loaded. */
  readonly selected?: Option | undefined;
  /** Shows a button that empties it. @default true unless required */
  readonly clearable?: boolean | undefined;
}

/**
 * Chooses one of many: type to search. Keys: Down and Up open and move, Enter chooses the marked entry, Escape closes, Tab
 * chooses the marked entry and goes on. None is marked while the entries for what was typed are still on their way.
 */
export function Combobox(props: ComboboxProps): VNode {
  const [picked, setPicked] = useState<Option | undefined>(undefined);
  const bound = bind<string | null>({
    field: props.field,
    value: props.value ?? null,
    error: props.error,
    onBlur: props.onBlur,
  });
  const kit = useKit();
  const value = bound.value ?? null;
  const known = [props.selected, picked, ...(props.options ?? [])].find((option) => option?.value === value);
  const choose = (option: Option | undefined): void => {
    setPicked(option);
    bound.set(option?.value ?? null);
    props.onChange?.(option?.value ?? null, option);
  };
  const box = useCombobox({ options: props.options, load: props.load, multiple: false, onPick: choose });
  const clearable = (props.clearable ?? props.required !== true) && value !== null && props.disabled !== true;
  return (
    <Field {...props} error={bound.error}>
      {(control) => (
        <Frame
          {...props}
          box={box}
          control={control}
          multiple={false}
          text={box.open && box.query !== "" ? box.query : box.open ? "" : (known?.label ?? value ?? "")}
          placeholder={box.open && known !== undefined ? known.label : props.placeholder}
          chosen={(each) => each === value}
          attach={bound.attach}
          onBlur={bound.blur}
          end={
            clearable ? (
              <IconButton
                icon={X}
                size="small"
                label={kit.t("clear")}
                noTooltip
                onClick={() => {
                  choose(undefined);
                  box.input.current?.focus();
                }}
              />
            ) : undefined
          }
        />
      )}
    </Field>
  );
}

export interface MultiComboboxProps extends CommonProps, Omit<ValueProps<readonly string[]>, "onInput"> {
  readonly onChange?: ((value: readonly string[]) => void) | undefined;
  /** Chosen entries that may not be among those loaded. */
  readonly selected?: readonly Option[] | undefined;
}

/** Chooses several, shown as chips. Backspace in the empty input removes the last one. */
export function MultiCombobox(props: MultiComboboxProps): VNode {
  const [picked, setPicked] = useState<readonly Option[]>([]);
  const bound = bind<readonly string[]>({
    field: props.field,
    value: props.value ?? [],
    error: props.error,
    onBlur: props.onBlur,
  });
  const kit = useKit();
  const value = bound.value ?? [];
  const known = [...(props.selected ?? []), ...picked, ...(props.options ?? [])];
  const change = (next: readonly string[]): void => {
    bound.set(next);
    props.onChange?.(next);
  };
  const remove = (gone: string): void => change(value.filter((each) => each !== gone));
  const box = useCombobox({
    options: props.options,
    load: props.load,
    multiple: true,
    onPick: (option) => {
      if (value.includes(option.value)) return remove(option.value);
      setPicked([...picked, option]);
      return change([...value, option.value]);
    },
    onErase: () => change(value.slice(0, -1)),
  });
  return (
    <Field {...props} error={bound.error}>
      {(control) => (
        <Frame
          {...props}
          box={box}
          control={control}
          multiple
          text={box.query}
          placeholder={value.length === 0 ? props.placeholder : undefined}
          chosen={(each) => value.includes(each)}
          attach={bound.attach}
          onBlur={bound.blur}
          start={value.map((each) => {
            const name = known.find((option) => option.value === each)?.label ?? each;
            return (
              <span class="chip" part="chip" key={each}>
                <span class="truncate">{name}</span>
                {props.disabled === true ? undefined : (
                  <button type="button" aria-label={kit.t("removeNamed", { name })} onClick={() => remove(each)}>
                    <Icon icon={X} size={12} />
                  </button>
                )}
              </span>
            );
          })}
        />
      )}
    </Field>
  );
}

interface FrameProps {
  readonly box: ComboboxParts;
  readonly control: ControlProps;
  readonly label: string;
  readonly text: string;
  readonly placeholder?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly multiple: boolean;
  readonly start?: ComponentChildren | undefined;
  readonly end?: ComponentChildren | undefined;
  readonly chosen: (value: string) => boolean;
  readonly attach: (element: HTMLElement | null) => void;
  readonly onBlur: () => void;
}

function Frame({
  box,
  control,
  label,
  text,
  placeholder,
  disabled,
  multiple,
  start,
  end,
  chosen,
  attach,
  onBlur,
}: FrameProps): VNode {
  useStyles(fieldStyles, popoverStyles, menuStyles, comboboxStyles);
  return (
    <>
      <div
        ref={box.frame}
        class="control combobox"
        part="control"
        onPointerDown={(event) => {
          if (disabled === true || (event.target as Element).closest("button") !== null) return;
          if (event.target !== box.input.current) event.preventDefault();
          box.input.current?.focus();
          if (box.open && event.target !== box.input.current) box.close();
          else box.show();
        }}
      >
        {start}
        <input
          {...control}
          ref={(element) => {
            box.input.current = element;
            attach(element);
          }}
          class="control-input"
          part="input"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={box.open ? "true" : "false"}
          aria-controls={box.open ? box.listId : undefined}
          aria-activedescendant={box.open && box.active >= 0 ? `${box.listId}-${box.active}` : undefined}
          value={text}
          placeholder={placeholder}
          disabled={disabled}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => {
            // While closed the input shows the chosen label: typing starts a new search instead of adding to it.
            box.type(box.open ? event.currentTarget.value : ((event as InputEvent).data ?? ""));
          }}
          onKeyDown={box.onKeyDown}
          onBlur={() => {
            box.close();
            onBlur();
          }}
        />
        {end}
        <Icon icon={ChevronsUpDown} class="combobox-toggle" size={14} />
      </div>
      {box.open ? (
        <div ref={box.panel} class="popover" popover="manual">
          <OptionList
            id={box.listId}
            label={label}
            query={box.query}
            found={box.found}
            active={box.active}
            multiple={multiple}
            chosen={chosen}
            onHover={box.mark}
            onPick={box.pick}
          />
        </div>
      ) : undefined}
    </>
  );
}
