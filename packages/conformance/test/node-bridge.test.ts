import assert from "node:assert/strict";
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, test } from "node:test";
import { createMemoryAdapter } from "@crewdock/adapters/memory";
import { conformanceCases, openBench, runCases } from "@crewdock/conformance";
import { restSubject } from "@crewdock/conformance/rest";
import { CrewError } from "@crewdock/contract";
import { serveAdapter } from "@crewdock/contract/serve";

interface Example {
  readonly serverOf: (handle: (request: Request) => Promise<Response>) => Server;
}

const example = join(import.meta.dirname, "../../../docs/examples/node-bridge.mjs");
const { serverOf } = (await import(example)) as Example;

const memory = createMemoryAdapter();
const handle = serveAdapter({
  actingFor: (request) => {
    if (request.headers.get("authorization") !== "Bearer of-admin") throw new CrewError("unauthenticated");
    const actorId = memory.company.demoPeople.admin;
    return { actorId, adapter: memory.as(actorId) };
  },
});
const server = serverOf(handle);
server.listen(0, "127.0.0.1");
await once(server, "listening");
after(() => {
  server.close();
  server.closeAllConnections();
});

test("the bridge to node:http passes bodies, answers, live streams and aborts on", async () => {
  const token = "of-admin";
  const expiresAt = new Date(Date.now() + 300_000).toISOString();
  const baseUrl = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/v1`;
  const subject = restSubject({ baseUrl, tokens: { admin: async () => ({ token, expiresAt }) } });
  const cases = conformanceCases.filter(
    ({ port, family }) => ["users", "events"].includes(port) && ["behaviour", "live", "cancellation"].includes(family),
  );
  const reports = await runCases(await openBench(subject), { cases });
  const failures = reports.filter(({ result }) => result === "failed").map(({ name, failure }) => [name, failure]);
  assert.deepEqual(failures, []);
  assert.ok(reports.filter(({ result }) => result === "passed").length > 40);
  assert.ok(reports.some(({ family, result }) => family === "live" && result === "passed"));
});
