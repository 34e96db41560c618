import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Catalogue,
  defaultCatalogue,
  type ExpectationVerdict,
  type RightsExpectation,
  type RightsExpectations,
  type User,
} from "@crewdock/contract";
import { startTestServer } from "../testing/test-server.ts";

const catalogue: Catalogue = {
  sections: defaultCatalogue.sections.map((section) => ({
    ...section,
    entities: section.entities.filter(({ id }) => id !== "deal"),
  })),
};

test("who holds a grant that the catalogue lacks for now is managed by those alone who hold it too", async () => {
  await using crew = await startTestServer({ catalogue });
  const { admin, head, manager } = crew.company.demoPeople;
  const write = async (serviceNumber: string): Promise<number> => {
    const { body: user } = await crew.ask<User>(admin, `GET /v1/users/${manager}`);
    const headers = { "If-Match": `"${user.version}"` };
    return (await crew.ask(head, `PATCH /v1/users/${manager}`, { body: { serviceNumber }, headers })).status;
  };
  const hold = async (role: string): Promise<void> => {
    const sql = `update roles set grants = grants || '{"deal.export":"any"}' where tenant_id = 'main' and id = $1`;
    await crew.server.db.query(sql, [role]);
    await crew.server.db.query("update tenants set rights_version = rights_version + 1 where id = 'main'");
  };
  assert.equal(await write("1"), 200);
  await hold("r-manager");
  assert.equal(await write("2"), 403);
  await hold("r-head");
  assert.equal(await write("3"), 200);
});

test("a sentence about what the catalogue lacks for now is told and kept, and stands in the way of no other", async () => {
  await using crew = await startTestServer({ catalogue });
  const { admin } = crew.company.demoPeople;
  const stale: RightsExpectation = {
    id: "e-stale",
    subject: { type: "role", id: "r-manager" },
    action: "deal.export",
    bound: "at_most",
    scope: "own",
    note: null,
  };
  await crew.server.db.query(
    `insert into rights_expectations (tenant_id, id, place, subject_type, subject_id, action, bound, scope)
     values ('main', $1, 0, 'role', $2, $3, 'at_most', 'own')`,
    [stale.id, stale.subject.id, stale.action],
  );
  const read = async (): Promise<RightsExpectations> =>
    (await crew.ask<RightsExpectations>(admin, "GET /v1/expectations")).body;
  const test = (...expectations: RightsExpectation[]) =>
    crew.ask<{ items: ExpectationVerdict[] }>(admin, "POST /v1/expectations/test", { body: { expectations } });
  const set = async (...expectations: RightsExpectation[]): Promise<number> => {
    const headers = { "If-Match": `"${(await read()).version}"` };
    return (await crew.ask(admin, "PUT /v1/expectations", { body: { expectations }, headers })).status;
  };
  assert.deepEqual((await read()).expectations, [stale]);
  assert.deepEqual(
    (await test(stale)).body.items.map(({ id, holds }) => [id, holds]),
    [["e-stale", true]],
  );
  const other: RightsExpectation = { ...stale, id: "e-other", action: "contact.export" };
  assert.equal(await set({ ...stale, note: "Of old." }, other), 200);
  for (const changed of [
    { ...stale, scope: "none" },
    { ...stale, id: "e-new" },
  ] as const) {
    assert.equal((await test(changed)).status, 422);
    assert.equal(await set(changed, other), 422);
  }
  assert.equal(await set(other), 200);
});
