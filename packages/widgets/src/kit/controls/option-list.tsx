import Check from "lucide/dist/esm/icons/check.mjs";
import { Fragment, type VNode } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useKit } from "../env.ts";
import { Spinner } from "../feedback/spinner.tsx";
import { errorText } from "../messages/error-text.ts";
import { Button } from "./button.tsx";
import { Icon } from "./icon.tsx";
import type { FoundOptions } from "./use-options.ts";

interface OptionListProps {
  readonly id: string;
  readonly label: string;
  readonly query: string;
  readonly found: FoundOptions;
  readonly active: number;
  readonly multiple: boolean;
  readonly chosen: (value: string) => boolean;
  readonly onHover: (index: number) => void;
  readonly onPick: (index: number) => void;
}

/** The list box of a combobox. The focus stays in the input; the active entry is named by `aria-activedescendant`. */
export function OptionList({
  id,
  label,
  query,
  found,
  active,
  multiple,
  chosen,
  onHover,
  onPick,
}: OptionListProps): VNode {
  const kit = useKit();
  const list = useRef<HTMLDivElement | null>(null);
  useLayoutEffect(() => {
    list.current?.querySelector(".active")?.scrollIntoView({ block: "nearest" });
  }, [active]);
  const problem = found.error === undefined ? undefined : errorText(found.error, kit);
  return (
    <div class="options">
      <div
        ref={list}
        id={id}
        role="listbox"
        aria-label={label}
        aria-busy={found.loading ? "true" : undefined}
        aria-multiselectable={multiple ? "true" : undefined}
      >
        {found.found.map((option, index) => (
          <Fragment key={option.value}>
            {option.group !== undefined && option.group !== found.found[index - 1]?.group ? (
              <div class="option-group" role="presentation">
                {option.group}
              </div>
            ) : undefined}
            <div
              id={`${id}-${index}`}
              class={index === active ? "option active" : "option"}
              role="option"
              aria-selected={chosen(option.value) ? "true" : "false"}
              aria-disabled={option.disabled === true ? "true" : undefined}
              onPointerMove={() => onHover(index)}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => onPick(index)}
            >
              {option.icon === undefined ? undefined : <Icon icon={option.icon} />}
              <span class="menu-text">
                {option.label}
                {option.detail === undefined ? undefined : <span class="menu-detail">{option.detail}</span>}
              </span>
              {chosen(option.value) ? <Icon icon={Check} /> : undefined}
            </div>
          </Fragment>
        ))}
      </div>
      {problem !== undefined ? (
        <div class="options-note" role="alert">
          <span class="menu-text">{problem.title}</span>
          <Button size="small" onClick={found.retry}>
            {kit.t("retry")}
          </Button>
        </div>
      ) : found.found.length > 0 ? undefined : (
        <div class="options-note">
          {found.loading ? <Spinner /> : undefined}
          {found.loading ? kit.t("loading") : query === "" ? kit.t("noResults") : kit.t("noResultsFor", { query })}
        </div>
      )}
    </div>
  );
}
