/** A day in the browser's time zone as date fields have it, `YYYY-MM-DD`. */
export type Day = string;

/** The day on which an instant falls. */
export function dayOf(at: Date): Day {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${String(at.getFullYear()).padStart(4, "0")}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/**
 * The instant by which rights on a day are judged: its start, so that what counts through the day before is over. Of today
 * and of days that are past it is now, as nobody keeps who had what.
 */
export function instantOf(day: Day | null, now: Date): Date {
  const start = startOf(day ?? "");
  return start !== null && start.getTime() > now.getTime() ? start : now;
}

/** The first day at whose start something is over that ends at an instant. */
export function dayAfterEnd(until: Date): Day {
  const day = new Date(until.getFullYear(), until.getMonth(), until.getDate());
  if (day.getTime() < until.getTime()) day.setDate(day.getDate() + 1);
  return dayOf(day);
}

function startOf(day: Day): Date | null {
  const [year, month, date] = day.split("-").map(Number);
  if (year === undefined || month === undefined || date === undefined) return null;
  return new Date(year, month - 1, date);
}

/** The first day of the month after that of an instant. */
export function firstOfNextMonth(now: Date): Day {
  return dayOf(new Date(now.getFullYear(), now.getMonth() + 1, 1));
}
