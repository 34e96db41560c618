import { after } from "node:test";
import { openMemoryDb } from "../../server/src/testing/memory-db.ts";
import { declareCases } from "./declare-cases.ts";
import { leftOutOnServer, serveOn } from "./server-subject.ts";

const db = await openMemoryDb();
const server = await serveOn(db);

after(async () => {
  await server[Symbol.asyncDispose]();
  await db.close();
});

await declareCases(server.subject, leftOutOnServer);
