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

const plain = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();

/** Options that have every word of the query in label or detail, accents and case aside. */
export function matching(options: readonly Option[], query: string): readonly Option[] {
  const words = plain(query).split(/\s+/u).filter(Boolean);
  if (words.length === 0) return options;
  return options.filter((option) => {
    const text = plain(`${option.label} ${option.detail ?? ""}`);
    return words.every((word) => text.includes(word));
  });
}
