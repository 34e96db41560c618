import type { CrewServerOptions } from "../../src/options.ts";
import type { Db } from "../../src/store/db.ts";

export const ORIGIN = "https://crm.example";
export const TOKEN_KEYS = { t1: "token-key-of-the-benchmark-0123456789abcd" };

/** How the server is run in production, but for the limits, which are for clients that ask less. */
export function benchOptions(db: Db): CrewServerOptions {
  return {
    db,
    hostKey: "host-key-of-the-benchmark-0123456789abcd",
    tokenKeys: TOKEN_KEYS,
    sealKeys: { k1: new Uint8Array(32).fill(7) },
    limits: { perUser: null, perAddress: null, perHostKey: null, streamsPerUser: null },
  };
}
