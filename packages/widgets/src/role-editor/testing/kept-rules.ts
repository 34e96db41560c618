import type { MemoryAdapter } from "@crewdock/adapters/memory";
import type { RightsExpectation, RightsExpectations } from "@crewdock/contract";
import { context } from "./role-editor-page.ts";

/** A rule that the sample company keeps to, and one more right of its managers breaks. */
export const mustNot: RightsExpectation = {
  id: "e-1",
  subject: { type: "role", id: "r-manager" },
  action: "contact.export",
  bound: "at_most",
  scope: "none",
  note: "The data protection officer alone.",
};

/** {@link mustNot} in English. */
export const sentence = "Everybody with the role “Manager” must not have “Contacts: Export”";

/** Keeps these rules and no other. */
export async function keep(
  memory: MemoryAdapter,
  ...expectations: readonly RightsExpectation[]
): Promise<RightsExpectations> {
  const { version } = await memory.ports.roles.expectations({}, context);
  return memory.ports.roles.setExpectations({ version, expectations }, context);
}
