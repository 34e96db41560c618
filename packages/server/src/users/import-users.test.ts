import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { ImportAnswer, ImportRow, Session, User, UserImport } from "@crewdock/contract";
import { readEvents } from "../testing/event-reader.ts";
import { once, userInput } from "../testing/inputs.ts";
import { notifyBy } from "../testing/notify-by.ts";
import { type Answer, startTestServer, type TestServer } from "../testing/test-server.ts";

let crew: TestServer;
let admin: string;
/** Who was written to, in their order. */
const letters: string[] = [];

before(async () => {
  crew = await startTestServer({
    notify: notifyBy(async ({ to }) => void letters.push(to)),
  });
  admin = crew.company.demoPeople.admin;
});
after(() => crew[Symbol.asyncDispose]());

const rowOf = (login: string, more: Partial<ImportRow> = {}): ImportRow => ({
  name: { last: "Лебедева", first: "Ирина" },
  email: `${login}@crewdock.test`,
  login,
  timeZone: "Europe/Moscow",
  department: { id: "d-sales" },
  ...more,
});

const send = <Body = ImportAnswer>(
  rows: readonly ImportRow[],
  { headers = once(), actor = admin, ...more }: Partial<UserImport> & { headers?: object; actor?: string } = {},
): Promise<Answer<Body>> =>
  crew.ask<Body>(actor, "POST /v1/users/import", {
    body: { matchBy: "login", dryRun: false, rows, ...more },
    headers: { ...headers },
  });

const outcomes = ({ body }: Answer<ImportAnswer>): readonly string[] =>
  body.results.map((result) => (result.outcome === "refused" ? result.problem.code : result.outcome));

const counted = async (table: string): Promise<number> =>
  (await crew.server.db.query<{ count: number }>(`select count(*)::int as count from ${table}`))[0]?.count ?? 0;

const idOf = ({ body }: Answer<ImportAnswer>, index = 0): string => {
  const result = body.results[index];
  assert.ok(result && "id" in result && result.id !== null);
  return result.id;
};

test("a dry run leaves nothing behind: no person, no record, no event, no letter", async () => {
  const tables = ["users", "audit_records", "outbox", "assignments", "login_sessions"];
  const before = await Promise.all(tables.map(counted));
  const rows = [
    rowOf("dry.one", { roles: [{ id: "r-manager" }] }),
    rowOf("dry.two", { email: "dry.one@crewdock.test" }),
  ];
  assert.deepEqual(outcomes(await send(rows, { dryRun: true })), ["created", "duplicate"]);
  assert.deepEqual(await Promise.all(tables.map(counted)), before);
  assert.deepEqual(letters, []);
});

test("a dry run that changes roles and then places leaves the rights as they are for everybody", async () => {
  const { head } = crew.company.demoPeople;
  const { body: before } = await crew.ask<Session>(head, "GET /v1/session");
  const { body: boss } = await crew.ask<User>(admin, `GET /v1/users/${head}`);
  const { body: hired } = await crew.ask<User>(admin, "POST /v1/users", { body: userInput("cached"), headers: once() });
  const rows = [
    { login: boss.login, roles: [{ id: "r-admin" }] },
    { login: hired.login, department: { id: "d-support" } },
  ];
  assert.deepEqual(outcomes(await send(rows, { dryRun: true })), ["updated", "updated"]);
  // another instance changes rights next, and comes to the version that the dry run had
  await crew.server.db.query("update tenants set rights_version = rights_version + 1");
  const { body: after } = await crew.ask<Session>(head, "GET /v1/session");
  assert.deepEqual(after.grants, before.grants);
});

test("those who are made are written to once, also when the page is repeated; others are not", async () => {
  letters.length = 0;
  const events = await readEvents(crew, admin);
  const headers = once();
  const rows = [rowOf("told.one"), { login: "cached", serviceNumber: "31" }, rowOf("told.two")];
  const first = await send(rows, { headers });
  assert.deepEqual(outcomes(first), ["created", "updated", "created"]);
  assert.deepEqual((await send(rows, { headers })).body, first.body);
  const isTold = async (id: string): Promise<boolean> =>
    (await crew.ask<User>(admin, `GET /v1/users/${id}`)).body.invitation.state === "sent";
  while (!(await isTold(idOf(first, 0))) || !(await isTold(idOf(first, 2))))
    await events.until(({ type }) => type === "user.changed");
  await events.close();
  assert.deepEqual(letters, ["told.one@crewdock.test", "told.two@crewdock.test"]);
});

test("rows that are so already write nothing: no record, no event, and rights are not read anew", async () => {
  const version = async (): Promise<unknown> => crew.server.db.query("select rights_version from tenants");
  const before = [await counted("audit_records"), await counted("outbox"), await version()];
  const rows = [rowOf("told.one"), { login: "told.two", roles: [], groups: [] }];
  assert.deepEqual(outcomes(await send(rows)), ["unchanged", "unchanged"]);
  assert.deepEqual([await counted("audit_records"), await counted("outbox"), await version()], before);
});

test("a password comes with somebody new and stays with somebody who is there", async () => {
  const password = "Copper heron 92 window";
  const made = await send([rowOf("with.password", { password })], { invite: false });
  const hash = async (): Promise<unknown> =>
    crew.server.db.query("select password_hash from users where id = $1", [idOf(made)]);
  const before = await hash();
  assert.match(JSON.stringify(before), /argon2id/);
  assert.deepEqual(outcomes(await send([rowOf("with.password", { password: "Another heron 92 window" })])), [
    "unchanged",
  ]);
  assert.deepEqual(await hash(), before);
  const weak = await send([rowOf("weak.password", { password: "short" })]);
  assert.deepEqual(outcomes(weak), ["validation"]);
  assert.ok(!crew.answers.concat(JSON.stringify(crew.log)).join().includes(password), "the password is told nowhere");
});

test("whoever loses the right by a row of their own gets no further, dry or not", async () => {
  const { head } = crew.company.demoPeople;
  const { body: boss } = await crew.ask<User>(admin, `GET /v1/users/${head}`);
  const rows = [{ login: boss.login, roles: [], position: null, groups: [] }, rowOf("too.late")];
  const rehearsed = outcomes(await send(rows, { actor: head, dryRun: true }));
  assert.deepEqual(rehearsed.at(-1), "forbidden");
  assert.deepEqual(outcomes(await send(rows, { actor: head })), rehearsed);
});

test("too many rows are refused as a whole", async () => {
  const rows = Array.from({ length: 51 }, (_, index) => ({ login: `x${index}` }));
  for (const dryRun of [true, false]) {
    const { status, body } = await send<{ errors: readonly object[] }>(rows, { dryRun });
    assert.deepEqual([status, body.errors], [422, [{ pointer: "/rows", code: "too_many", params: { max: 50 } }]]);
  }
});

test("a row takes the free SIP account that it names; what the rows before have taken or given back counts", async () => {
  const free = crew.company.freeSipAccounts.map(({ login }) => login);
  const [one = "", two = ""] = free;
  const taken = crew.company.users.find(({ sipAccount }) => sipAccount)?.sipAccount?.login;
  const rows = [
    rowOf("phone.one", { extension: one }),
    rowOf("phone.two", { extension: one }),
    rowOf("phone.three", { extension: taken }),
    rowOf("phone.four", { extension: "none.such" }),
  ];
  const told = ({ body }: Answer<ImportAnswer>): readonly unknown[] =>
    body.results.map((result) =>
      result.outcome === "refused"
        ? result.problem.errors?.map(({ pointer, code }) => [pointer, code])
        : result.outcome,
    );
  const expected = [
    "created",
    [["/rows/1/extension", "duplicate"]],
    [["/rows/2/extension", "duplicate"]],
    [["/rows/3/extension", "not_found"]],
  ];
  assert.deepEqual(told(await send(rows, { dryRun: true })), expected);
  const made = await send(rows);
  assert.deepEqual(told(made), expected);
  const { body: user } = await crew.ask<User>(admin, `GET /v1/users/${idOf(made)}`);
  assert.equal(user.sipAccount?.login, one);
  const moved = [rowOf("phone.one", { extension: two }), rowOf("phone.five", { extension: one })];
  assert.deepEqual(told(await send(moved)), ["updated", "created"]);
  assert.deepEqual(told(await send(moved)), ["unchanged", "unchanged"]);
});
