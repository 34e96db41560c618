import type { Id, RightsPath, User } from "@crewdock/contract";
import type { I18n } from "../../../../kit/index.ts";
import { describeSubject } from "../../../model/describe-subject.ts";
import type { RoleContent } from "../../../model/role-data.ts";
import type { PeopleSource } from "../messages/index.ts";

/** By what a role comes to somebody, in words: "through the department “Sales”, which is above “East”". */
export function pathText(
  { t }: I18n<PeopleSource>,
  { subject, through }: RightsPath,
  content: RoleContent | null,
  users: ReadonlyMap<Id, User>,
): string {
  const nameOf = (id: Id): string => describeSubject({ ...subject, id }, content, users).name ?? t("unknownName");
  const { kind } = describeSubject(subject, content, users);
  const name = nameOf(subject.id);
  if (kind === "user" || kind === "position") return t(`path_${kind}`, { name });
  if (through === subject.id) return t(`path_${kind}`, { name });
  return t(`path_${kind}Above`, { name, through: nameOf(through) });
}

/** The last day on which something counts, of the instant at which it no longer does. */
export function lastDayText({ format }: Pick<I18n<PeopleSource>, "format">, until: string): string {
  return format.date(Date.parse(until) - 1);
}
