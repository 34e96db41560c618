import assert from "node:assert/strict";
import { test } from "node:test";
import { CrewError } from "../errors/crew-error.ts";
import type { Organisation } from "../org/org.ts";
import type { SipAccount } from "../telephony/sip-account.ts";
import type { User } from "../users/user.ts";
import { importKey, type ImportRow, repeatedRows } from "../users/user-import.ts";
import { rowError, rowReader } from "./import-row.ts";

const node = (id: string, name: string, parentId: string | null) => ({ id, name, parentId, version: "1" });
const department = (id: string, name: string, parentId: string | null) => ({
  ...node(id, name, parentId),
  headId: null,
});

const organisation: Organisation = {
  departments: [
    department("d-sales", "Sales", null),
    department("d-north", "North", "d-sales"),
    department("d-support", "Support", null),
    department("d-north-2", "North", "d-support"),
    department("d-loop", "Loop", "d-loop"),
  ],
  positions: [
    { id: "p-1", name: "Manager", departmentId: "d-north", defaultRoleId: "r-1", version: "1" },
    { id: "p-2", name: "Manager", departmentId: "d-support", defaultRoleId: null, version: "1" },
  ],
  groups: [
    { ...node("g-1", "Ночная смена", null), kind: "team" },
    { ...node("g-2", "Top", null), kind: "team" },
    { ...node("g-3", "Top", "g-1"), kind: "team" },
  ],
};

const reader = rowReader(
  { organisation, roles: [{ id: "r-1", name: "Seller" }] },
  { login: "name", sipAccount: "optional" },
);

const row: ImportRow = {
  name: { last: "Żak", first: "Ewa" },
  email: "ewa@crewdock.test",
  login: "ewa",
  timeZone: "Europe/Warsaw",
};

const pathOf = (...path: readonly string[]): { readonly path: readonly string[] } => ({ path });

test("a name is enough where it is the only one, and a path tells namesakes apart", () => {
  const found = (path: readonly string[]): unknown => {
    const { draft, errors } = reader.newUser({ ...row, department: { path } });
    return errors[0]?.code ?? draft.departmentId;
  };
  assert.equal(found(["sales"]), "d-sales");
  assert.equal(found([" North "]), "ambiguous");
  assert.equal(found(["SALES", "North"]), "d-north");
  assert.equal(found(["Support", "Sales", "North"]), "not_found");
  assert.equal(found(["Nowhere"]), "not_found");
  assert.equal(found(["Loop"]), "d-loop");
});

test("a path that names all from the top means that one, whatever else ends in it", () => {
  const groups = reader.newUser({ ...row, department: { id: "d-sales" }, groups: [pathOf("Top")] });
  assert.deepEqual([groups.errors, groups.draft.groupIds], [[], ["g-2"]]);
});

test("a position is found in its department, and brings department and role along", () => {
  const { draft, errors } = reader.newUser({ ...row, position: pathOf("North", "Manager") });
  assert.deepEqual(errors, []);
  assert.deepEqual([draft.positionId, draft.departmentId, draft.roleIds], ["p-1", "d-north", ["r-1"]]);
  const own = reader.newUser({ ...row, position: { id: "p-1" }, department: { id: "d-support" }, roles: [] });
  assert.deepEqual([own.draft.departmentId, own.draft.roleIds], ["d-support", []]);
});

test("letters of other code points and case are the same name", () => {
  const { draft } = reader.newUser({ ...row, groups: [pathOf("НОЧНАЯ смена".normalize("NFD"))] });
  assert.deepEqual(draft.groupIds, ["g-1"]);
});

test("what is missing is told as missing, next to all that is wrong", () => {
  const { errors } = reader.newUser({ login: " ", name: { last: "a\nb" }, roles: [pathOf("Seller"), { id: "r-1" }] });
  assert.deepEqual(Object.fromEntries(errors.map(({ pointer, code }) => [pointer, code])), {
    "/roleIds/1": "duplicate",
    "/name/last": "invalid_text",
    "/name/first": "required",
    "/email": "required",
    "/login": "required",
    "/timeZone": "required",
    "/departmentId": "required",
  });
});

const user = {
  name: { last: "Żak", first: "Ewa", patronymic: null },
  email: "ewa@crewdock.test",
  login: "ewa",
  timeZone: "Europe/Warsaw",
  serviceNumber: "12",
  positionId: "p-1",
  departmentId: "d-north",
  groupIds: ["g-1", "g-2"],
  roleIds: [],
} as unknown as User;

test("only what differs is changed: lists in another order and empty texts do not", () => {
  const changes = (given: ImportRow): object => reader.changesOf(given, user).draft;
  assert.deepEqual(changes({ ...row, groups: [{ id: "g-2" }, { id: "g-1" }], roles: [] }), {});
  assert.deepEqual(changes({ name: { patronymic: " " }, password: "of new people only" }), {});
  assert.deepEqual(changes({ serviceNumber: "", position: null }), { serviceNumber: null, positionId: null });
  assert.deepEqual(changes({ name: { first: "Eva" } }), { name: { last: "Żak", first: "Eva", patronymic: null } });
  assert.deepEqual(changes({ groups: [{ id: "g-1" }] }), { groupIds: ["g-1"] });
});

test("an empty cell says nothing of what may not be empty", () => {
  const row = { email: "", login: " ", timeZone: "", name: { last: " ", first: "Eva" } };
  assert.deepEqual(reader.changesOf(row, user), {
    draft: { name: { last: "Żak", first: "Eva", patronymic: null } },
    errors: [],
  });
});

test("where people log in by their address it is the login too", () => {
  const { changesOf, newUser } = rowReader({ organisation, roles: [] }, { login: "email", sipAccount: "optional" });
  const { login: _login, ...without } = row;
  assert.equal(newUser({ ...without, department: { id: "d-sales" } }).draft.login, "ewa@crewdock.test");
  assert.equal(newUser({ ...row, login: " ", department: { id: "d-sales" } }).draft.login, "ewa@crewdock.test");
  assert.deepEqual(changesOf({ email: "eva@crewdock.test" }, user).draft, {
    email: "eva@crewdock.test",
    login: "eva@crewdock.test",
  });
});

test("where people log in by their address it finds them, unless a row has a login", () => {
  const [email, both] = [{ email: " EWA@crewdock.test" }, { email: "new@crewdock.test", login: "ewa@crewdock.test" }];
  for (const row of [email, both]) assert.equal(importKey(row, "login", { login: "email" }), "ewa@crewdock.test");
  assert.equal(importKey(email, "login", { login: "name" }), "");
  assert.equal(importKey({ ...both, login: "" }, "login", { login: "email" }), "new@crewdock.test");
  assert.deepEqual([...repeatedRows([email, {}, both, {}], "login", { login: "email" })], [[2, 0]]);
});

const account = (id: string, login: string, domain: string, userId: string | null): SipAccount => ({
  id,
  login,
  domain,
  userId,
  port: 5060,
  transport: "udp",
  webSocketUrl: null,
  checkedAt: null,
});
const accounts = [
  account("s-1", "201", "pbx.crewdock.test", null),
  account("s-2", "202", "pbx.crewdock.test", "u-9"),
  account("s-3", "203", "pbx.crewdock.test", null),
  account("s-4", "203", "east.crewdock.test", null),
  account("s-5", "204", "pbx.crewdock.test", "u-ewa"),
];

test("an extension means the free account with that login, and the domain tells several apart", () => {
  const found = (extension: string | null): unknown => {
    const { draft, errors } = reader.newUser({ ...row, department: { id: "d-sales" }, extension }, accounts);
    return errors[0] ?? draft.sipAccount?.id ?? null;
  };
  const wrong = (code: string): object => ({ pointer: "/sipAccount", code });
  assert.equal(found(" 201 "), "s-1");
  assert.deepEqual(found("202"), wrong("duplicate"));
  assert.deepEqual(found("203"), wrong("ambiguous"));
  assert.equal(found("203@EAST.crewdock.test"), "s-4");
  assert.deepEqual(found("209"), wrong("not_found"));
  assert.deepEqual(found("201@east.crewdock.test"), wrong("not_found"));
  for (const extension of ["@pbx.crewdock.test", " @ ", "201@", "201@pbx.crewdock.test@east.crewdock.test"])
    assert.deepEqual(found(extension), wrong("invalid_format"), extension);
  assert.deepEqual([found(" "), found(null)], [null, null]);
});

test("one's own extension changes nothing, another is taken, an empty one gives the account back", () => {
  const own = { ...user, sipAccount: accounts[4] ?? null };
  const changes = (extension: string, before: User): object => reader.changesOf({ extension }, before, accounts).draft;
  assert.deepEqual([changes("204", own), changes("", { ...user, sipAccount: null })], [{}, {}]);
  assert.deepEqual(changes("", own), { sipAccount: null });
  assert.deepEqual(changes("@pbx.crewdock.test", own), {}, "a cell with a slip of the pen is no empty one");
  const { changesOf } = rowReader({ organisation, roles: [] }, { login: "name", sipAccount: "required" });
  assert.deepEqual(changesOf({ extension: "" }, own), { draft: {}, errors: [] }, "where everybody needs one");
  const { userId: _u, checkedAt: _c, ...settings } = accounts[0] ?? account("", "", "", null);
  assert.deepEqual(changes("201", own), { sipAccount: { ...settings, password: null } });
});

test("the pointers of a refused row lead into the rows, each once", () => {
  const error = new CrewError("validation", {
    fields: [
      { pointer: "/groupIds/2", code: "ambiguous" },
      { pointer: "/groupIds/2", code: "not_found" },
      { pointer: "/name/last", code: "too_long", params: { max: 100 } },
      { pointer: "/sipAccount/id", code: "duplicate" },
    ],
  });
  assert.deepEqual(rowError(error, 7).fields, [
    { pointer: "/rows/7/groups/2", code: "ambiguous" },
    { pointer: "/rows/7/name/last", code: "too_long", params: { max: 100 } },
    { pointer: "/rows/7/extension", code: "duplicate" },
  ]);
});

test("rows that name somebody again are found, those that name nobody are not", () => {
  const rows = [{ login: "ewa" }, { email: "x@y.test" }, { login: " EWA " }, {}, { login: "ewa" }];
  assert.deepEqual(
    [...repeatedRows(rows, "login", { login: "name" })],
    [
      [2, 0],
      [4, 0],
    ],
  );
});
