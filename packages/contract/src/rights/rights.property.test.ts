import assert from "node:assert/strict";
import { test } from "node:test";
import { pick, seededRandom } from "../sample/random.ts";
import { type RandomOrganisation, randomOrganisation, randomRole } from "../sample/random-organisation.ts";
import { compileCompany, personOf } from "./company-rights.ts";
import { compileRights } from "./compiled-rights.ts";
import { explain } from "./explain.ts";
import type { RecordFacts, RightsFacts, RightsUser } from "./facts.ts";
import { recordFilter, type RecordFilter } from "./record-filter.ts";
import { diffRights } from "./rights-diff.ts";
import { type RightsChange, simulate } from "./simulate.ts";
import type { TreeNode } from "./tree.ts";
import { rightsOf, standingRightsOf } from "./user-rights.ts";
import { whoCan } from "./who-can.ts";

// A longer search: CREWDOCK_RIGHTS_ORGANISATIONS=5000000
const organisations = Number(process.env["CREWDOCK_RIGHTS_ORGANISATIONS"] ?? 100_000);
const now = new Date("2026-03-01T12:00:00.000Z");
const order = ["none", "own", "department", "any"] as const;
type Level = (typeof order)[number];

// The rules again, said as slowly and plainly as they can be.

/** Whether one goes through `top` on the way up from a node. */
function isUnder(nodes: readonly TreeNode[], id: string, top: string, steps = nodes.length + 1): boolean {
  if (id === top) return true;
  const parent = nodes.find((node) => node.id === id)?.parentId;
  return typeof parent === "string" && steps > 0 && isUnder(nodes, parent, top, steps - 1);
}

interface PlainPath {
  readonly role: string;
  readonly subject: string;
  readonly through: string;
  readonly scope: Level;
  readonly until: string | null;
}

/** What is left of a grant: where there is a catalogue, the widest scope that it offers for the action and that is no wider. */
function plainGrant(granted: Level, action: string, { catalogue }: RightsFacts): Level {
  if (catalogue === undefined) return granted;
  let left: Level = "none";
  for (const section of catalogue.sections)
    for (const entity of section.entities)
      for (const { key, scopes } of entity.actions)
        for (const level of order)
          if (key === action && scopes.includes(level) && order.indexOf(level) <= order.indexOf(granted)) left = level;
  return left;
}

function plainPaths(user: RightsUser, action: string, facts: RightsFacts, at: Date): readonly PlainPath[] {
  return facts.assignments.flatMap(({ roleId, subject, until }): PlainPath[] => {
    const role = facts.roles.find(({ id }) => id === roleId);
    if (role === undefined || (until !== null && new Date(until) <= at)) return [];
    let ways: readonly string[] = [];
    if (subject.type === "user") ways = [user.id].filter((id) => id === subject.id);
    if (subject.type === "position") ways = [user.positionId ?? "none"].filter((id) => id === subject.id);
    if (subject.type === "department")
      ways = [user.departmentId].filter((id) => isUnder(facts.departments, id, subject.id));
    if (subject.type === "group") ways = user.groupIds.filter((id) => isUnder(facts.groups, id, subject.id));
    const scope = plainGrant(role.grants[action] ?? "none", action, facts);
    return ways.map((through) => ({ role: roleId, subject: `${subject.type} ${subject.id}`, through, scope, until }));
  });
}

function plainScope(user: RightsUser, action: string, facts: RightsFacts, at: Date): Level {
  if (user.state !== "active") return "none";
  const found = plainPaths(user, action, facts, at).map(({ scope }) => order.indexOf(scope));
  return order[Math.max(0, ...found)] ?? "none";
}

function plainCan(user: RightsUser, scope: Level, record: RecordFacts, facts: RightsFacts): boolean {
  const same = record.departmentId === user.departmentId;
  const below = record.departmentId !== null && isUnder(facts.departments, record.departmentId, user.departmentId);
  if (scope === "any") return true;
  if (scope === "department" && (facts.departmentScope === "same" ? same : below)) return true;
  return scope !== "none" && record.ownerId === user.id;
}

function plainMatch(filter: RecordFilter, record: RecordFacts): boolean {
  if (filter.kind === "all") return true;
  if (filter.kind === "none") return false;
  if (filter.kind === "anyOf") return filter.filters.some((each) => plainMatch(each, record));
  const value = record[filter.member];
  return value !== null && (filter.kind === "equals" ? value === filter.value : filter.values.includes(value));
}

function randomRecord(random: () => number, { facts, users }: RandomOrganisation): RecordFacts {
  return {
    ownerId: random() < 0.8 ? pick(random, users).id : null,
    departmentId: random() < 0.9 ? pick(random, facts.departments).id : null,
  };
}

/** An instant around the ends of assignments. */
function randomInstant(random: () => number): Date {
  return new Date(now.getTime() + pick(random, [-86_400_001, -2, 0, 1, 86_399_999, 86_400_000]));
}

const told = (path: PlainPath): string => Object.values(path).join(" | ");
const seen = new Map<string, number>();
const see = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);

test(`${String(organisations)} random organisations: every answer is that of a plain reading of the rules`, () => {
  for (let seed = 1; seed <= organisations; seed++) {
    const random = seededRandom(seed);
    const organisation = randomOrganisation(random, now);
    const { facts, users, actions } = organisation;
    const at = randomInstant(random);
    const company = compileCompany(compileRights(facts, at), users);
    const [user, action, record] = [pick(random, users), pick(random, actions), randomRecord(random, organisation)];
    const hint = `seed ${String(seed)}`;

    const scope = plainScope(user, action, facts, at);
    const allowed = plainCan(user, scope, record, facts);
    const own = personOf(company, user.id) ?? assert.fail(hint);
    see(`${scope} ${String(allowed)}`);
    assert.equal(own.scopeOf(action), scope, hint);
    assert.equal(own.grants[action] ?? "none", scope, hint);
    assert.equal(own.can(action, record), allowed, hint);
    assert.equal(own.can(action), scope !== "none", hint);
    assert.equal(plainMatch(recordFilter(own, action), record), allowed, hint);

    const { paths, wins, until, ...explained } = explain(company.rights, user, action);
    const expected = plainPaths(user, action, facts, at);
    assert.equal(explained.scope, scope, hint);
    const asTold = paths.map(({ roleId, subject, through, ...path }) =>
      told({ role: roleId, subject: `${subject.type} ${subject.id}`, through, scope: path.scope, until: path.until }),
    );
    if (expected.length > 0) assert.deepEqual(asTold.toSorted(), expected.map(told).toSorted(), hint);
    else assert.equal(paths.length, 0, hint);
    assert.ok(wins === null ? scope === "none" : wins.scope === scope && wins === paths[0], hint);
    if (scope !== "none") {
      const ends = expected.filter((path) => path.scope === scope).map((path) => path.until);
      const lasts = ends.includes(null) ? null : Math.max(...ends.map((end) => Date.parse(end ?? "")));
      assert.equal(until === null ? null : Date.parse(until), lasts, hint);
    }

    if (seed % 4 > 0) continue;
    const who = users.filter((each) => plainCan(each, plainScope(each, action, facts, at), record, facts));
    const found = whoCan(company, action, record);
    assert.deepEqual(
      found.map((each) => each.user.id),
      who.map((each) => each.id),
      hint,
    );
    for (const each of found) {
      const enough = plainPaths(each.user, action, facts, at).filter((path) =>
        plainCan(each.user, path.scope, record, facts),
      );
      assert.equal(each.reasons.length, enough.length, hint);
      assert.ok(enough.length > 0, hint);
    }
  }
  for (const what of ["none false", "own true", "own false", "department true", "department false", "any true"])
    assert.ok((seen.get(what) ?? 0) > organisations / 200, `the generator hardly ever makes: ${what}`);
});

/** Something that an administrator may try out. */
function randomChange(random: () => number, { facts, users }: RandomOrganisation): RightsChange {
  const role = pick(random, facts.roles);
  const moved = { ...pick(random, users), departmentId: pick(random, facts.departments).id };
  const to = facts.assignments.filter(() => random() < 0.5).map(({ subject }) => ({ subject, until: null }));
  return pick<() => RightsChange>(random, [
    () => ({ roles: [randomRole(random, role.id)] }),
    () => ({ roles: facts.roles.map(({ id }) => randomRole(random, id)) }),
    () => ({ given: { roleId: role.id, to } }),
    () => ({ roles: [randomRole(random, "r-new")], given: { roleId: "r-new", to } }),
    () => ({ roles: [randomRole(random, "r-gone")] }),
    () => ({ removedRoles: [role.id] }),
    () => ({ users: [moved] }),
    () => ({ users: [{ ...moved, id: "u-new" }], removedUsers: [moved.id] }),
    () => ({ departments: facts.departments.map((node) => ({ ...node, parentId: null })) }),
    () => ({}),
  ])();
}

test("what a change gives to whom, and takes from whom, is what a plain reading before and after tells", () => {
  let hits = 0;
  for (let seed = 1; seed <= organisations / 5; seed++) {
    const random = seededRandom(seed + 0x5eed);
    const organisation = randomOrganisation(random, now);
    const { facts, users, actions } = organisation;
    const change = randomChange(random, organisation);
    const then = random() < 0.3 ? randomInstant(random) : now;
    const before = compileCompany(compileRights(facts, now), users);
    const after = simulate(before, change, then);
    const hint = `seed ${String(seed)} ${JSON.stringify(change)}`;
    const changes = new Map(diffRights(before, after).map((each) => [each.user.id, each]));
    hits += changes.size;

    const present = new Map(after.people.map((own) => [own.user.id, own.user]));
    const former = new Map(users.map((user) => [user.id, user]));
    for (const id of new Set([...former.keys(), ...present.keys()])) {
      const [was, is] = [former.get(id), present.get(id)];
      const found = changes.get(id);
      for (const action of actions) {
        const from = was ? plainScope(was, action, facts, now) : "none";
        const to = is ? plainScope(is, action, after.rights.facts, then) : "none";
        const widened = found?.gains.find((each) => each.action === action);
        const narrowed = found?.loses.find((each) => each.action === action);
        const difference = order.indexOf(to) - order.indexOf(from);
        assert.deepEqual(
          difference > 0 ? widened : narrowed,
          difference === 0 ? undefined : { action, from, to },
          hint,
        );
        assert.equal(difference > 0 ? narrowed : widened, undefined, hint);
      }
      const reach = (user: RightsUser, of: RightsFacts): readonly string[] =>
        facts.departments
          .map((department) => department.id)
          .filter((departmentId) => plainCan(user, "department", { ownerId: null, departmentId }, of));
      if (was === undefined || is === undefined) continue;
      const kept = actions.some((action) =>
        [plainScope(was, action, facts, now), plainScope(is, action, after.rights.facts, then)].every(
          (scope) => scope === "department",
        ),
      );
      const [had, has] = kept ? [reach(was, facts), reach(is, after.rights.facts)] : [[], []];
      const { gained = [], lost = [] } = found?.departments ?? {};
      const known = (ids: readonly string[]): readonly string[] =>
        ids.filter((one) => !one.includes("missing")).toSorted();
      assert.deepEqual(known(gained), has.filter((one) => !had.includes(one)).toSorted(), hint);
      assert.deepEqual(known(lost), had.filter((one) => !has.includes(one)).toSorted(), hint);
    }
  }
  assert.ok(hits > organisations / 20, "hardly any change hit anybody");
});

test("somebody who is not active may do nothing, and has everything back once active", () => {
  for (let seed = 1; seed <= 2000; seed++) {
    const { facts, users, actions } = randomOrganisation(seededRandom(seed), now);
    const rights = compileRights(facts, now);
    for (const user of users) {
      const active = { ...user, state: "active" } as const;
      assert.deepEqual(standingRightsOf(rights, user).grants, rightsOf(rights, active).grants);
      if (user.state === "active") continue;
      assert.deepEqual(rightsOf(rights, user).grants, {});
      for (const action of actions)
        assert.ok(!rightsOf(rights, user).can(action, { ownerId: user.id, departmentId: null }));
    }
  }
});
