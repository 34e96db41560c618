import { after, before, describe, it, test } from "node:test";
import { type ConformanceSubject, runConformance } from "@crewdock/conformance";
import { type Db, openPostgres } from "@crewdock/server";
import {
  postgresPrograms,
  startPostgres,
  type TemporaryPostgres,
} from "../../server/src/testing/temporary-postgres.ts";
import { type ServerUnderTest, serveOn } from "./server-subject.ts";

const programs = await postgresPrograms();

if (programs === undefined) {
  void test("the server on PostgreSQL conforms", { skip: "needs PostgreSQL" }, () => {});
} else {
  let postgres: TemporaryPostgres;
  let db: Db;
  let server: ServerUnderTest;
  before(async () => {
    postgres = await startPostgres(programs);
    db = await openPostgres({ url: postgres.url });
    server = await serveOn(db);
  });
  after(async () => {
    await server[Symbol.asyncDispose]();
    await db.close();
    await postgres[Symbol.asyncDispose]();
  });
  const subject = (): ConformanceSubject => server.subject;
  runConformance({
    adapterFor: (actor) => subject().adapterFor(actor),
    faultyAdapters: () => {
      const { faultyAdapters } = subject();
      if (!faultyAdapters) throw new RangeError("no line");
      return faultyAdapters();
    },
    probe: {
      countUsers: async (login) => (await subject().probe?.countUsers?.(login)) ?? -1,
      countRoles: async (name) => (await subject().probe?.countRoles?.(name)) ?? -1,
      readUser: async (id) => (await subject().probe?.readUser?.(id)) ?? null,
      holdsText: async (text) => (await subject().probe?.holdsText?.(text)) ?? true,
    },
    describe,
    it,
  });
}
