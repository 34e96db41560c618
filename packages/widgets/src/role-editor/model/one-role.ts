import type { CallOptions, Client, Id } from "@crewdock/contract";
import type { Given } from "./given.ts";

/**
 * Under the policy of one role each, takes the people who have just got a role directly out of the others. A backend
 * that moves them by itself leaves nothing to do here.
 */
export async function moveToRole(
  client: Client,
  roleId: Id,
  given: readonly Given[],
  options: CallOptions,
): Promise<void> {
  const people = new Set(given.flatMap(({ subject }) => (subject.type === "user" ? [subject.id] : [])));
  if (people.size === 0) return;
  const { items } = await client.assignments.list({}, options);
  const leaves = (each: (typeof items)[number]): boolean =>
    each.roleId !== roleId && each.subject.type === "user" && people.has(each.subject.id);
  for (const other of new Set(items.filter(leaves).map((each) => each.roleId))) {
    const { version } = await client.roles.get({ id: other }, options);
    const assignments = items.filter((each) => each.roleId === other && !leaves(each));
    await client.assignments.replace(
      { roleId: other, version, assignments: assignments.map(({ subject, until }) => ({ subject, until })) },
      options,
    );
  }
}
