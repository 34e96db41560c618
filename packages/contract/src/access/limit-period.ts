import type { LimitPeriod } from "./activity-limit.ts";

/** From the first instant that counts to the first that does not. */
export interface Period {
  readonly start: Date;
  readonly end: Date;
}

const day = 86_400_000;
const clocks = new Map<string, Intl.DateTimeFormat>();

/**
 * The day, the week from Monday (ISO 8601) or the month that runs at an instant on the clocks of a time zone (IANA
 * name). Where midnight is skipped by summer time, the day begins with the first moment after it.
 */
export function periodAt(at: Date, period: LimitPeriod, timeZone: string): Period {
  const today = new Date(localTime(at.getTime(), timeZone));
  const [year, month, date] = [today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate()];
  const monday = date - ((today.getUTCDay() + 6) % 7);
  const [from, to] = {
    day: [Date.UTC(year, month, date), Date.UTC(year, month, date + 1)],
    week: [Date.UTC(year, month, monday), Date.UTC(year, month, monday + 7)],
    month: [Date.UTC(year, month, 1), Date.UTC(year, month + 1, 1)],
  }[period] as [number, number];
  return { start: instantOf(from, timeZone), end: instantOf(to, timeZone) };
}

/** What the clocks of a zone show at an instant, as milliseconds as if they were those of UTC. */
function localTime(instant: number, timeZone: string): number {
  let clock = clocks.get(timeZone);
  if (!clock) {
    clock = new Intl.DateTimeFormat("en-u-ca-iso8601-nu-latn", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    clocks.set(timeZone, clock);
  }
  const shown = Object.fromEntries(clock.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(
    shown["year"] ?? 0,
    (shown["month"] ?? 1) - 1,
    shown["day"] ?? 1,
    shown["hour"] ?? 0,
    shown["minute"] ?? 0,
    shown["second"] ?? 0,
  );
}

/** The first instant at which the clocks show a time; a time that is skipped is taken as long after the gap's beginning. */
function instantOf(wall: number, timeZone: string): Date {
  const offset = (instant: number): number => localTime(instant, timeZone) - instant;
  const before = wall - offset(wall - day);
  const after = wall - offset(wall + day);
  const exact = [before, after].filter((instant) => localTime(instant, timeZone) === wall);
  return new Date(exact.length > 0 ? Math.min(...exact) : before);
}
