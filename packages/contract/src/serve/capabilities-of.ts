import type { Adapter } from "../adapter.ts";
import type { Capabilities } from "../capabilities.ts";
import { contractVersion } from "../version.ts";

/** The capability document of a backend that offers the verbs of `ports`, and `session.me`. */
export function capabilitiesOf(
  ports: Adapter["ports"],
  rest: Partial<Omit<Capabilities, "contract" | "methods">> = {},
): Capabilities {
  const names = Object.entries(ports).flatMap(([port, verbs]) => Object.keys(verbs).map((verb) => `${port}.${verb}`));
  return {
    contract: contractVersion,
    methods: Object.fromEntries(["session.me", ...names].map((name) => [name, { supported: true }])),
    limits: { page: 200, bulk: 0 },
    concurrency: "etag",
    removal: "none",
    ...rest,
  };
}
