import {
  displayName,
  type ExpectationSubject,
  type Id,
  may,
  type RightsExpectation,
  supports,
} from "@crewdock/contract";
import { matching, type Option } from "../../../../kit/index.ts";
import type { SectionSource } from "../../section.tsx";
import { subjectName } from "./sentence.ts";

/** A subject as the value of an option. */
export const subjectValue = ({ type, id }: ExpectationSubject): string => `${type}:${id}`;

/** The subject of an option's value. */
export function subjectOf(value: string): ExpectationSubject {
  const at = value.indexOf(":");
  return { type: value.slice(0, at) as ExpectationSubject["type"], id: value.slice(at + 1) };
}

/** So many people are offered for what was typed. */
const FOUND = 8;

/** Everybody and everything that a rule can be about and that fits a query: what is known by heart, then people. */
export async function findSubjects(
  { client, content, session }: SectionSource,
  groupName: (type: ExpectationSubject["type"]) => string,
  query: string,
  abort: AbortSignal,
): Promise<readonly Option[]> {
  const { roles = [], organisation } = content.value ?? {};
  const { positions = [], departments = [], groups = [] } = organisation ?? {};
  const nodes = { role: roles, position: positions, department: departments, group: groups } as const;
  const options = (["role", "position", "department", "group"] as const).flatMap((type) =>
    nodes[type].map(({ id, name }): Option => ({
      value: subjectValue({ type, id }),
      label: name,
      group: groupName(type),
    })),
  );
  const known = matching(options, query);
  if (query.trim() === "" || !may(session, "user.view") || !supports(session.capabilities, "users.list")) return known;
  const { items } = await client.users.list({ q: query, limit: FOUND }, { signal: abort });
  const people = items.map(({ id, name, email }): Option => ({
    value: subjectValue({ type: "user", id }),
    label: displayName(name),
    detail: email,
    group: groupName("user"),
  }));
  return [...known, ...people];
}

/** The option of the subject that a rule has already. */
export function subjectOption(
  { subject }: RightsExpectation,
  source: SectionSource,
  people: ReadonlyMap<Id, string>,
  gone: string,
): Option {
  const label = subjectName(subject, { content: source.content.value, people }) ?? gone;
  return { value: subjectValue(subject), label };
}
