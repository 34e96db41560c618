/**
 * The day of a moment as people name it: 'Today', 'Yesterday', else '12 Nov', with the year where it is another one.
 * In the reader's time zone and language.
 */
export function dayName(moment: Date, now: Date, language: string): string {
  const days = dayNumber(now) - dayNumber(moment);
  if (days === 0 || days === 1) {
    const name = new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(-days, "day");
    return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
  }
  const year = moment.getFullYear() === now.getFullYear() ? {} : ({ year: "numeric" } as const);
  return new Intl.DateTimeFormat(language, { day: "numeric", month: "short", ...year }).format(moment);
}

/** Counts calendar days, so that a day of 23 or 25 hours is one as well. */
function dayNumber(moment: Date): number {
  return Date.UTC(moment.getFullYear(), moment.getMonth(), moment.getDate()) / 86_400_000;
}
