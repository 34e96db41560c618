import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Id, MailCheckReport, Page, Problem, Scope } from "@crewdock/contract";
import { startingRoles } from "@crewdock/contract/sample";
import { createApp } from "../../src/http/app.ts";
import { type Handlers, notInBackend } from "../../src/http/handlers.ts";
import { dataPrinter } from "../../src/testing/stored-data.ts";
import { methods, startTestServer, type TestServer } from "../../src/testing/test-server.ts";
import { type Documented, documentedOperations } from "./documented.ts";
import { expectations, ROLES } from "./expectations.ts";
import type { Outcome } from "./places.ts";
import { PROVIDER } from "./requests/mail.requests.ts";
import { questionsOf } from "./requests/requests.ts";
import { type Bench, checkOperation } from "./table.ts";
import { createWorld } from "./world.ts";

/** Answered without a token: the document itself, and what tells load balancers how the server is. */
const OPEN = ["/healthz", "/readyz", "/v1/openapi.json"];

let crew: TestServer;
let bench: Bench;
let operations: readonly Documented[];

before(async () => {
  crew = await startTestServer({
    checkSipAccount: async () => ({ ok: true, stages: [], failure: null, ms: 1 }),
    mail: {
      probe: {
        async *check() {
          yield { type: "report", report: WELL };
        },
        folders: async () => ({ folders: [], sent: null }),
      },
      discovery: { providers: [], discover: async () => ({ provider: null, source: "none" }) },
      oauth: { redirectUrl: "https://crm.example/mail", providers: { [PROVIDER]: { clientId: "crew" } } },
    },
    notify: {
      mailer: { send: async () => {} },
      loginUrl: "https://crm.example",
      passwordUrl: (token) => `https://crm.example/#${token}`,
    },
  });
  const response = await crew.raw("GET /v1/openapi.json");
  assert.equal(response.status, 200);
  operations = documentedOperations((await response.json()) as Parameters<typeof documentedOperations>[0]);
  bench = {
    world: await createWorld(crew),
    print: await dataPrinter(crew.server.db),
    settled: () => lettersSent(crew),
  };
});
after(() => crew[Symbol.asyncDispose]());

const SIDE: MailCheckReport["imap"] = { ok: true, ms: 1, failure: null };
const WELL: MailCheckReport = { ok: true, ms: 1, imap: SIDE, smtp: SIDE, folders: [], sent: null };

/** So long letters may take to go out, in milliseconds. */
const LETTERS_MS = 30_000;

/** Letters go out after the answer, and what became of them is written down with the person. */
async function lettersSent({ server }: TestServer): Promise<void> {
  const limit = AbortSignal.timeout(LETTERS_MS);
  for (;;) {
    const { promise, resolve } = Promise.withResolvers<void>();
    const unlisten = server.services.feed.listen(() => resolve());
    limit.addEventListener("abort", () => resolve());
    const waiting = await server.db.query("select 1 from letters limit 1");
    if (waiting.length > 0) await promise;
    unlisten();
    if (waiting.length === 0) return;
    if (limit.aborted) throw new Error(`after ${LETTERS_MS / 1000} seconds a letter still waits to be sent`);
  }
}

test("every operation of the document has an expectation, and every expectation an operation", () => {
  const names = operations.map(({ name }) => name);
  assert.deepEqual(
    names.filter((name) => !Object.hasOwn(expectations, name)),
    [],
    "operations without an expectation",
  );
  assert.deepEqual(
    Object.keys(expectations).filter((name) => !names.includes(name)),
    [],
    "expectations without an operation",
  );
  assert.deepEqual(
    startingRoles.map(({ id }) => id),
    ROLES,
  );
});

test("every route that is served is in the document, but for the open ones", () => {
  const handlers = new Proxy({}, { get: () => new Proxy({}, { get: () => notInBackend }) }) as Handlers;
  const documented = new Set(
    operations.map(({ method, path }) => `${method} /v1${path.replaceAll(/\{(\w+)\}/g, ":$1")}`),
  );
  const served = createApp(crew.server.services, handlers)
    .routes.filter(({ method }) => method !== "ALL" && method !== "OPTIONS")
    .map(({ method, path }) => `${method} ${path.replace(crew.server.services.options.basePath, "")}`);
  assert.deepEqual(
    served.filter((route) => !documented.has(route)),
    OPEN.map((path) => `GET ${path}`),
  );
});

test("each role may do what the table says and nothing else", async (t) => {
  const questions = questionsOf(bench.world);
  let rows = 0;
  for (const port of new Set(operations.map((operation) => operation.port))) {
    if (port === "host") continue;
    await t.test(port, async () => {
      const faults: string[] = [];
      for (const operation of operations.filter((each) => each.port === port)) {
        const { name } = operation;
        const [expectation, ask] = [expectations[name], questions[name]];
        assert.ok(expectation, `${name} has no expectation`);
        assert.ok(ask, `nothing says how ${name} is asked`);
        const checked = await checkOperation(bench, operation, expectation, ask);
        rows += checked.rows;
        faults.push(...checked.faults);
      }
      assert.deepEqual(faults, []);
    });
  }
  t.diagnostic(`${rows} rows`);
});

test("without a token nothing is answered but what is open", async () => {
  for (const { name, method, path } of operations) {
    const response = await crew.raw(lineOf({ method, path }));
    assert.equal(response.status, 401, name);
    assert.equal(((await response.json()) as Problem).code, "unauthenticated", name);
  }
  for (const path of OPEN) assert.equal((await crew.raw(`GET ${path}`)).status, 200, path);
});

test("nobody's token opens what is the host's", async () => {
  for (const operation of operations.filter(({ name }) => expectations[name]?.who === "host"))
    for (const role of ROLES)
      assert.equal(
        await asked(operation, await crew.token(bench.world.actor(role))),
        "unauthenticated",
        operation.name,
      );
});

test("a token that is good for everything else does not open an operation", async () => {
  const { admin } = bench.world;
  for (const operation of operations.filter(({ name }) => expectations[name]?.who !== "host")) {
    const others = methods.filter((method) => method !== operation.name);
    const outcome = await asked(operation, await crew.token(admin, others));
    // whoever has a token may learn whose it is and what they may do
    assert.equal(outcome, operation.port === "session" ? "done" : "forbidden", operation.name);
  }
});

/** A request about something that does not exist. */
function lineOf({ method, path }: Pick<Documented, "method" | "path">): string {
  return `${method} /v1${path.replaceAll(/\{\w+\}/g, "x")}`;
}

/** The outcome of a request that brings nothing but a token. */
async function asked({ method, path }: Documented, token: string): Promise<Outcome> {
  const response = await crew.raw(lineOf({ method, path }), { headers: { Authorization: `Bearer ${token}` } });
  return response.ok ? "done" : ((await response.json()) as Problem).code;
}

interface Owned {
  readonly id: Id;
  readonly owner: Id | null;
  readonly department: Id | null;
}

/** What each list is of: everybody's things with their owners and where they are. */
const LISTS: readonly (readonly [name: string, path: string, owned: string])[] = [
  ["users.list", "/v1/users", "select id, id as owner, department_id as department from users"],
  [
    "calls.list",
    "/v1/calls",
    `select c.id, c.user_id as owner, u.department_id as department from call_records c left join users u on u.id = c.user_id`,
  ],
  [
    "directory.contacts",
    "/v1/contacts",
    `select c.id, c.owner_id as owner, u.department_id as department from contacts c left join users u on u.id = c.owner_id`,
  ],
];

for (const [name, path, owned] of LISTS)
  test(`${name} shows each role exactly what its scope reaches`, async () => {
    const expectation = expectations[name];
    if (expectation?.who !== "people") return assert.fail(`${name} is about nobody`);
    const all = await crew.server.db.query<Owned>(owned);
    const { home, below } = bench.world.sites;
    for (const [column, role] of ROLES.entries()) {
      const scope: Scope | undefined = expectation.scopes[column];
      const actor = bench.world.actor(role);
      if (scope === "none") continue; // refused, as the table says
      const reached: readonly Owned[] = all.filter(
        ({ owner, department }) =>
          scope === "any" ||
          owner === actor ||
          (scope === "department" && (department === home || department === below)),
      );
      assert.ok(reached.length > 0, `${role} reaches nothing`);
      const { ids, total } = await everything(actor, path);
      assert.deepEqual(ids.toSorted(), reached.map(({ id }) => id).toSorted(), `${name} of ${role}`);
      assert.equal(total, reached.length, `${name} of ${role}: the total`);
    }
  });

test("the phone book shows everybody who is active to each role", async () => {
  const active = await crew.server.db.query<{ id: Id }>("select id from users where state = 'active'");
  for (const role of ROLES) {
    const { ids } = await everything(bench.world.actor(role), "/v1/colleagues");
    assert.deepEqual(ids.toSorted(), active.map(({ id }) => id).toSorted(), role);
  }
});

/** All pages of a list. */
async function everything(actor: Id, path: string): Promise<{ readonly ids: readonly Id[]; readonly total: number }> {
  const ids: Id[] = [];
  const query = new URLSearchParams({ limit: "200" });
  for (;;) {
    const answer = await crew.ask<Page<{ readonly id: Id }>>(actor, `GET ${path}?${query.toString()}`);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    const { items, nextCursor, total } = answer.body;
    ids.push(...items.map(({ id }) => id));
    if (nextCursor === null) return { ids, total: total.value };
    query.set("cursor", nextCursor);
  }
}
