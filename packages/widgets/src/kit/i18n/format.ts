import type { PluralCategory } from "./messages.ts";

/** How a date is written: with figures only, in words, or with the weekday. */
export type DateStyle = "short" | "medium" | "long";

/** Writes values the way people of one language do. Everything goes through Intl. Spans of time: `spans.ts`. */
export interface Format {
  readonly language: string;
  date(value: Date | string | number, style?: DateStyle): string;
  /** Hours and minutes. */
  time(value: Date | string | number): string;
  dateTime(value: Date | string | number, style?: DateStyle): string;
  number(value: number, options?: Intl.NumberFormatOptions): string;
  /** Which form of a word goes with a count. */
  plural(count: number): PluralCategory;
  /** "a, b and c". */
  list(values: readonly string[], type?: "conjunction" | "disjunction"): string;
  /** Compares names as a dictionary of that language orders them. */
  compare(one: string, other: string): number;
}

type IntlKind = "Collator" | "DateTimeFormat" | "ListFormat" | "NumberFormat" | "PluralRules";

/** Makes the formatters of a language; Intl objects are made on first use and kept. */
export function createFormat(language: string): Format {
  const kept = new Map<string, unknown>();
  const intl = <Kind extends IntlKind>(kind: Kind, options: object = {}): InstanceType<(typeof Intl)[Kind]> => {
    const key = kind + JSON.stringify(options);
    const made =
      kept.get(key) ?? new (Intl[kind] as new (language: string, options: object) => unknown)(language, options);
    kept.set(key, made);
    return made as InstanceType<(typeof Intl)[Kind]>;
  };
  const dates = (value: Date | string | number, options: Intl.DateTimeFormatOptions): string =>
    intl("DateTimeFormat", options).format(new Date(value));
  const number = (value: number, options?: Intl.NumberFormatOptions): string =>
    intl("NumberFormat", options).format(value);

  return {
    language,
    number,
    plural: (count) => intl("PluralRules").select(count),
    date: (value, dateStyle = "medium") => dates(value, { dateStyle }),
    time: (value) => dates(value, { timeStyle: "short" }),
    dateTime: (value, dateStyle = "medium") => dates(value, { dateStyle, timeStyle: "short" }),
    list: (values, type = "conjunction") => intl("ListFormat", { type }).format(values),
    compare: (one, other) => intl("Collator", { numeric: true }).compare(one, other),
  };
}
