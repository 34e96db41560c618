import assert from "node:assert/strict";
import { test } from "node:test";
import { type Catalogue, defaultCatalogue, type User } from "@crewdock/contract";
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
