import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { mayShow, type PhoneCredentials, type PhoneNumber, type User } from "@crewdock/contract";
import type { Db, Queries } from "../store/db.ts";
import { onBothDatabases } from "../testing/on-both-databases.ts";
import { tamperedDb } from "../testing/tampered-db.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";

function offeredNumbersTests(open: () => Promise<Db>): void {
  let crew: TestServer;
  let numbers: readonly PhoneNumber[];
  /** How many rows of numbers were read. */
  let read = 0;

  before(async () => {
    const inner = await open();
    const db = tamperedDb(inner, {
      query: async <Row extends object>(...statement: Parameters<Queries["query"]>) => {
        const rows = await inner.query<Row>(...statement);
        if (statement[0].includes("from phone_numbers")) read += rows.length;
        return rows;
      },
    });
    crew = await startTestServer({ db });
    const { admin } = crew.company.demoPeople;
    const more = [
      ["n-management", "calls", "d-management"],
      ["n-new-business", "calls", "d-new-business"],
      ["n-nobody", "calls", ""],
      ["n-support-sms", "sms", "d-support"],
      ["n-two", "calls,sms", "d-support,d-sales"],
    ] as const;
    for (const [at, [id, uses, departments]] of more.entries())
      await db.query(
        `insert into phone_numbers (tenant_id, id, number, name, uses, department_ids)
         values ('main', $1, $2, $1, string_to_array($3, ','), string_to_array($4, ','))`,
        [id, `+4822000100${at}`, uses, departments],
      );
    numbers = (await crew.ask<{ items: readonly PhoneNumber[] }>(admin, "GET /v1/numbers")).body.items;
    assert.ok(numbers.length > more.length);
  });
  after(() => crew[Symbol.asyncDispose]());

  const credentials = async (userId: string, use = "call"): Promise<PhoneCredentials> => {
    read = 0;
    const { status, body } = await crew.ask<PhoneCredentials>(userId, "POST /v1/phone/credentials", { body: { use } });
    assert.equal(status, 200);
    return body;
  };
  const person = async (id: string): Promise<User> =>
    (await crew.ask<User>(crew.company.demoPeople.admin, `GET /v1/users/${id}`)).body;

  test("who may choose is offered the numbers that their department may show, by name, and no others are read", async () => {
    let offers = 0;
    for (const id of Object.values(crew.company.demoPeople)) {
      const { departmentId, callerId } = await person(id);
      const shown = numbers.filter((number) =>
        mayShow(number, "calls", departmentId, crew.company.organisation.departments),
      );
      for (const use of ["call", "receive"]) {
        const { callerIds = [], callerId: own } = await credentials(id, use);
        assert.equal(own?.id ?? null, shown.find((number) => number.id === callerId)?.id ?? null);
        if (callerIds.length === 0) continue;
        offers++;
        assert.deepEqual(
          callerIds.map((number) => number.id),
          shown.map((number) => number.id),
        );
        assert.equal(read, shown.length);
      }
    }
    assert.ok(offers > 0);
  });

  test("for who may not choose nothing is read but the number that they show", async () => {
    const { manager } = crew.company.demoPeople;
    await crew.server.db.query("update roles set grants = grants - 'telephony.user.edit' where tenant_id = 'main'");
    await crew.server.db.query("update tenants set rights_version = rights_version + 1 where id = 'main'");
    const { callerId } = await person(manager);
    assert.notEqual(callerId, null);
    const theirs = await credentials(manager);
    assert.deepEqual([theirs.callerId?.id, theirs.callerIds, read], [callerId, [], 1]);
    await crew.server.db.query("update users set caller_id = null where id = $1", [manager]);
    const none = await credentials(manager);
    assert.deepEqual([none.callerId, none.callerIds, read], [null, [], 0]);
  });
}

onBothDatabases(offeredNumbersTests);
