import Check from "lucide/dist/esm/icons/check.mjs";
import ChevronDown from "lucide/dist/esm/icons/chevron-down.mjs";
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useKit, useStyles } from "../env.ts";
import { menuStyles } from "../overlays/menu.styles.ts";
import { Popover } from "../overlays/popover.tsx";
import { Button } from "./button.tsx";
import { filterChipStyles } from "./filter-chip.styles.ts";
import { Icon } from "./icon.tsx";
import { matching, type Option } from "./option.ts";
import { SearchInput } from "./search-input.tsx";

export interface FilterChipProps {
  readonly label: string;
  readonly options: readonly Option[];
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
  /** @default true */
  readonly multiple?: boolean | undefined;
  /** @default from nine options on */
  readonly searchable?: boolean | undefined;
}

/** A filter above a list: says what is chosen, opens the choices. Arrows move between them, Space chooses. */
export function FilterChip({ label, options, value, onChange, multiple = true, searchable }: FilterChipProps): VNode {
  useStyles(filterChipStyles, menuStyles);
  const kit = useKit();
  const names = options.filter((option) => value.includes(option.value)).map((option) => option.label);
  const said = names.length > 1 ? kit.format.number(names.length) : names[0];
  return (
    <Popover
      label={label}
      class="filter"
      trigger={(props) => (
        <Button {...props} class={value.length > 0 ? "filter-chip on" : "filter-chip"} iconEnd={ChevronDown}>
          {label}
          {said === undefined ? undefined : <span class="filter-value">{said}</span>}
        </Button>
      )}
    >
      {(close) => (
        <Choices
          label={label}
          options={options}
          value={value}
          searchable={searchable ?? options.length > 8}
          onToggle={(picked) => {
            if (multiple) {
              onChange(value.includes(picked) ? value.filter((each) => each !== picked) : [...value, picked]);
              return;
            }
            onChange(value.includes(picked) ? [] : [picked]);
            close();
          }}
          onClear={() => {
            onChange([]);
            close();
          }}
        />
      )}
    </Popover>
  );
}

interface ChoicesProps {
  readonly label: string;
  readonly options: readonly Option[];
  readonly value: readonly string[];
  readonly searchable: boolean;
  readonly onToggle: (value: string) => void;
  readonly onClear: () => void;
}

function Choices({ label, options, value, searchable, onToggle, onClear }: ChoicesProps): VNode {
  const kit = useKit();
  const [query, setQuery] = useState("");
  const found = matching(options, query);
  const step = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const boxes = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>("[role=checkbox]")];
    const now = boxes.indexOf(event.target as HTMLElement);
    event.preventDefault();
    boxes.at((now + (event.key === "ArrowDown" ? 1 : -1)) % boxes.length)?.focus();
  };
  return (
    <>
      {searchable ? (
        <SearchInput class="filter-search" label={kit.t("search")} value={query} delay={0} onInput={setQuery} />
      ) : undefined}
      <div class="options" role="group" aria-label={label} onKeyDown={step}>
        {found.map((option) => (
          <button
            key={option.value}
            type="button"
            role="checkbox"
            class="option"
            aria-checked={value.includes(option.value) ? "true" : "false"}
            onClick={() => onToggle(option.value)}
          >
            <span class="filter-tick">
              {value.includes(option.value) ? <Icon icon={Check} size={12} /> : undefined}
            </span>
            <span class="menu-text">
              {option.label}
              {option.detail === undefined ? undefined : <span class="menu-detail">{option.detail}</span>}
            </span>
          </button>
        ))}
        {found.length === 0 ? <div class="options-note">{kit.t("noResults")}</div> : undefined}
      </div>
      {value.length === 0 ? undefined : (
        <div class="filter-foot">
          <Button variant="ghost" size="small" onClick={onClear}>
            {kit.t("clear")}
          </Button>
        </div>
      )}
    </>
  );
}
