import { type Capabilities, contractVersion, type MethodCapability } from "@crewdock/contract";
import type { Handlers } from "../http/handlers.ts";
import type { Services } from "../services.ts";
import { BULK_LIMIT } from "../users/bulk-users.ts";
import { IMPORT_LIMIT } from "../users/import-users.ts";
import { canInvite } from "../users/send-letters.ts";

/** The capability document, made from the handlers that there are and from what the operator has configured. */
export function capabilitiesOf(services: Services, ports: Omit<Handlers, "session">): Capabilities {
  const methods: Record<string, MethodCapability> = {
    "session.me": { supported: true },
    "users.invite": canInvite(services) ? { supported: true } : { supported: false, why: "not_configured" },
  };
  for (const [port, verbs] of Object.entries(ports)) {
    for (const [verb, handler] of Object.entries(verbs)) {
      methods[`${port}.${verb}`] =
        "unavailable" in handler ? { supported: false, why: handler.unavailable } : { supported: true };
    }
  }
  return {
    contract: contractVersion,
    methods,
    limits: { page: 200, bulk: BULK_LIMIT, import: IMPORT_LIMIT },
    concurrency: "etag",
    removal: "hard",
  };
}
