// What a page of 50 users costs over HTTP on the embedded database, beside a bare node:http server that answers the same
// bytes. One connection, one request after the other, both servers in turns.
import { once } from "node:events";
import { Agent, createServer, get, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { startTestServer } from "../src/testing/test-server.ts";
import { milliseconds, report, summary } from "./summary.ts";

const ROUNDS = 600;
const WARM_UP = 100;
const PATH = "/crewdock/v1/users?limit=50";

await using crew = await startTestServer();
const listener = getRequestListener(crew.server.fetch, { overrideGlobalObjects: false });
const ours = await listen(createServer((request, response) => void listener(request, response)));
const headers = { authorization: `Bearer ${await crew.token(crew.company.demoPeople.admin)}` };
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const page = await ask(ours);
const bare = await listen(
  createServer((_request, response) => response.setHeader("content-type", "application/json").end(page)),
);

const times: { readonly users: number[]; readonly bare: number[] } = { users: [], bare: [] };
for (let round = -WARM_UP; round < ROUNDS; round += 1) {
  const users = await timed(ours);
  const same = await timed(bare);
  if (round < 0) continue;
  times.users.push(users);
  times.bare.push(same);
}
agent.destroy();
for (const server of [ours, bare]) server.close();

const [users, same] = [summary(times.users), summary(times.bare)];
const ratio = Math.round((10 * users.p50) / same.p50) / 10;
report({ unit: "ms", rounds: ROUNDS, bytes: page.length, users, bare: same, ratio }, () => [
  `GET /users?limit=50, ${page.length} bytes: ${milliseconds(users)}, bare server ${milliseconds(same)}, ratio ${ratio}`,
]);

async function listen(server: Server): Promise<Server> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

async function timed(server: Server): Promise<number> {
  const started = performance.now();
  await ask(server);
  return performance.now() - started;
}

async function ask(server: Server): Promise<Buffer> {
  const { port } = server.address() as AddressInfo;
  const request = get({ host: "127.0.0.1", port, path: PATH, headers, agent });
  const [response] = (await once(request, "response")) as [IncomingMessage];
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  if (response.statusCode !== 200) throw new Error(`answered ${response.statusCode}`);
  return Buffer.concat(parts);
}
