import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page, Session, User } from "@crewdock/contract";
import { once, userInput } from "../testing/inputs.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";

let crew: TestServer;
let admin: string;
let head: string;
let manager: string;

before(async () => {
  crew = await startTestServer();
  ({ admin, head, manager } = crew.company.demoPeople);
});
after(() => crew[Symbol.asyncDispose]());

interface Problem {
  readonly code: string;
  readonly errors?: readonly { readonly pointer: string; readonly code: string }[];
  readonly current?: User;
}

async function created(login: string, members: Parameters<typeof userInput>[1] = {}): Promise<User> {
  const answer = await crew.ask<User>(admin, "POST /v1/users", { body: userInput(login, members), headers: once() });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body;
}

function fields(problem: Problem): Record<string, string> {
  return Object.fromEntries((problem.errors ?? []).map(({ pointer, code }) => [pointer, code]));
}

test("the session tells who one is, what one may do and which methods there are", async () => {
  const { body } = await crew.ask<Session>(admin, "GET /v1/session");
  assert.equal(body.user.id, admin);
  assert.equal(body.grants["user.manage"], "any");
  assert.deepEqual(body.capabilities.methods["users.create"], { supported: true });
  assert.deepEqual(body.capabilities.methods["mail.check"], { supported: false, why: "not_configured" });
});

test("pages go through everybody once, in the order of names", async () => {
  const seen: User[] = [];
  let cursor = "";
  do {
    const { body } = await crew.ask<Page<User>>(admin, `GET /v1/users?limit=25${cursor}`);
    assert.equal(body.total.value, 60);
    seen.push(...body.items);
    cursor = body.nextCursor === null ? "" : `&cursor=${body.nextCursor}`;
  } while (cursor !== "");
  assert.equal(new Set(seen.map(({ id }) => id)).size, 60);
});

test("pages go through everybody once when many share a value, both ways", async () => {
  for (const direction of ["asc", "desc"]) {
    const sort = encodeURIComponent(JSON.stringify({ field: "state", direction }));
    const first = await crew.ask<Page<User>>(admin, `GET /v1/users?limit=40&sort=${sort}`);
    const second = await crew.ask<Page<User>>(
      admin,
      `GET /v1/users?limit=40&sort=${sort}&cursor=${first.body.nextCursor}`,
    );
    assert.equal(new Set([...first.body.items, ...second.body.items].map(({ id }) => id)).size, 60);
  }
});

test("a cursor of another list is refused", async () => {
  const { body } = await crew.ask<Page<User>>(admin, "GET /v1/users?limit=5");
  const other = await crew.ask<Problem>(admin, `GET /v1/users?limit=5&q=a&cursor=${body.nextCursor}`);
  assert.equal(other.status, 422);
  assert.deepEqual(fields(other.body), { "/cursor": "invalid_format" });
});

test("search finds any part of name, e-mail, login and number, whatever the accents", async () => {
  const user = await created("zoe.wolska", {
    name: { last: "Wólska", first: "Łucja", patronymic: null },
    serviceNumber: "E-9907",
  });
  for (const q of ["lucja", "Wólsk", "WOLSKA", "e.wols", "9907"]) {
    const { body } = await crew.ask<Page<User>>(admin, `GET /v1/users?q=${encodeURIComponent(q)}`);
    assert.ok(
      body.items.some(({ id }) => id === user.id),
      q,
    );
  }
  const none = await crew.ask<Page<User>>(admin, `GET /v1/users?q=${encodeURIComponent("100%")}`);
  assert.equal(none.body.items.length, 0);
});

test("a head of department sees the department and nobody else", async () => {
  const { body } = await crew.ask<Page<User>>(head, "GET /v1/users?limit=200");
  assert.ok(body.items.length > 1 && body.items.length < 60);
  const outsider = crew.company.users.find(({ id }) => !body.items.some((user) => user.id === id));
  assert.equal((await crew.ask(head, `GET /v1/users/${outsider?.id}`)).status, 404);
});

test("who lacks the right is refused", async () => {
  const answer = await crew.ask<Problem>(manager, "POST /v1/users", { body: userInput("nobody"), headers: once() });
  assert.equal(answer.status, 403);
  assert.equal(answer.body.code, "forbidden");
});

test("a user is made with SIP account and mail accounts, all or nothing", async () => {
  const free = crew.company.freeSipAccounts[0]!;
  const user = await created("with.phone", {
    sipAccount: { ...free, password: null },
    roleIds: ["r-manager"],
  });
  assert.equal(user.sipAccount?.login, free.login);
  assert.deepEqual(user.roleIds, ["r-manager"]);
  const again = await crew.ask<Problem>(admin, "POST /v1/users", {
    body: userInput("second.phone", { sipAccount: { ...free, password: null } }),
    headers: once(),
  });
  assert.equal(again.body.code, "duplicate");
  assert.deepEqual(fields(again.body), { "/sipAccount/id": "duplicate" });
  const { body } = await crew.ask<Page<User>>(admin, "GET /v1/users?q=second.phone");
  assert.equal(body.items.length, 0);
});

test("all wrong fields are told at once, with pointers into the body", async () => {
  const { status, body } = await crew.ask<Problem>(admin, "POST /v1/users", {
    body: userInput("wrong", {
      email: "not an address",
      timeZone: "Mars/Olympus",
      name: { last: " ", first: "x".repeat(101), patronymic: null },
    }),
    headers: once(),
  });
  assert.equal(status, 422);
  assert.deepEqual(fields(body), {
    "/email": "invalid_email",
    "/timeZone": "invalid_time_zone",
    "/name/last": "required",
    "/name/first": "too_long",
  });
});

test("what the database knows is told at once as well", async () => {
  const { body } = await crew.ask<Problem>(admin, "POST /v1/users", {
    body: userInput("unknowns", {
      positionId: "p-nowhere",
      departmentId: "d-nowhere",
      groupIds: ["g-nowhere"],
      roleIds: ["r-nowhere"],
      password: "unknowns2024",
    }),
    headers: once(),
  });
  assert.deepEqual(fields(body), {
    "/positionId": "not_found",
    "/departmentId": "not_found",
    "/groupIds/0": "not_found",
    "/roleIds/0": "not_found",
    "/password": "weak_password",
  });
});

test("e-mail and login are taken whatever their case", async () => {
  await created("Taken.One");
  const { status, body } = await crew.ask<Problem>(admin, "POST /v1/users", {
    body: userInput("tAKEN.oNE", { email: "TAKEN.one@CREWDOCK.test" }),
    headers: once(),
  });
  assert.equal(status, 409);
  assert.equal(body.code, "duplicate");
  assert.deepEqual(fields(body), { "/email": "duplicate", "/login": "duplicate" });
});

test("an old version is refused with the user as it stands", async () => {
  const user = await created("conflicted");
  const path = `PATCH /v1/users/${user.id}`;
  const headers = { "If-Match": `"${user.version}"` };
  const first = await crew.ask<User>(admin, path, { body: { serviceNumber: "77" }, headers });
  assert.equal(first.status, 200);
  assert.equal(first.headers.get("etag"), `"${first.body.version}"`);
  const second = await crew.ask<Problem>(admin, path, { body: { serviceNumber: "78" }, headers });
  assert.equal(second.status, 412);
  assert.equal(second.body.current?.serviceNumber, "77");
});

test("a change without If-Match is refused", async () => {
  const answer = await crew.ask<Problem>(admin, `PATCH /v1/users/${manager}`, { body: { serviceNumber: "1" } });
  assert.equal(answer.status, 428);
  assert.deepEqual(fields(answer.body), { "/version": "required" });
});

test("only the named members change", async () => {
  const user = await created("partial", { groupIds: ["g-crm"], roleIds: ["r-manager"] });
  const { body } = await crew.ask<User>(admin, `PATCH /v1/users/${user.id}`, {
    body: { name: { last: "Новая", first: "Имя", patronymic: null } },
    headers: { "If-Match": `"${user.version}"` },
  });
  assert.deepEqual(
    { ...body, version: "", updatedAt: "" },
    {
      ...user,
      name: { last: "Новая", first: "Имя", patronymic: null },
      version: "",
      updatedAt: "",
    },
  );
});

test("nobody blocks themselves, and the last administrator stays", async () => {
  const { body: me } = await crew.ask<User>(admin, `GET /v1/users/${admin}`);
  const answer = await crew.ask<Problem>(admin, `PUT /v1/users/${admin}/state`, {
    body: { state: "blocked" },
    headers: { "If-Match": `"${me.version}"` },
  });
  assert.equal(answer.status, 409);
  assert.ok(["last_admin", "lockout_prevented"].includes(answer.body.code));
});

test("a blocked person's token is refused at once", async () => {
  const user = await created("to.block", { roleIds: ["r-manager"] });
  const token = await crew.token(user.id);
  const session = (): Promise<Response> =>
    crew.raw("GET /v1/session", { headers: { Authorization: `Bearer ${token}` } });
  assert.equal((await session()).status, 200);
  await crew.ask(admin, `PUT /v1/users/${user.id}/state`, {
    body: { state: "blocked" },
    headers: { "If-Match": `"${user.version}"` },
  });
  assert.equal((await session()).status, 403);
  await assert.rejects(crew.token(user.id), { code: "forbidden" });
});

test("hostile text is stored to the letter or refused with a field error", async () => {
  const hostile = [
    "<img src=x onerror=alert(1)>",
    "'; drop table users; --",
    "👩🏽‍🚀 gnal\u200f",
    "مرحبا بالعالم",
    "${7*7}{{x}}",
  ];
  for (const [index, last] of hostile.entries()) {
    const user = await created(`hostile.${index}`, { name: { last, first: "A", patronymic: null } });
    const { body } = await crew.ask<User>(admin, `GET /v1/users/${user.id}`);
    assert.equal(body.name.last, last);
  }
  for (const last of ["a\u0000b", "a\ud800b", "line\nbreak", "Test\u202enohta"]) {
    const { status, body } = await crew.ask<Problem>(admin, "POST /v1/users", {
      body: userInput("refused", { name: { last, first: "A", patronymic: null } }),
      headers: once(),
    });
    assert.equal(status, 422);
    assert.deepEqual(fields(body), { "/name/last": "invalid_text" });
  }
});
