import { displayName, type ImportAnswer, type ImportResult } from "@crewdock/contract";
import { casesOf, type ConformanceCase, type ConformanceContext, onlyIf } from "../kit/conformance-case.ts";
import { ensure, ensureFails, ensureSame } from "../kit/expect.ts";
import { importOf, importRow } from "../samples/import-rows.ts";
import { createRole, createUser } from "../samples/inputs.ts";

const outcomes = ({ results }: ImportAnswer): readonly string[] => results.map(({ outcome }) => outcome);

/** What is wrong with a row that was refused, by pointers. */
function wrongWith(result: ImportResult | undefined): Readonly<Record<string, string>> {
  ensure(result?.outcome === "refused", `the row is ${result?.outcome ?? "not told of"}`);
  return Object.fromEntries((result.problem.errors ?? []).map(({ pointer, code }) => [pointer, code]));
}

function idOf(result: ImportResult | undefined): string {
  ensure(result !== undefined && "id" in result && result.id !== null, "the result names nobody");
  return result.id;
}

const howMany = async (context: ConformanceContext, unique: string): Promise<number> =>
  (await context.as("admin").users.list({ q: unique })).total.value;

export const userImportCases: readonly ConformanceCase[] = casesOf("users", {
  "makes people of rows, in their order": [
    ["users.import", "users.get"],
    async (context) => {
      const [one, two] = [context.unique(), context.unique()];
      const { users } = context.as("admin");
      const { results } = await users.import(importOf([importRow(context, one), importRow(context, two)]));
      ensureSame(outcomes({ results }), ["created", "created"], "outcomes");
      for (const [index, unique] of [one, two].entries()) {
        const user = await users.get({ id: idOf(results[index]) });
        ensureSame(user.email, `${unique}@crewdock.test`, "the address");
        ensure(displayName(user.name).includes(unique), `the name ${displayName(user.name)}`);
        ensureSame([user.departmentId, user.state], [context.world.department, "active"], "department and state");
      }
    },
  ],
  "changes nothing when the same rows come once more": [
    ["users.import", "users.get", "users.create"],
    async (context) => {
      const there = await createUser(context);
      const rows = [importRow(context, context.unique()), { login: there.login, email: there.email }];
      const { users } = context.as("admin");
      const first = await users.import(importOf(rows));
      const made = await users.get({ id: idOf(first.results[0]) });
      const second = await users.import(importOf(rows));
      ensureSame(
        second.results,
        [made.id, there.id].map((id) => ({ outcome: "unchanged", id })),
        "results",
      );
      ensureSame((await users.get({ id: made.id })).version, made.version, "the version of who was made");
      ensureSame((await users.get({ id: there.id })).version, there.version, "the version of who was there");
    },
    "compare each row with the person before anything is written; a password in a row is for new people only",
  ],
  "changes of those who are there what a row names, and no more": [
    ["users.import", "users.get", "users.create"],
    async (context) => {
      const user = await createUser(context);
      const { users } = context.as("admin");
      const row = { email: user.email, name: { first: "Ядвига" }, timeZone: "Europe/Warsaw" };
      const { results } = await users.import(importOf([row], { matchBy: "email" }));
      ensureSame(results, [{ outcome: "updated", id: user.id, changed: ["name", "timeZone"] }], "results");
      const after = await users.get({ id: user.id });
      ensureSame(after.name, { ...user.name, first: "Ядвига" }, "the name");
      ensureSame([after.login, after.timeZone], [user.login, "Europe/Warsaw"], "login and time zone");
      ensure(after.version !== user.version, "the version stayed");
    },
  ],
  "refuses rows with all that is wrong, and takes the others": [
    ["users.import", "users.list"],
    async (context) => {
      const [good, bad] = [context.unique(), context.unique()];
      const rows = [
        importRow(context, bad, {
          name: { last: "", first: "Ewa" },
          email: "no address",
          timeZone: "Europe/Nowhere",
          department: { path: [`No such department ${bad}`] },
          roles: [{ id: "r-none" }],
        }),
        importRow(context, good),
      ];
      const answer = await context.as("admin").users.import(importOf(rows));
      ensureSame(outcomes(answer), ["refused", "created"], "outcomes");
      const wrong = wrongWith(answer.results[0]);
      ensureSame(
        ["/rows/0/name/last", "/rows/0/email", "/rows/0/timeZone", "/rows/0/department", "/rows/0/roles/0"].map(
          (pointer) => wrong[pointer],
        ),
        ["required", "invalid_email", "invalid_time_zone", "not_found", "not_found"],
        "codes",
      );
      ensureSame([await howMany(context, good), await howMany(context, bad)], [1, 0], "how many there are");
    },
  ],
  "tells in a dry run what would come of the rows, and does none of it": [
    ["users.import", "users.list", "users.get", "users.create"],
    async (context) => {
      const there = await createUser(context);
      const unique = context.unique();
      const row = importRow(context, unique);
      const rows = [row, { ...row, login: context.unique() }, { login: there.login, timeZone: "Asia/Omsk" }];
      const { users } = context.as("admin");
      const answer = await users.import(importOf(rows, { dryRun: true }));
      ensureSame(outcomes(answer), ["created", "refused", "updated"], "outcomes");
      ensureSame(answer.results[0], { outcome: "created", id: null }, "the first");
      ensureSame(wrongWith(answer.results[1])["/rows/1/email"], "duplicate", "the address of the row before");
      ensureSame(await howMany(context, unique), 0, "how many there are");
      ensureSame((await users.get({ id: there.id })).version, there.version, "the version");
      const applied = await users.import(importOf(rows));
      ensureSame(outcomes(applied), outcomes(answer), "outcomes of the import itself");
    },
  ],
  "tells the rows that name the same person, and which": [
    ["users.import", "users.list"],
    async (context) => {
      const unique = context.unique();
      const row = importRow(context, unique);
      const rows = [row, importRow(context, context.unique()), { ...row, login: ` ${row.login?.toUpperCase() ?? ""}` }];
      const answer = await context.as("admin").users.import(importOf(rows));
      ensureSame(outcomes(answer), ["created", "created", "refused"], "outcomes");
      const third = answer.results[2];
      ensureSame(wrongWith(third)["/rows/2/login"], "duplicate", "the code");
      const [field] = third?.outcome === "refused" ? (third.problem.errors ?? []) : [];
      ensureSame(field?.params?.["row"], 0, "the row before");
      ensureSame(await howMany(context, unique), 1, "how many there are");
    },
  ],
  "finds departments and roles by their names": [
    ["users.import", "users.get", "roles.create", "org.read"],
    async (context) => {
      const role = await createRole(context);
      const { departments } = context.world.organisation();
      const home = departments.find(({ id }) => id === context.world.department);
      ensure(home !== undefined, "no department");
      const path = [home.name];
      for (let at = home; at.parentId !== null;) {
        const above = departments.find(({ id }) => id === at.parentId);
        if (!above) break;
        path.unshift(above.name);
        at = above;
      }
      const named = importRow(context, context.unique(), {
        department: { path },
        roles: [{ path: [` ${role.name.toUpperCase()} `] }],
      });
      const { results } = await context.as("admin").users.import(importOf([named]));
      const user = await context.as("admin").users.get({ id: idOf(results[0]) });
      ensureSame([user.departmentId, user.roleIds], [home.id, [role.id]], "department and roles");
    },
  ],
  "says of a name that several have that it is ambiguous": [
    ["users.import", "org.createGroup", "org.read"],
    async (context) => {
      const { org, users } = context.as("admin");
      const name = `Both ${context.unique()}`;
      const { id: above } = await org.createGroup({
        node: { name: context.unique(), parentId: null, kind: "team" },
      });
      const { id: beside } = await org.createGroup({
        node: { name: context.unique(), parentId: null, kind: "team" },
      });
      for (const parentId of [above, beside]) await org.createGroup({ node: { name, parentId, kind: "team" } });
      const row = importRow(context, context.unique(), { groups: [{ path: [name] }] });
      const { results } = await users.import(importOf([row], { dryRun: true }));
      ensureSame(wrongWith(results[0]), { "/rows/0/groups/0": "ambiguous" }, "the code");
    },
  ],
  "keeps each row to the rights of the one who imports": [
    ["users.import", "users.create", "users.get", "users.list", "roles.create", "org.read"],
    async (context) => {
      const wide = await createRole(context, { grants: context.world.wideGrants() });
      const boss = await createUser(context, { roleIds: [wide.id] });
      const near = await createUser(context);
      const far = context.unique();
      const rows = [
        importRow(context, far, { department: { id: context.world.otherDepartment() } }),
        importRow(context, context.unique(), { roles: [{ id: wide.id }] }),
        { login: boss.login, timeZone: "Asia/Omsk" },
        { login: near.login, timeZone: "Asia/Omsk" },
      ];
      const answer = await context.as("limited").users.import(importOf(rows));
      ensureSame(outcomes(answer), ["refused", "refused", "refused", "updated"], "outcomes");
      ensureSame(wrongWith(answer.results[0]), { "/rows/0/department": "not_allowed" }, "out of the scope");
      ensureSame(wrongWith(answer.results[1])["/rows/1/roles/0"], "not_allowed", "a role beyond the own rights");
      const [, , third] = answer.results;
      ensureSame(third?.outcome === "refused" && third.problem.code, "forbidden", "somebody with more rights");
      ensureSame(await howMany(context, far), 0, "how many there are");
      ensureSame((await context.as("admin").users.get({ id: boss.id })).version, boss.version, "the version");
    },
  ],
  "lets nobody import themselves out of their rights": [
    ["users.import", "users.get"],
    async (context) => {
      const { users } = context.as("admin");
      const me = await users.get({ id: context.people.admin });
      onlyIf(me.roleIds.length > 0, "the administrator's roles do not come directly");
      const row = { login: me.login, roles: [] };
      for (const dryRun of [true, false]) {
        const [result] = (await users.import(importOf([row], { dryRun }))).results; // in earnest only when that is refused
        ensure(result?.outcome === "refused", `the row is ${result?.outcome ?? "not told of"}`);
        ensure(["lockout_prevented", "last_admin"].includes(result.problem.code), `the code ${result.problem.code}`);
      }
      ensureSame((await users.get({ id: me.id })).roleIds, me.roleIds, "roles");
    },
  ],
  "leaves the password of those who are there": [
    ["users.import", "users.create"],
    async (context) => {
      const user = await createUser(context);
      const { results } = await context
        .as("admin")
        .users.import(importOf([{ login: user.login, password: context.secret() }]));
      ensureSame(results, [{ outcome: "unchanged", id: user.id }], "results");
    },
  ],
  "tells nobody who is not to be told": [
    ["users.import", "users.get", "users.invite"],
    async (context) => {
      const { users } = context.as("admin");
      const row = importRow(context, context.unique(), { password: null });
      const { results } = await users.import(importOf([row], { invite: false }));
      ensureSame((await users.get({ id: idOf(results[0]) })).invitation.state, "none", "the invitation");
    },
  ],
  "takes no more rows than the limit": [
    ["users.import"],
    async (context) => {
      const { limits } = context.world.session("admin").capabilities;
      const most = limits.import ?? limits.bulk;
      onlyIf(most > 0 && most < 1000, "the limit is too high to be tried");
      const rows = Array.from({ length: most + 1 }, (_, index) => ({ login: `x-none-${String(index)}` }));
      const { fields } = await ensureFails(context.as("admin").users.import(importOf(rows)), "validation");
      ensureSame(fields[0]?.pointer, "/rows", "the pointer");
    },
  ],
});
