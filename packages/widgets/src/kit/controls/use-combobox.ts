import type { RefObject } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { keepPlaced } from "../overlays/placement.ts";
import type { Option } from "./option.ts";
import { type FoundOptions, type OptionSource, useOptions } from "./use-options.ts";

/** State and handlers of a combobox, single or multiple. */
export interface ComboboxParts {
  readonly listId: string;
  readonly open: boolean;
  readonly query: string;
  /** The entry that Enter and Tab choose; -1 for none. */
  readonly active: number;
  readonly found: FoundOptions;
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly panel: RefObject<HTMLDivElement | null>;
  readonly input: RefObject<HTMLInputElement | null>;
  readonly mark: (index: number) => void;
  readonly type: (text: string) => void;
  readonly show: () => void;
  readonly close: () => void;
  readonly pick: (index: number) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** @see useCombobox */
export interface UseComboboxOptions extends OptionSource {
  readonly onPick: (option: Option) => void;
  /** Stays open after a choice. */
  readonly multiple: boolean;
  /** Backspace in an empty input. */
  readonly onErase?: (() => void) | undefined;
}

/** The editable combobox of the ARIA practices, with list autocompletion. */
export function useCombobox({ onPick, multiple, onErase, ...source }: UseComboboxOptions): ComboboxParts {
  const listId = useId();
  const frame = useRef<HTMLDivElement | null>(null);
  const panel = useRef<HTMLDivElement | null>(null);
  const input = useRef<HTMLInputElement | null>(null);
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(-1);
  const found = useOptions(source, query, open);
  const count = found.found.length;
  /** Nothing while the entries are those of an earlier text: whoever is meant may not be among them, or stand elsewhere. */
  const marked = found.loading ? -1 : Math.min(active, count - 1);
  const mark = (index: number): void => {
    if (!found.loading) setActive(index);
  };

  useLayoutEffect(() => {
    if (!open || panel.current === null || frame.current === null) return undefined;
    panel.current.showPopover();
    return keepPlaced(panel.current, frame.current, "bottom-start", { matchWidth: true });
  }, [open]);

  const close = (): void => {
    setOpen(false);
    setQuery("");
    setActive(-1);
  };
  const pick = (index: number): void => {
    const option = found.found[index];
    if (option === undefined || option.disabled === true) return;
    onPick(option);
    if (multiple) setQuery("");
    else close();
  };
  const move = (to: number): void => {
    if (count > 0) mark((to + count) % count);
  };
  const keys: Readonly<Record<string, (event: KeyboardEvent) => boolean>> = {
    ArrowDown: () => {
      if (open) move(marked + 1);
      else setOpen(true);
      return true;
    },
    ArrowUp: () => {
      if (open) move(marked <= 0 ? count - 1 : marked - 1);
      else setOpen(true);
      return true;
    },
    Enter: () => {
      if (!open) return false;
      pick(marked);
      return true;
    },
    Escape: (event) => {
      if (!open && query === "") return false;
      event.stopPropagation();
      close();
      return true;
    },
    Tab: () => {
      if (open && !multiple) pick(marked);
      close();
      return false;
    },
    Backspace: () => {
      if (query === "") onErase?.();
      return false;
    },
  };
  return {
    listId,
    open,
    query,
    active: marked,
    found,
    frame,
    panel,
    input,
    mark,
    close,
    pick,
    show: () => setOpen(true),
    type: (text) => {
      setQuery(text);
      setActive(text === "" ? -1 : 0);
      setOpen(true);
    },
    onKeyDown: (event) => {
      if (event.isComposing) return;
      if (keys[event.key]?.(event) === true) event.preventDefault();
    },
  };
}
