import { after, test } from "node:test";
import { openPostgres } from "@crewdock/server";
import { needsPostgres, ownPostgres } from "../../server/src/testing/own-postgres.ts";
import { declareCases } from "./declare-cases.ts";
import { leftOutOnServer, serveOn } from "./server-subject.ts";

if (needsPostgres.skip !== false) {
  void test("the server on PostgreSQL conforms", needsPostgres, () => {});
} else {
  const postgres = await ownPostgres();
  const db = await openPostgres({ url: postgres.url });
  const server = await serveOn(db);
  after(async () => {
    await server[Symbol.asyncDispose]();
    await db.close();
    await postgres[Symbol.asyncDispose]();
  });
  await declareCases(server.subject, leftOutOnServer);
}
