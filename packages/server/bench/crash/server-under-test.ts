import type { CrewServerOptions } from "../../src/options.ts";
import type { Db } from "../../src/store/db.ts";
import { openEmbedded } from "../../src/store/embedded.ts";
import { openPostgres } from "../../src/store/postgres.ts";

/** Where the data lies: a folder of the embedded database, or a PostgreSQL. */
export type Place = { readonly folder: string } | { readonly url: string };

export function openPlace(place: Place): Promise<Db> {
  return "folder" in place ? openEmbedded(place) : openPostgres({ url: place.url });
}

export const TOKEN_KEYS = { t1: "token-key-of-the-crash-trials-0123456789" };
export const ORIGIN = "https://crm.example";

/** The same for the process that is killed and for the one that looks afterwards. Nobody is written to. */
export function optionsFor(db: Db): CrewServerOptions {
  return {
    db,
    hostKey: "host-key-of-the-crash-trials-0123456789",
    tokenKeys: TOKEN_KEYS,
    sealKeys: { k1: new Uint8Array(32).fill(7) },
    limits: { perUser: null, perAddress: null, perHostKey: null },
    notify: {
      mailer: { send: async () => {} },
      loginUrl: `${ORIGIN}/login`,
      passwordUrl: (token) => `${ORIGIN}/password#${token}`,
    },
    sip: {
      domain: "crewdock.test",
      webSocketUrl: "ws://127.0.0.1:5062",
      ephemeralSecret: "sip-secret-of-the-crash-trials",
      defaults: { domain: "crewdock.test", port: 5060, transport: "ws", webSocketUrl: "ws://127.0.0.1:5062" },
    },
  };
}
