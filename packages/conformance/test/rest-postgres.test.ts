import { after, test } from "node:test";
import { openPostgres } from "@crewdock/server";
import { postgresPrograms, startPostgres } from "../../server/src/testing/temporary-postgres.ts";
import { declareCases } from "./declare-cases.ts";
import { leftOutOnServer, serveOn } from "./server-subject.ts";

const programs = await postgresPrograms();

if (programs === undefined) {
  void test("the server on PostgreSQL conforms", { skip: "needs PostgreSQL" }, () => {});
} else {
  const postgres = await startPostgres(programs);
  const db = await openPostgres({ url: postgres.url });
  const server = await serveOn(db);
  after(async () => {
    await server[Symbol.asyncDispose]();
    await db.close();
    await postgres[Symbol.asyncDispose]();
  });
  await declareCases(server.subject, leftOutOnServer);
}
