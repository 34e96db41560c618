import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { after, describe, it } from "node:test";
import { createRestAdapter } from "@crewdock/adapters/rest";
import { runConformance } from "@crewdock/conformance";
import { mailProviders, providerForDomain } from "@crewdock/contract/mail-providers";
import { type CrewServerOptions, createCrewServer, seedSample } from "@crewdock/server";
import { createAdaptorServer } from "@hono/node-server";
import { openMemoryDb } from "../../server/src/testing/memory-db.ts";

/** No case of the kit reaches another server. */
const mail: NonNullable<CrewServerOptions["mail"]> = {
  probe: {
    check: () => {
      throw new Error("no mail server in this test");
    },
    folders: () => Promise.reject(new Error("no mail server in this test")),
  },
  discovery: {
    providers: mailProviders,
    discover: async (email) => {
      const provider = providerForDomain(email.slice(email.lastIndexOf("@") + 1));
      return { provider, source: provider ? "domain" : "none" };
    },
  },
};

const db = await openMemoryDb();
const server = await createCrewServer({
  db,
  hostKey: "h".repeat(32),
  tokenKeys: { test: "t".repeat(32) },
  sealKeys: { test: new Uint8Array(32).fill(7) },
  sip: {
    domain: "crewdock.test",
    webSocketUrl: "ws://127.0.0.1:1/sip",
    ephemeralSecret: "e".repeat(32),
    defaults: { domain: "crewdock.test", port: 5060, transport: "ws", webSocketUrl: null },
  },
  mail,
});
const { company } = await seedSample(server);
const http = createAdaptorServer({ fetch: server.fetch });
http.listen(0, "127.0.0.1");
await once(http, "listening");
const origin = `http://127.0.0.1:${String((http.address() as AddressInfo).port)}`;

after(async () => {
  await server.close();
  http.close();
  if ("closeAllConnections" in http) http.closeAllConnections();
  await db.close();
});

runConformance({
  adapterFor: (actor) =>
    createRestAdapter({
      baseUrl: `${origin}/crewdock/v1`,
      fetchToken: () => server.mintToken({ userId: company.demoPeople[actor], origin, ttlSeconds: 300 }),
    }),
  describe,
  it,
});
