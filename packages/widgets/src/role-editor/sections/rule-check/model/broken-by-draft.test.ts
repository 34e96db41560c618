import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type BrokenExpectation,
  compileRights,
  type CompiledRights,
  ExpectationGuard,
  type ExpectationSubject,
  isCrewError,
  type RightsExpectation,
  type RightsFacts,
  type RightsRole,
  type RightsUser,
  type Scope,
  scopes,
} from "@crewdock/contract";
import { pick, randomCatalogue, randomOrganisation, randomRole, seededRandom } from "@crewdock/contract/sample";
import { movedPeople } from "@crewdock/contract/serve";
import { signal } from "@preact/signals";
import { indexCatalogue } from "../../../model/catalogue-index.ts";
import { createDraft } from "../../../model/draft.ts";
import type { Given } from "../../../model/given.ts";
import { brokenByDraft } from "./broken-by-draft.ts";

const now = new Date("2026-03-01T12:00:00.000Z");

/** The sentences that a backend would refuse a step for, with everybody who would break them. */
function refused(
  rules: readonly RightsExpectation[],
  before: CompiledRights,
  after: CompiledRights,
  users: readonly RightsUser[],
): readonly BrokenExpectation[] {
  const guard = new ExpectationGuard(rules, before, after);
  for (const user of users) guard.look(user, user);
  try {
    guard.refuse();
    return [];
  } catch (error) {
    assert.ok(isCrewError(error));
    return error.broken;
  }
}

test("2000 random drafts: what is told while editing is what a backend refuses, step by step", () => {
  let [broken, moved, byRole] = [0, 0, 0];
  for (let seed = 1; seed <= 2000; seed++) {
    const random = seededRandom(seed);
    const { facts: plain, users, actions } = randomOrganisation(random, now);
    const catalogue = randomCatalogue(random);
    const facts: RightsFacts = { ...plain, catalogue };
    const isNew = random() < 0.2;
    const oneRole = random() < 0.3;
    const role: RightsRole = isNew ? { id: "r-new", name: "New", grants: {} } : pick(random, facts.roles);
    const saved: readonly Given[] = facts.assignments.filter(({ roleId }) => roleId === role.id);
    const given: readonly Given[] =
      random() < 0.4
        ? saved
        : [
            ...facts.assignments.filter(() => random() < 0.4).map(({ subject }) => ({ subject, until: null })),
            { subject: { type: "user", id: pick(random, users).id }, until: null },
          ];
    const { grants } = random() < 0.8 ? randomRole(random, role.id) : role;

    const subjects: readonly ExpectationSubject[] = [
      ...facts.roles.map(({ id }) => ({ type: "role", id }) as const),
      ...facts.departments.map(({ id }) => ({ type: "department", id }) as const),
      ...facts.groups.map(({ id }) => ({ type: "group", id }) as const),
      ...users.slice(0, 2).map(({ id }) => ({ type: "user", id }) as const),
      { type: "position", id: "p0" },
    ];
    const rules = Array.from({ length: 6 }, (_, number): RightsExpectation => {
      const bound = random() < 0.6 ? "at_most" : "at_least";
      const subject = random() < 0.3 && !isNew ? ({ type: "role", id: role.id } as const) : pick(random, subjects);
      const scope = pick<Scope>(random, scopes);
      return { id: `e-${String(number)}`, subject, action: pick(random, actions), bound, scope, note: null };
    });

    // What the editor asks a backend for: first the rights, then who has the role.
    const isRole = ({ id }: { readonly id: string }): boolean => id === role.id;
    const roles = [...facts.roles.filter((each) => !isRole(each)), { ...role, grants }];
    const gone = movedPeople({ rolesPerUser: oneRole ? "one" : "many" }, saved, given, now);
    moved += gone.size;
    const others = facts.assignments.filter(
      ({ roleId, subject }) => roleId !== role.id && !(subject.type === "user" && gone.has(subject.id)),
    );
    const was = compileRights(facts, now);
    const then = compileRights({ ...facts, roles }, now);
    const assignments = [...others, ...given.map((each) => ({ ...each, roleId: role.id }))];
    const is = compileRights({ ...facts, roles, assignments }, now);
    const expected = new Map<string, Set<string>>();
    for (const { expectation, userIds } of [...refused(rules, was, then, users), ...refused(rules, then, is, users)])
      expected.set(expectation.id, new Set([...(expected.get(expectation.id) ?? []), ...userIds]));

    const index = indexCatalogue(catalogue);
    const draft = createDraft(() => index, { grants: role.grants, given: saved }, { grants, given });
    const { roles: former, assignments: all, ...trees } = facts;
    const found = brokenByDraft({
      draft,
      roleId: isNew ? null : role.id,
      content: { index, roles: former, assignments: all, organisation: trees },
      people: signal(users),
      rules,
      oneRole,
      now: () => now,
    }).value;
    const told = found.map(({ expectation, userIds }) => [expectation.id, userIds.toSorted()]).toSorted();
    const wanted = [...expected].map(([id, ids]) => [id, [...ids].toSorted()]).toSorted();
    assert.deepEqual(told, wanted, `seed ${String(seed)}`);
    broken += found.length;
    byRole += found.filter(({ count }) => count === 0).length;
  }
  assert.ok(broken > 500 && moved > 100 && byRole > 20, `${[broken, moved, byRole].join()} is hardly anything`);
});

test("a rule that very many break costs no more for each of them", () => {
  const users = Array.from({ length: 100_000 }, (_, number): RightsUser => {
    return { id: `u-${String(number)}`, departmentId: "d", positionId: null, groupIds: [], state: "active" };
  });
  const catalogue = randomCatalogue(seededRandom(1));
  const index = indexCatalogue(catalogue);
  const [action = ""] = [...index.actions.keys()];
  const rules = ["e-1", "e-2", "e-3"].map((id): RightsExpectation => {
    return { id, subject: { type: "department", id: "d" }, action, bound: "at_most", scope: "none", note: null };
  });
  const given: readonly Given[] = [{ subject: { type: "department", id: "d" }, until: null }];
  const began = process.cpuUsage();
  const found = brokenByDraft({
    draft: createDraft(() => index, { grants: {}, given }, { grants: { [action]: "any" }, given }),
    roleId: "r",
    content: {
      index,
      roles: [{ id: "r", name: "Role", grants: {} }],
      assignments: given.map((each) => ({ ...each, roleId: "r" })),
      organisation: { departments: [{ id: "d", parentId: null }], groups: [] },
    },
    people: signal(users),
    rules,
    oneRole: false,
    now: () => now,
  }).value;
  assert.deepEqual(
    found.map(({ count, userIds }) => [count, userIds.length]),
    rules.map(() => [users.length, 20]),
  );
  const { user } = process.cpuUsage(began);
  assert.ok(user < 5_000_000, `${String(Math.round(user / 1000))} ms of CPU`);
});
