import { wordFinder } from "../word-finder.ts";
import type { IconNode } from "./icon.tsx";

/** One entry of a combobox or a filter. */
export interface Option {
  readonly value: string;
  readonly label: string;
  /** Second, quieter line. */
  readonly detail?: string | undefined;
  readonly icon?: IconNode | undefined;
  readonly disabled?: boolean | undefined;
  /** Neighbours of the same group stand under its name. */
  readonly group?: string | undefined;
}

/** Options that have every word of the query in label or detail, accents and case aside. */
export function matching(options: readonly Option[], query: string): readonly Option[] {
  const found = wordFinder(query);
  return query.trim() === "" ? options : options.filter(({ label, detail = "" }) => found(`${label} ${detail}`));
}
