import type { Assignment, IsoTime, Subject } from "@crewdock/contract";

/** One subject that has the role, for good or until an instant. */
export interface Given {
  readonly subject: Subject;
  readonly until: IsoTime | null;
}

/** Names a subject among all kinds, such as `position:p-1`. */
export type SubjectKey = string;

export function subjectKey(subject: Subject): SubjectKey {
  return `${subject.type}:${subject.id}`;
}

/** The subject behind a key; null for what is none. */
export function parseSubject(key: SubjectKey): Subject | null {
  const at = key.indexOf(":");
  const type = key.slice(0, at);
  if (type !== "user" && type !== "department" && type !== "position" && type !== "group") return null;
  return { type, id: key.slice(at + 1) };
}

/** Who has a role, without the role. */
export function givenOf(assignments: readonly Assignment[], roleId: string): readonly Given[] {
  return assignments
    .filter((assignment) => assignment.roleId === roleId)
    .map(({ subject, until }) => ({ subject, until }));
}

/** Subjects that were added, removed or got another end. */
export function changedSubjects(before: readonly Given[], after: readonly Given[]): readonly SubjectKey[] {
  const old = untilBySubject(before);
  const now = untilBySubject(after);
  return [...new Set([...old.keys(), ...now.keys()])].filter((key) => old.get(key) !== now.get(key));
}

/** End by subject; null for good, absent where the subject does not have the role. */
export function untilBySubject(given: readonly Given[]): ReadonlyMap<SubjectKey, IsoTime | null> {
  return new Map(given.map(({ subject, until }) => [subjectKey(subject), until]));
}

/**
 * The instant at which the day after `day` starts in the browser's time zone: an assignment until the 5th counts
 * through the 5th.
 * @param day `YYYY-MM-DD` as date fields give it
 */
export function untilAfterDay(day: string): IsoTime | null {
  const [year, month, date] = day.split("-").map(Number);
  if (year === undefined || month === undefined || date === undefined) return null;
  const end = new Date(year, month - 1, date + 1);
  return Number.isNaN(end.getTime()) ? null : end.toISOString();
}

/** The last day on which an assignment counts, as a date field wants it. */
export function lastDay(until: IsoTime): string {
  const last = new Date(new Date(until).getTime() - 1);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${String(last.getFullYear()).padStart(4, "0")}-${two(last.getMonth() + 1)}-${two(last.getDate())}`;
}
