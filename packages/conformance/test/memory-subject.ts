import { createMemoryAdapter } from "@crewdock/adapters/memory";
import type { ConformanceSubject } from "@crewdock/conformance";

/** What is not asked of the memory adapter with the sample company, and why. */
export const leftOutOnMemory: readonly string[] = [
  "every member can be written",
  "asked only of what is not offered",
  "no further member is required",
  "no line that can be disturbed was given",
  "no part of the name is kept from changing",
  "the nobody does not see own contacts only",
  "the nobody has call.recording.listen",
  "the nobody has call.view",
  "the nobody has contact.view",
];

/** The memory adapter with its sample company, and a probe that reads its snapshot. */
export function memorySubject(
  memory: ReturnType<typeof createMemoryAdapter> = createMemoryAdapter(),
): ConformanceSubject {
  const { admin, head, manager } = memory.company.demoPeople;
  const userIds = { admin, limited: head, nobody: manager, stranger: "nobody-knows" };
  return {
    adapterFor: (actor) => memory.as(userIds[actor]),
    probe: {
      countUsers: async (login) => memory.snapshot().users.filter((user) => user.login === login).length,
      readUser: async (id) => memory.snapshot().users.find((user) => user.id === id) ?? null,
      countRoles: async (name) => memory.snapshot().roles.filter((role) => role.name === name).length,
    },
  };
}
