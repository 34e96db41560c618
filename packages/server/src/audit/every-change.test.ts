import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { operations } from "@crewdock/contract";
import type { AnyOperation } from "@crewdock/contract/serve";
import type { Db } from "../store/db.ts";
import { type Asked, requestLine, versionHeader } from "../testing/asked.ts";
import { once, userInput } from "../testing/inputs.ts";
import { openMemoryDb } from "../testing/memory-db.ts";
import { dataPrinter } from "../testing/stored-data.ts";
import { losingDb, type LosingDb } from "../testing/tampered-db.ts";
import { type Answer, HOST_KEY, startTestServer, type TestServer } from "../testing/test-server.ts";
import { mutatingRequests, UNAUDITED } from "./testing/mutating-requests.ts";

/** Operations of this backend that are checked at least. */
const AT_LEAST = 12;

let inner: Db;
let fragile: LosingDb;
let crew: TestServer;
let admin: string;
/** The last letter that was sent. */
let letter = "";

before(async () => {
  inner = await openMemoryDb();
  fragile = losingDb(inner);
  const mailer = {
    send: async ({ text }: { readonly text: string }) => {
      letter = text;
    },
  };
  crew = await startTestServer({
    db: fragile.db,
    notify: { mailer, loginUrl: "https://crm.example", passwordUrl: (token) => `https://crm.example/#${token}` },
  });
  admin = crew.company.demoPeople.admin;
});
after(() => crew[Symbol.asyncDispose]());

const changing: readonly (readonly [string, AnyOperation])[] = Object.entries(operations)
  .flatMap(([port, verbs]) =>
    Object.entries(verbs as Readonly<Record<string, AnyOperation>>).map(
      ([verb, operation]) => [`${port}.${verb}`, operation] as const,
    ),
  )
  .filter(([name, { method }]) => method !== "GET" && !(name in UNAUDITED));

function send(operation: AnyOperation, asked: Asked, key: Record<string, string>): Promise<Answer> {
  const { body } = asked;
  const headers = { ...versionHeader(asked), ...(operation.idempotent ? key : {}) };
  return crew.ask(admin, requestLine(operation, asked), { headers, ...(body === undefined ? {} : { body }) });
}

interface AuditRow {
  readonly actor_id: string | null;
  readonly tenant_id: string;
  readonly action: string;
  readonly before: unknown;
  readonly after: unknown;
}

function recordsOf(answer: { readonly headers: Headers }): Promise<readonly AuditRow[]> {
  return inner.query<AuditRow>(
    "select actor_id, tenant_id, action, before, after from audit_records where request_id = $1",
    [answer.headers.get("x-request-id") ?? ""],
  );
}

test("every operation that changes something says here how it is asked", () => {
  const known = mutatingRequests(crew);
  assert.deepEqual(
    changing.map(([name]) => name).filter((name) => !(name in known)),
    [],
  );
});

test("each change leaves exactly one audit record of its actor, and a lost one leaves nothing at all", async () => {
  const requests = mutatingRequests(crew);
  const print = await dataPrinter(inner);
  const checked: string[] = [];
  for (const [name, operation] of changing) {
    const probe = await send(operation, { path: { id: "x", userId: "x", roleId: "x", fromId: "x" } }, once());
    if (probe.status === 501) continue; // this backend does not have it
    const asked = await requests[name]!();
    const stored = await print();
    fragile.losing = true;
    await send(operation, asked, once());
    fragile.losing = false;
    assert.equal(await print(), stored, `${name} left something behind`);
    const key = once();
    const answer = await send(operation, asked, key);
    assert.ok(answer.status < 300, `${name}: ${answer.status} ${JSON.stringify(answer.body)}`);
    const records = await recordsOf(answer);
    assert.equal(records.length, 1, `${name} left ${records.length} audit records`);
    const [record] = records;
    assert.deepEqual([record?.actor_id, record?.tenant_id], [admin, "main"], name);
    assert.ok(record?.before !== null || record.after !== null, `${name} says neither what was nor what is`);
    if (operation.idempotent) {
      const again = await send(operation, asked, key);
      assert.equal(again.status, answer.status, `${name} repeated`);
      assert.deepEqual(await recordsOf(again), [], `${name} repeated left another record`);
    }
    checked.push(name);
  }
  assert.ok(checked.length >= AT_LEAST, checked.join(", "));
});

test("a password that an invited person chose leaves a record of its request, without an actor", async () => {
  const body = userInput("invited.person", { password: null });
  assert.equal((await crew.ask(admin, "POST /v1/users", { body, headers: once() })).status, 200);
  const [, token = ""] = /#([\w-]{20,})/.exec(letter) ?? [];
  const response = await crew.raw("POST /v1/invitations/accept", {
    headers: { Authorization: `Bearer ${HOST_KEY}`, "Content-Type": "application/json" },
    body: JSON.stringify({ token, password: "planted granite 81 kettle" }),
  });
  assert.equal(response.status, 200, await response.text());
  const [record, ...more] = await recordsOf(response);
  assert.deepEqual([record?.action, record?.actor_id, more.length], ["invitation.accept", null, 0]);
  assert.doesNotMatch(JSON.stringify(record), /planted/);
});

test("a refused change leaves no audit record", async () => {
  const before = await inner.query("select seq from audit_records");
  const refused = [
    await crew.ask(admin, "POST /v1/users", { body: { login: "x" }, headers: once() }),
    await crew.ask(admin, `PATCH /v1/users/${admin}`, {
      body: { serviceNumber: "1" },
      headers: { "If-Match": '"999"' },
    }),
    await crew.ask(admin, `PUT /v1/users/${admin}/state`, {
      body: { state: "blocked" },
      headers: { "If-Match": '"1"' },
    }),
    await crew.ask(crew.company.demoPeople.manager, "POST /v1/roles", { body: {}, headers: once() }),
  ];
  for (const { status } of refused) assert.ok(status >= 400);
  assert.equal((await inner.query("select seq from audit_records")).length, before.length);
});

test("a change that pages would be told of without an audit record is rolled back", async () => {
  const { runUnit } = await import("../store/unit.ts");
  const options = { tenant: "main", actorId: admin, now: crew.now, requestId: null };
  const change = (audited: boolean): Promise<void> =>
    runUnit(
      inner,
      options,
      () => {},
      async (unit) => {
        await unit.query("update users set service_number = 'silent' where id = $1", [admin]);
        unit.emit({ type: "user.changed", id: admin });
        if (audited) unit.leaveUnaudited("a test");
      },
    );
  const number = async (): Promise<unknown> =>
    (await inner.query<{ n: string }>("select service_number as n from users where id = $1", [admin]))[0]?.n;
  await assert.rejects(change(false), /no audit record for user\.changed/);
  assert.notEqual(await number(), "silent");
  await change(true);
  assert.equal(await number(), "silent");
});
