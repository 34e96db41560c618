import { createMemoryAdapter, type MemoryAdapter, type MemoryAdapterOptions } from "@crewdock/adapters/memory";

/** What a CRM of users and roles alone does not have. */
export const usersAndRolesOnly = [
  "assignments",
  "telephony",
  "calls",
  "mail",
  "access",
  "records",
  "directory",
  "audit",
  "events",
  "users.bulk",
  "users.remove",
  "users.invite",
  "users.resendInvitation",
  "users.endSessions",
] as const;

/** A company without `methods`, of whose users the backend says `fields`. */
export function partialAdapter(
  without: MemoryAdapterOptions["without"],
  fields?: MemoryAdapterOptions["fields"],
): MemoryAdapter {
  return createMemoryAdapter({ without, fields });
}
