import Search from "lucide/dist/esm/icons/search.mjs";
import X from "lucide/dist/esm/icons/x.mjs";
import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useKit, useStyles } from "../env.ts";
import { IconButton } from "./button.tsx";
import { fieldStyles } from "./field.styles.ts";
import { Icon } from "./icon.tsx";

export interface SearchInputProps {
  /** For screen readers; also the placeholder unless there is one. */
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly placeholder?: string | undefined;
  /** Milliseconds of silence before `onInput` is called; clearing is at once. @default 200 */
  readonly delay?: number | undefined;
  readonly class?: string | undefined;
}

/** What a list query may hold; a longer paste would come back as a refusal of the whole list. */
const longest = 200;

/** Search as you type. Escape clears it. */
export function SearchInput({ label, value, onInput, placeholder, delay = 200, class: own }: SearchInputProps): VNode {
  useStyles(fieldStyles);
  const kit = useKit();
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const told = useRef(value);
  const input = useRef<HTMLInputElement | null>(null);
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setText(value);
  }, [value]);
  const tell = (next: string, wait: number): void => {
    setText(next);
    clearTimeout(timer.current);
    const send = (): void => {
      told.current = next;
      onInput(next);
    };
    if (wait === 0) send();
    else timer.current = setTimeout(send, wait);
  };
  return (
    <div class={own === undefined ? "control search" : `control search ${own}`} role="search" part="search">
      <Icon icon={Search} />
      <input
        ref={input}
        class="control-input"
        part="input"
        type="search"
        aria-label={label}
        placeholder={placeholder ?? label}
        value={text}
        autocomplete="off"
        spellcheck={false}
        enterkeyhint="search"
        maxLength={longest}
        onInput={(event) => tell(event.currentTarget.value, event.currentTarget.value === "" ? 0 : delay)}
        onKeyDown={(event) => {
          if (event.key === "Enter") tell(text, 0);
          if (event.key !== "Escape" || text === "") return;
          event.preventDefault();
          event.stopPropagation();
          tell("", 0);
        }}
      />
      {text === "" ? undefined : (
        <IconButton
          icon={X}
          label={kit.t("clear")}
          noTooltip
          onClick={() => {
            tell("", 0);
            input.current?.focus();
          }}
        />
      )}
    </div>
  );
}
