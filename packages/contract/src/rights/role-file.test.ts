import assert from "node:assert/strict";
import { test } from "node:test";
import type { Role } from "../roles/role.ts";
import { pick, seededRandom } from "../sample/random.ts";
import type { Grants } from "./facts.ts";
import { ROLE_FILE_LIMIT, readRoleFile, roleFileOf, type RoleFileProblem, writeRoleFile } from "./role-file.ts";

const at = new Date("2026-03-01T12:00:00.000Z");
const role = (id: string, grants: Grants, more: Partial<Role> = {}): Role => ({
  id,
  version: "1",
  name: `Role ${id}`,
  description: null,
  grants,
  userCount: 3,
  updatedAt: at.toISOString(),
  ...more,
});

const problems = (text: string): readonly RoleFileProblem[] => readRoleFile(text).problems;
const codes = (roles: unknown, more: object = {}): readonly string[] =>
  problems(JSON.stringify({ format: "crewdock-roles", version: 1, roles, ...more })).map(
    ({ code, pointer }) => `${code} ${pointer}`,
  );
const manual = { name: "Manager", description: null, grants: { "deal.view": "own" } };

test("a file reads as it was written, and is the same for the same roles whatever the order of their grants", () => {
  const one = roleFileOf([role("a", { "deal.view": "own", "call.view": "any" }, { description: "Two\nlines" })], at);
  const two = roleFileOf(
    [role("a", { "call.view": "any", "deal.view": "own", "task.view": "none" }, { description: "Two\nlines" })],
    at,
  );
  assert.equal(writeRoleFile(one), writeRoleFile(two));
  assert.deepEqual(readRoleFile(writeRoleFile(one)), { file: one, problems: [] });
});

test("people are not in it", () => {
  const text = writeRoleFile(roleFileOf([role("a", {})], at));
  assert.deepEqual(Object.keys(JSON.parse(text).roles[0]).toSorted(), ["base", "description", "grants", "id", "name"]);
});

test("a role written by hand needs no more than a name and grants", () => {
  const text = JSON.stringify({ format: "crewdock-roles", version: 1, roles: [{ name: " Clerk ", grants: {} }] });
  assert.deepEqual(readRoleFile(`\uFEFF${text}`).file?.roles, [
    { id: null, name: "Clerk", description: null, grants: {}, base: null },
  ]);
});

test("what is no file of roles is told apart", () => {
  for (const [text, code] of [
    ["name;rights", "not_json"],
    ["[]", "not_role_file"],
    ["null", "not_role_file"],
    ['{"format":"other","version":1}', "not_role_file"],
    ['{"format":"crewdock-roles","version":"1"}', "not_role_file"],
    ['{"format":"crewdock-roles","version":0}', "not_role_file"],
    ['{"format":"crewdock-roles","version":2}', "newer_version"],
    [" ".repeat(ROLE_FILE_LIMIT + 1), "too_large"],
  ] as const)
    assert.deepEqual(problems(text), [{ code, pointer: "", role: null }]);
});

test("everything that is wrong is told at once, with the role it stands in", () => {
  assert.deepEqual(
    codes([
      { ...manual, name: "", grant: {} },
      { ...manual, name: "a\u202eb", description: 7, grants: { "deal.view": "all", "deal view": "own" } },
      { id: "x y", name: "N".repeat(81), grants: [], base: { ...manual } },
      "Manager",
      { name: "No grants" },
    ]),
    [
      "unknown_member /roles/0/grant",
      "missing /roles/0/name",
      "wrong_text /roles/1/name",
      "wrong_kind /roles/1/description",
      "wrong_scope /roles/1/grants/deal.view",
      "wrong_action /roles/1/grants/deal view",
      "too_long /roles/2/name",
      "wrong_kind /roles/2/grants",
      "wrong_kind /roles/2/id",
      "missing /roles/2/base/version",
      "wrong_kind /roles/3",
      "missing /roles/4/grants",
    ],
  );
  const [first] = problems(JSON.stringify({ format: "crewdock-roles", version: 1, roles: [{ name: "Clerk" }] }));
  assert.equal(first?.role, "Clerk");
});

test("roles may be in a file once only, by id and by name in any letters", () => {
  const twice = [
    { ...manual, id: "r" },
    { ...manual, id: "r", name: " MANAGER" },
  ];
  assert.deepEqual(codes(twice), ["repeated /roles/1/id", "repeated /roles/1/name"]);
});

test("the list of roles and the time of the export are checked", () => {
  assert.deepEqual(codes(undefined), ["missing /roles"]);
  assert.deepEqual(codes({}), ["wrong_kind /roles"]);
  assert.deepEqual(codes([], { exportedAt: "yesterday", people: [] }), [
    "unknown_member /people",
    "wrong_kind /exportedAt",
  ]);
});

test("whatever is put in place of a value, reading tells a problem or gives a file that reads again", () => {
  const random = seededRandom(7);
  const junk = [null, 1, "", "x", [], {}, { "": 1 }, true, "own", "\u0000", { "deal.view": "own" }];
  const whole = roleFileOf([role("a", { "deal.view": "own" }), role("b", {})], at);
  for (let round = 0; round < 5000; round++) {
    const document: unknown = JSON.parse(writeRoleFile(whole), (_key, value: unknown) =>
      random() < 0.08 ? pick(random, junk) : value,
    );
    const reading = readRoleFile(JSON.stringify(document));
    if (reading.file === null) assert.ok(reading.problems.length > 0);
    else assert.deepEqual(readRoleFile(writeRoleFile(reading.file)).file, reading.file);
  }
});

test("names that every object has are grants like others", () => {
  const text = `{"format":"crewdock-roles","version":1,"roles":[{"name":"A","grants":{"__proto__":"own","constructor":"any"}}]}`;
  assert.deepEqual(Object.entries(readRoleFile(text).file?.roles[0]?.grants ?? {}), [
    ["__proto__", "own"],
    ["constructor", "any"],
  ]);
});
