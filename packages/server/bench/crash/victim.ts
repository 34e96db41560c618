// A server in a process of its own, to be killed. The place of its data is the first argument, as JSON; it says where it
// listens on its first line.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { createCrewServer } from "../../src/server.ts";
import { openPlace, optionsFor, type Place } from "./server-under-test.ts";

const crew = await createCrewServer(optionsFor(await openPlace(JSON.parse(process.argv[2] ?? "") as Place)));
const listener = getRequestListener(crew.fetch, { overrideGlobalObjects: false });
const server = createServer((request, response) => void listener(request, response));
server.listen(0, "127.0.0.1");
await once(server, "listening");
console.log((server.address() as AddressInfo).port);
