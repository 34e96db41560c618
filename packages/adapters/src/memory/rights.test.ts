import assert from "node:assert/strict";
import { test } from "node:test";
import { crew } from "./testing/crew.ts";

const { company } = crew().memory;
const { head } = company.demoPeople;

test("under the policy 'same' the scope department leaves out the departments below", async () => {
  const listed = async (departmentScope: "below" | "same"): Promise<readonly string[]> => {
    const c = crew({ company: { ...company, policy: { ...company.policy, departmentScope } } });
    const { items } = await c.as(head).users.list({ limit: 200 });
    return [...new Set(items.map(({ departmentId }) => departmentId))];
  };
  assert.ok((await listed("below")).length > 1);
  assert.deepEqual(await listed("same"), ["d-sales"]);
});

test("a company whose catalogue leaves nobody who could administer is refused", () => {
  const catalogue = { sections: company.catalogue.sections.filter(({ id }) => id !== "administration") };
  assert.throws(() => crew({ company: { ...company, catalogue } }), RangeError);
});

test("a role whose end has come is gone at that instant, and its people are told nothing more of what it let them see", async () => {
  const until = "2026-03-02T10:00:00.000Z";
  const c = crew();
  const { items } = await c.admin.assignments.list({ roleId: "r-manager" });
  const { version } = await c.admin.roles.get({ id: "r-manager" });
  const ended = items.map(({ subject }) => ({ subject, until }));
  await c.admin.assignments.replace({ roleId: "r-manager", version, assignments: ended });
  const person = company.demoPeople.manager;
  const calls = async (): Promise<string> => (await c.as(person).session.me({})).grants["call.place"] ?? "none";
  assert.equal(await calls(), "any");
  c.setClock("2026-03-02T09:59:59.999Z");
  assert.equal(await calls(), "any");
  c.setClock(until);
  assert.equal(await calls(), "none");
  c.setClock("2026-03-02T09:00:00.000Z");
  assert.equal(await calls(), "any", "asked of an earlier instant it counts again");
});

test("who holds a grant that the catalogue lacks for now is managed by those alone who hold it too", async () => {
  const catalogue = {
    sections: company.catalogue.sections.map((section) => ({
      ...section,
      entities: section.entities.filter(({ id }) => id !== "deal"),
    })),
  };
  const { manager } = company.demoPeople;
  const writing = async (...holders: readonly string[]): Promise<unknown> => {
    const roles = company.roles.map((role) =>
      holders.includes(role.id) ? { ...role, grants: { ...role.grants, "deal.export": "any" as const } } : role,
    );
    const c = crew({ company: { ...company, catalogue, roles } });
    const { version } = await c.admin.users.get({ id: manager });
    return c.as(head).users.update({ id: manager, version, patch: { serviceNumber: "1" } });
  };
  await assert.doesNotReject(writing());
  await assert.rejects(writing("r-manager"), { code: "forbidden" });
  await assert.doesNotReject(writing("r-manager", "r-head"));
});
