import { type Capabilities, contractVersion, type MethodCapability } from "@crewdock/contract";
import type { Handlers } from "../http/handlers.ts";

/** The capability document, made from the handlers that there are. */
export function capabilitiesOf(ports: Omit<Handlers, "session">): Capabilities {
  const methods: Record<string, MethodCapability> = { "session.me": { supported: true } };
  for (const [port, verbs] of Object.entries(ports)) {
    for (const [verb, handler] of Object.entries(verbs)) {
      methods[`${port}.${verb}`] =
        "unavailable" in handler ? { supported: false, why: handler.unavailable } : { supported: true };
    }
  }
  return {
    contract: contractVersion,
    methods,
    limits: { page: 200, bulk: 0 },
    concurrency: "etag",
    removal: "none",
  };
}
