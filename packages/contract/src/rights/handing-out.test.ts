import assert from "node:assert/strict";
import { test } from "node:test";
import { type CrewError, isCrewError } from "../errors/crew-error.ts";
import { compileRights } from "./compiled-rights.ts";
import type { RightsUser } from "./facts.ts";
import { guardHandingOut, mayHandOut } from "./handing-out.ts";
import { rightsOf, standingRightsOf } from "./user-rights.ts";

const own = { "call.view": "department" } as const;
const wider = { "call.view": "any" } as const;

test("who manages roles may hand out anything, others what they have themselves", () => {
  assert.ok(mayHandOut({ "role.manage": "any" }, wider));
  assert.ok(mayHandOut(own, { "call.view": "own" }));
  assert.ok(!mayHandOut(own, wider));
});

test("a blocked person's rights are those that come back with activation", () => {
  const user: RightsUser = { id: "u", state: "blocked", departmentId: "d", positionId: null, groupIds: [] };
  const facts = {
    departments: [],
    groups: [],
    roles: [{ id: "r", name: "R", grants: wider }],
    assignments: [{ roleId: "r", subject: { type: "user", id: "u" }, until: null } as const],
  };
  const rights = compileRights(facts, new Date("2026-03-01T12:00:00.000Z"));
  assert.deepEqual(standingRightsOf(rights, user).grants, wider);
  assert.deepEqual(rightsOf(rights, user).grants, {});
});

test("too wide rights are refused where they come from", () => {
  const refusal = (changed: readonly string[]) => (error: unknown) =>
    isCrewError(error) && error.fields.map(({ pointer, code }) => `${pointer} ${code}`).join() === changed.join();
  const guard = (...changed: string[]) => guardHandingOut(own, wider, new Set(changed));
  assert.throws(() => guard("email", "groupIds"), refusal(["/groupIds not_allowed"]));
  assert.throws(() => guard("groupIds", "positionId"), refusal(["/positionId not_allowed"]));
  assert.throws(
    () => guard("email"),
    (error: CrewError) => error.code === "forbidden",
  );
  assert.doesNotThrow(() => guardHandingOut(own, own, new Set(["roleIds"])));
});

test("what the catalogue lacks for now is held all the same, and compared with what others hold", () => {
  const facts = {
    departments: [],
    groups: [],
    roles: [
      { id: "big", name: "Big", grants: { "deal.export": "any", "call.view": "own" } },
      { id: "more", name: "More", grants: { "deal.export": "own", "call.view": "any" } },
    ] as const,
    assignments: (["big", "more"] as const).map((roleId) => ({
      roleId,
      subject: { type: "user", id: "u" } as const,
      until: null,
    })),
    catalogue: { sections: [] },
  };
  const user: RightsUser = { id: "u", state: "blocked", departmentId: "d", positionId: null, groupIds: [] };
  const rights = compileRights(facts, new Date("2026-03-01T12:00:00.000Z"));
  assert.deepEqual(standingRightsOf(rights, user).grants, {});
  assert.deepEqual(standingRightsOf(rights, user).held, { "deal.export": "any", "call.view": "any" });
  assert.deepEqual(rightsOf(rights, user).held, {});
});
