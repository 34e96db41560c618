import { after, describe, it } from "node:test";
import { runConformance } from "@crewdock/conformance";
import { openMemoryDb } from "../../server/src/testing/memory-db.ts";
import { serveOn } from "./server-subject.ts";

const db = await openMemoryDb();
const server = await serveOn(db);

after(async () => {
  await server[Symbol.asyncDispose]();
  await db.close();
});

runConformance({ ...server.subject, describe, it });
