import { createMemoryAdapter, type MemoryAdapter, type MemoryAdapterOptions } from "@crewdock/adapters/memory";
import type { Capabilities } from "@crewdock/contract";

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
  fields: Capabilities["fields"] = {},
): MemoryAdapter {
  const adapter = createMemoryAdapter({ without });
  const { session } = adapter.ports;
  const me: typeof session.me = async (input, context) => {
    const own = await session.me(input, context);
    return { ...own, capabilities: { ...own.capabilities, fields } };
  };
  return { ...adapter, ports: { ...adapter.ports, session: { ...session, me } } };
}
