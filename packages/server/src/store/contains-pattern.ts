import { fold } from "@crewdock/contract/serve";

/** The pattern of LIKE that finds `text` anywhere in a folded column, as `matches` of the contract does in memory. */
export function containsPattern(text: string): string {
  return `%${fold(text)
    .trim()
    .replace(/[\\%_]/g, "\\$&")}%`;
}
