import type { Format } from "./format.ts";

const steps = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

type Style = "long" | "short";

const made = new Map<string, Intl.RelativeTimeFormat>();

function relativeFormat(language: string, style: Style): Intl.RelativeTimeFormat {
  const key = `${language} ${style}`;
  const format = made.get(key) ?? new Intl.RelativeTimeFormat(language, { numeric: "auto", style });
  made.set(key, format);
  return format;
}

/** "5 minutes ago", "yesterday"; in the short style "5 min. ago". `now` is injected where a test needs it. */
export function relative(
  { language }: Format,
  value: Date | string | number,
  { now = Date.now(), style = "long" }: { readonly now?: Date | number; readonly style?: Style } = {},
): string {
  const seconds = (new Date(value).getTime() - new Date(now).getTime()) / 1000;
  const format = relativeFormat(language, style);
  const step = steps.find(([, size]) => Math.abs(seconds) >= size);
  return step === undefined ? format.format(0, "second") : format.format(Math.trunc(seconds / step[1]), step[0]);
}

/** Seconds as `m:ss`, from an hour on as `h:mm:ss`. */
export function duration(value: number): string {
  const two = (part: number): string => String(part).padStart(2, "0");
  const seconds = Math.max(0, Math.floor(value));
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** How long a step took, such as `40ms` or `1.4s`. */
export function elapsed({ number }: Format, milliseconds: number): string {
  const short = milliseconds < 1000;
  return number(short ? milliseconds : milliseconds / 1000, {
    style: "unit",
    unit: short ? "millisecond" : "second",
    unitDisplay: "short",
    maximumFractionDigits: short ? 0 : 1,
  });
}
