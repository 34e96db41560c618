import type { Capabilities, Organisation, User } from "@crewdock/contract";
import { telephonyRefusal } from "../telephony-refusal.ts";

/** What stands in the column about a person's work: what this company tells people apart by. */
export type WorkColumn = "position" | "department" | "role";

/** Columns that depend on what the backend has. */
export interface Columns {
  readonly work: WorkColumn;
  readonly extension: boolean;
}

/** The columns of a list; while nothing is known yet, those of a whole backend. */
export function columnsOf(
  capabilities: Capabilities | undefined,
  organisation: Organisation | undefined,
  hasRoles: boolean,
  users: readonly User[],
): Columns {
  const telephony = capabilities === undefined || telephonyRefusal(capabilities) !== "not_in_backend";
  return {
    work: workColumn(organisation, hasRoles),
    extension: telephony || users.some(({ sipAccount }) => sipAccount !== null),
  };
}

function workColumn(organisation: Organisation | undefined, hasRoles: boolean): WorkColumn {
  if (organisation === undefined || organisation.positions.length > 0) return "position";
  return organisation.departments.length > 1 || !hasRoles ? "department" : "role";
}
