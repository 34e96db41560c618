import type { PluralCategory } from "./messages.ts";

/** How a date is written: with figures only, in words, or with the weekday. */
export type DateStyle = "short" | "medium" | "long";

/** Writes values the way people of one language do. Everything goes through Intl. */
export interface Format {
  readonly language: string;
  date(value: Date | string | number, style?: DateStyle): string;
  /** Hours and minutes. */
  time(value: Date | string | number): string;
  dateTime(value: Date | string | number, style?: DateStyle): string;
  /** "5 minutes ago", "yesterday"; in the short style "5 min. ago". `now` is injected where a test needs it. */
  relative(
    value: Date | string | number,
    options?: { readonly now?: Date | number; readonly style?: "long" | "short" },
  ): string;
  /** Seconds as `m:ss`, from an hour on as `h:mm:ss`. */
  duration(seconds: number): string;
  /** How long a step took, such as `40ms` or `1.4s`. */
  elapsed(milliseconds: number): string;
  number(value: number, options?: Intl.NumberFormatOptions): string;
  /** Which form of a word goes with a count. */
  plural(count: number): PluralCategory;
  /** "a, b and c". */
  list(values: readonly string[], type?: "conjunction" | "disjunction"): string;
  /** Compares names as a dictionary of that language orders them. */
  compare(one: string, other: string): number;
}

const steps = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

type IntlKind = "Collator" | "DateTimeFormat" | "ListFormat" | "NumberFormat" | "PluralRules" | "RelativeTimeFormat";

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
  const two = (value: number): string => String(value).padStart(2, "0");

  return {
    language,
    number,
    plural: (count) => intl("PluralRules").select(count),
    date: (value, dateStyle = "medium") => dates(value, { dateStyle }),
    time: (value) => dates(value, { timeStyle: "short" }),
    dateTime: (value, dateStyle = "medium") => dates(value, { dateStyle, timeStyle: "short" }),
    relative: (value, { now = Date.now(), style = "long" } = {}) => {
      const seconds = (new Date(value).getTime() - new Date(now).getTime()) / 1000;
      const format = intl("RelativeTimeFormat", { numeric: "auto", style });
      const step = steps.find(([, size]) => Math.abs(seconds) >= size);
      return step === undefined ? format.format(0, "second") : format.format(Math.trunc(seconds / step[1]), step[0]);
    },
    duration: (value) => {
      const seconds = Math.max(0, Math.floor(value));
      const minutes = Math.floor(seconds / 60);
      if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
      return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
    },
    elapsed: (value) => {
      const short = value < 1000;
      return number(short ? value : value / 1000, {
        style: "unit",
        unit: short ? "millisecond" : "second",
        unitDisplay: "short",
        maximumFractionDigits: short ? 0 : 1,
      });
    },
    list: (values, type = "conjunction") => intl("ListFormat", { type }).format(values),
    compare: (one, other) => intl("Collator", { numeric: true }).compare(one, other),
  };
}
