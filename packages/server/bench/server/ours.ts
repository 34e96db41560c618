// The server under test in a process of its own: `ours.ts <connection string>`.
import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { createCrewServer } from "../../src/server.ts";
import { openPostgres } from "../../src/store/postgres.ts";
import { benchOptions } from "./options.ts";
import { listen } from "./listen.ts";

const db = await openPostgres({ url: process.argv[2] ?? "" });
const crew = await createCrewServer(benchOptions(db));
const listener = getRequestListener(crew.fetch, { overrideGlobalObjects: false });
await listen(createServer((request, response) => void listener(request, response)));
