import assert from "node:assert/strict";
import { test } from "node:test";
import {
  compileCompany,
  compileRights,
  diffRights,
  type RightsAssignment,
  type RightsFacts,
  simulate,
} from "@crewdock/contract";
import { pick, randomCatalogue, randomOrganisation, randomRole, seededRandom } from "@crewdock/contract/sample";
import { movedPeople } from "@crewdock/contract/serve";
import { signal } from "@preact/signals";
import { createAffectedPeople } from "./affected-people.ts";
import { indexCatalogue } from "./catalogue-index.ts";
import { createDraft } from "./draft.ts";
import type { Given } from "./given.ts";

const now = new Date("2026-03-01T12:00:00.000Z");

test("2000 random drafts: those who gain and lose are those whom the rights engine finds", () => {
  let hits = 0;
  for (let seed = 1; seed <= 2000; seed++) {
    const random = seededRandom(seed);
    const { facts: plain, users } = randomOrganisation(random, now);
    const catalogue = randomCatalogue(random);
    const facts: RightsFacts = { ...plain, catalogue };
    const active = users.filter(({ state }) => state === "active");
    const role = pick(random, facts.roles);
    const saved: readonly Given[] = facts.assignments.filter(({ roleId }) => roleId === role.id);
    const given: readonly Given[] =
      random() < 0.5
        ? saved
        : facts.assignments.filter(() => random() < 0.5).map(({ subject }) => ({ subject, until: null }));
    const { grants } = random() < 0.8 ? randomRole(random, role.id) : role;

    const oneRole = random() < 0.3;
    const moved = movedPeople({ rolesPerUser: oneRole ? "one" : "many" }, saved, given, now);
    const isLeft = ({ roleId, subject }: RightsAssignment): boolean =>
      roleId !== role.id && subject.type === "user" && moved.has(subject.id);
    const before = compileCompany(compileRights(facts, now), active);
    const asMoved = { ...facts, assignments: facts.assignments.filter((each) => !isLeft(each)) };
    const after = simulate(
      compileCompany(compileRights(asMoved, now), active),
      { roles: [{ ...role, grants }], given: { roleId: role.id, to: given } },
      now,
    );
    const expected = diffRights(before, after);
    hits += expected.length;

    const index = indexCatalogue(catalogue);
    const draft = createDraft(() => index, { grants: role.grants, given: saved }, { grants, given });
    const { roles, assignments, ...trees } = facts;
    const content = { index, roles, assignments, organisation: trees };
    const { people, reached } = createAffectedPeople({
      draft,
      oneRole,
      role,
      content,
      active: signal(active),
      now: () => now,
    }).value;
    const told = (changes: typeof expected | typeof people): readonly unknown[] =>
      changes.map(({ user, gains, loses }) => [
        user.id,
        ...[gains, loses].map((each) => each.map(({ action, from, to }) => `${action} ${from} ${to}`).toSorted()),
      ]);
    assert.deepEqual(told(people), told(expected), `seed ${String(seed)}`);
    assert.equal(
      reached,
      after.people.filter(({ row }) => row.roleIds.includes(role.id)).length,
      `seed ${String(seed)}`,
    );
  }
  assert.ok(hits > 500, "hardly any draft hit anybody");
});
