import assert from "node:assert/strict";
import { test } from "node:test";
import type { Role, User } from "@crewdock/contract";
import { once } from "../testing/inputs.ts";
import { startTestServer } from "../testing/test-server.ts";

test("what a role let somebody write is refused from the instant at which it ends", async () => {
  await using crew = await startTestServer();
  const { admin, head } = crew.company.demoPeople;
  const far = crew.company.users.find(
    ({ id, departmentId, state, roleIds }) =>
      departmentId !== "d-sales" && state === "active" && id !== admin && roleIds.join() === "r-manager",
  );
  assert.ok(far);
  const grants = { "user.view": "any", "user.manage": "any" };
  const body = { name: "For a minute", description: null, grants };
  const { body: role } = await crew.ask<Role>(admin, "POST /v1/roles", { body, headers: once() });
  const until = new Date(crew.now.getTime() + 60_000);
  const given = await crew.ask(admin, `PUT /v1/roles/${role.id}/assignments`, {
    body: [{ subject: { type: "user", id: head }, until: until.toISOString() }],
    headers: { "If-Match": `"${role.version}"` },
  });
  assert.equal(given.status, 200);
  const write = async (serviceNumber: string): Promise<number> => {
    const { body: user } = await crew.ask<User>(admin, `GET /v1/users/${far.id}`);
    const headers = { "If-Match": `"${user.version}"` };
    return (await crew.ask(head, `PATCH /v1/users/${far.id}`, { body: { serviceNumber }, headers })).status;
  };
  assert.equal(await write("1"), 200);
  crew.now = until;
  assert.equal(await write("2"), 404);
});
