import assert from "node:assert/strict";
import { test } from "node:test";
import { sampleCompany } from "@crewdock/contract/sample";
import type { ImportAnswer, ImportRow, UserImport } from "@crewdock/contract";
import { type Crew, crew, cursor, eventsSince, failsAt } from "./testing/crew.ts";

const anna: ImportRow = {
  name: { last: " Nowak ", first: "Anna", patronymic: "" },
  email: "anna.nowak@crewdock.test",
  login: "anna.nowak",
  timeZone: "Europe/Warsaw",
};

const file = (rows: readonly ImportRow[], more: Partial<UserImport> = {}): UserImport => ({
  matchBy: "login",
  dryRun: false,
  rows,
  ...more,
});

/** The outcome of each row; of a refused one its code and the codes of its fields. */
function outcomes({ results }: ImportAnswer): readonly unknown[] {
  return results.map((result) =>
    result.outcome === "refused"
      ? {
          [result.problem.code]: Object.fromEntries(
            (result.problem.errors ?? []).map(({ pointer, code }) => [pointer, code]),
          ),
        }
      : result.outcome === "updated"
        ? result.changed
        : result.outcome,
  );
}

const departments = (c: Crew): readonly string[] => c.memory.snapshot().departments.map(({ name }) => name);
const withDepartment = (c: Crew, row: ImportRow): ImportRow => ({
  ...row,
  department: { path: [departments(c)[1] ?? ""] },
});

test("rows make people, with spaces and names of a person's spelling, and once more they change nothing", async () => {
  const c = crew();
  const row = withDepartment(c, anna);
  const [made] = (await c.admin.users.import(file([row]))).results;
  assert.equal(made?.outcome, "created");
  const id = made?.outcome === "created" ? (made.id ?? "") : "";
  const user = await c.admin.users.get({ id });
  assert.deepEqual(user.name, { last: "Nowak", first: "Anna", patronymic: null });
  assert.equal(user.invitation.state, "sent");
  const since = await cursor(c.admin);
  const shouted = { ...row, login: "ANNA.NOWAK", department: { path: [` ${departments(c)[1]?.toUpperCase()} `] } };
  assert.deepEqual(outcomes(await c.admin.users.import(file([row]))), ["unchanged"]);
  assert.deepEqual(outcomes(await c.admin.users.import(file([shouted]))), [["login"]]);
  assert.deepEqual(await eventsSince(c.admin, since), [`user.changed ${id}`]);
});

test("a position brings its department and role along for somebody new, and neither for somebody who is there", async () => {
  const c = crew();
  const organisation = await c.admin.org.read({});
  const position = organisation.positions.find((one) => one.departmentId !== null && one.defaultRoleId !== null);
  assert.ok(position);
  const rows = [{ ...anna, position: { id: position.id } }];
  const [made] = (await c.admin.users.import(file(rows))).results;
  const user = await c.admin.users.get({ id: made?.outcome === "created" ? (made.id ?? "") : "" });
  assert.deepEqual([user.departmentId, user.roleIds], [position.departmentId, [position.defaultRoleId]]);
  const other = organisation.positions.find((one) => one.departmentId !== position.departmentId);
  const moved = file([{ login: "anna.nowak", position: { id: other?.id ?? "" } }]);
  assert.deepEqual(outcomes(await c.admin.users.import(moved)), [["positionId"]]);
});

test("a row says all that is wrong with it, where it is", async () => {
  const c = crew();
  const answer = await c.admin.users.import(
    file([
      withDepartment(c, anna),
      {
        name: { last: "", first: "x".repeat(101) },
        email: "no address",
        login: "u.012",
        timeZone: "Europe/Nowhere",
        position: { path: ["Nobody's"] },
        groups: [{ path: ["No such"] }, { id: "g-crm" }, { id: "g-crm" }],
        roles: [{ id: "r-none" }],
      },
    ]),
  );
  assert.deepEqual(outcomes(answer), [
    "created",
    {
      validation: {
        "/rows/1/name/last": "required",
        "/rows/1/name/first": "too_long",
        "/rows/1/email": "invalid_email",
        "/rows/1/timeZone": "invalid_time_zone",
        "/rows/1/position": "not_found",
        "/rows/1/department": "required",
        "/rows/1/groups/0": "not_found",
        "/rows/1/groups/2": "duplicate",
        "/rows/1/roles/0": "not_found",
      },
    },
  ]);
});

test("a dry run tells the same as the import, with what rows do to each other, and does none of it", async () => {
  const c = crew();
  const row = withDepartment(c, anna);
  const rows = [
    row,
    { ...row, login: "anna.two" },
    { ...row, email: "anna.three@crewdock.test" },
    { login: "anna.four", name: { last: "Four" } },
  ];
  const since = await cursor(c.admin);
  const before = c.memory.snapshot();
  const rehearsed = await c.admin.users.import(file(rows, { dryRun: true }));
  assert.deepEqual(c.memory.snapshot(), before);
  assert.deepEqual(await eventsSince(c.admin, since), []);
  assert.deepEqual(rehearsed.results[0], { outcome: "created", id: null });
  const applied = await c.admin.users.import(file(rows));
  assert.deepEqual(outcomes(rehearsed), outcomes(applied));
  assert.deepEqual(outcomes(applied).slice(1, 3), [
    { duplicate: { "/rows/1/email": "duplicate" } },
    { duplicate: { "/rows/2/login": "duplicate" } },
  ]);
  const [, , third] = applied.results;
  assert.deepEqual(third?.outcome === "refused" && third.problem.errors?.[0]?.params, { row: 0 });
});

test("nobody is told who is not to be, and can be told later", async () => {
  const c = crew();
  const [made] = (await c.admin.users.import(file([withDepartment(c, anna)], { invite: false }))).results;
  const id = made?.outcome === "created" ? (made.id ?? "") : "";
  assert.equal((await c.admin.users.get({ id })).invitation.state, "none");
  assert.equal((await c.admin.users.resendInvitation({ id })).invitation.state, "sent");
});

test("whoever loses the right by a row of their own gets no further", async () => {
  const c = crew();
  const { admin, head } = c.memory.company.demoPeople;
  const { login } = await c.admin.users.get({ id: head });
  const [, other] = c.memory.company.users.filter(
    (user) => user.departmentId === c.memory.company.users.find(({ id }) => id === head)?.departmentId,
  );
  assert.ok(other && other.id !== admin);
  const rows = [
    { login, roles: [], position: null },
    { login: other.login, serviceNumber: "77" },
  ];
  const answer = await c.as(head).users.import(file(rows));
  const stillThere = await c.admin.users.get({ id: other.id });
  assert.notEqual(stillThere.serviceNumber, "77");
  assert.deepEqual(answer.results.map(({ outcome }) => outcome).at(-1), "refused");
});

test("more rows than the limit are refused as a whole", async () => {
  const c = crew();
  const { limits } = (await c.admin.session.me({})).capabilities;
  const rows = Array.from({ length: (limits.import ?? 0) + 1 }, (_, index) => ({ login: `x${String(index)}` }));
  await failsAt(c.admin.users.import(file(rows)), "validation", { "/rows": "too_many" });
});

test("where people log in by their address it finds them, without a login in the row", async () => {
  const company = sampleCompany();
  const users = company.users.map((user) => ({ ...user, login: user.email }));
  const c = crew({ company: { ...company, users, policy: { ...company.policy, login: "email" } } });
  const { login: _login, ...row } = withDepartment(c, anna);
  assert.deepEqual(outcomes(await c.admin.users.import(file([row, { ...row, login: "" }]))), [
    "created",
    { duplicate: { "/rows/1/login": "duplicate" } },
  ]);
  assert.deepEqual(outcomes(await c.admin.users.import(file([row]))), ["unchanged"]);
  assert.deepEqual(outcomes(await c.admin.users.import(file([{ email: row.email, serviceNumber: "7" }]))), [
    ["serviceNumber"],
  ]);
});

test("an empty cell leaves as it is what cannot be empty, and is missing for somebody new", async () => {
  const c = crew();
  const rows = [
    { login: c.memory.company.users[7]?.login ?? "", email: " ", name: { last: "", first: "" }, timeZone: "" },
    { login: "new.one", email: "" },
  ];
  const [first, second] = outcomes(await c.admin.users.import(file(rows)));
  assert.equal(first, "unchanged");
  assert.deepEqual(second, {
    validation: {
      "/rows/1/name/last": "required",
      "/rows/1/name/first": "required",
      "/rows/1/email": "required",
      "/rows/1/timeZone": "required",
      "/rows/1/department": "required",
    },
  });
});

test("where everybody needs a SIP account people come with the free one whose extension their row names", async () => {
  const company = sampleCompany();
  const c = crew({ company: { ...company, policy: { ...company.policy, sipAccount: "required" } } });
  const [one, two] = company.freeSipAccounts.map(({ login }) => login);
  const taken = company.users.find(({ sipAccount }) => sipAccount)?.sipAccount?.login;
  assert.ok(one && two && taken);
  const row = (login: string, extension?: string): ImportRow => ({
    ...withDepartment(c, { ...anna, login, email: `${login}@crewdock.test` }),
    ...(extension === undefined ? {} : { extension }),
  });
  const rows = [row("a", one), row("b", one), row("c", taken), row("d", "none.such"), row("e"), row("f", "")];
  const refused = (index: number, code: string, error = "validation"): object => ({
    [error]: { [`/rows/${String(index)}/extension`]: code },
  });
  const expected = [
    "created",
    refused(1, "duplicate"),
    refused(2, "duplicate"),
    refused(3, "not_found"),
    refused(4, "required"),
    refused(5, "required"),
  ];
  assert.deepEqual(outcomes(await c.admin.users.import(file(rows, { dryRun: true }))), expected);
  const applied = await c.admin.users.import(file(rows));
  assert.deepEqual(outcomes(applied), expected);
  const [made] = applied.results;
  const { sipAccount } = await c.admin.users.get({ id: made?.outcome === "created" ? (made.id ?? "") : "" });
  assert.equal(sipAccount?.login, one);
  const changes = [row("a", two), row("g", one)];
  assert.deepEqual(outcomes(await c.admin.users.import(file(changes))), [["sipAccount"], "created"]);
  assert.deepEqual(outcomes(await c.admin.users.import(file([{ login: "a", extension: " " }]))), ["unchanged"]);
});
