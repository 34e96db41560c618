import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Adapter, defineAdapter } from "../adapter.ts";
import { CrewError } from "../errors/crew-error.ts";
import type { Problem } from "../errors/problem.ts";
import { sampleCompany } from "../sample/index.ts";
import type { User } from "../users/user.ts";
import { serveAdapter } from "./serve.ts";

const { users } = sampleCompany({ now: new Date("2026-03-01T09:00:00Z") });
const [ann] = users as [User];

interface Bench {
  readonly ask: (request: string, init?: RequestInit) => Promise<Response>;
  readonly errors: unknown[];
  readonly clock: { at: Date };
}

function bench(ports: Adapter["ports"]): Bench {
  const errors: unknown[] = [];
  const clock = { at: new Date("2026-03-01T09:00:00Z") };
  const adapter = defineAdapter({ id: "test", contract: "1.0", ports });
  const handle = serveAdapter({
    basePath: "/crew",
    actingFor: (request) => {
      const actorId = request.headers.get("authorization")?.slice("Bearer ".length);
      if (!actorId) throw new CrewError("unauthenticated");
      return { actorId, adapter };
    },
    onError: (error) => errors.push(error),
    now: () => clock.at,
  });
  const ask = (request: string, { headers, ...init }: RequestInit = {}): Promise<Response> => {
    const [method = "", path = ""] = request.split(" ");
    const all = { authorization: "Bearer u-1", "content-type": "application/json", ...(headers as object) };
    return handle(new Request(`http://backend.test/crew/v1${path}`, { method, headers: all, ...init }));
  };
  return { ask, errors, clock };
}

const problem = async (answer: Response): Promise<Problem> => (await answer.json()) as Problem;

describe("an adapter served over HTTP", () => {
  test("gets its input from path, query, If-Match and body, and its answer has an ETag", async () => {
    const seen: unknown[] = [];
    const { ask } = bench({
      users: {
        get: async (input) => {
          seen.push(input);
          return ann;
        },
        setState: async (input) => {
          seen.push(input);
          return ann;
        },
        list: async (input, { language }) => {
          seen.push(input, language);
          return { items: [ann], nextCursor: null, total: { value: 1, relation: "eq" } };
        },
      },
    });
    const got = await ask("GET /users/u%3A1");
    assert.equal(got.headers.get("etag"), `"${ann.version}"`);
    assert.deepEqual(await got.json(), ann);
    const body = JSON.stringify({ state: "blocked" });
    await ask("PUT /users/u-2/state", { body, headers: { "if-match": '"7"' } });
    await ask("GET /users?q=ann&limit=5&states=%5B%22active%22%5D", { headers: { "accept-language": "pt-BR, en" } });
    assert.deepEqual(seen, [
      { id: "u:1" },
      { id: "u-2", version: "7", state: "blocked" },
      { q: "ann", limit: 5, states: ["active"] },
      "pt-BR",
    ]);
  });

  test("refuses what nobody may ask, what it lacks and what is not there with a problem of its code", async () => {
    const { ask } = bench({ users: {} });
    const anonymous = await ask("GET /users", { headers: { authorization: "" } });
    assert.deepEqual([anonymous.status, anonymous.headers.get("www-authenticate")], [401, "Bearer"]);
    const lacking = await ask("GET /users");
    assert.deepEqual([lacking.status, (await problem(lacking)).code], [501, "unsupported"]);
    for (const path of ["GET /nothing", "TRACES /users", "GET /users/%E0%A4%A"]) {
      const missing = await ask(path);
      assert.deepEqual([missing.status, (await problem(missing)).code], [404, "not_found"], path);
    }
  });

  test("names all wrong fields, and asks for a missing version by 428", async () => {
    const { ask } = bench({ users: { setState: async () => ann, create: async () => ann } });
    const unversioned = await ask("PUT /users/u-2/state", { body: JSON.stringify({ state: "blocked" }) });
    assert.deepEqual([unversioned.status, (await problem(unversioned)).errors?.[0]?.pointer], [428, "/version"]);
    const wrong = await ask("POST /users", { body: JSON.stringify({}), headers: { "idempotency-key": "k" } });
    const pointers = (await problem(wrong)).errors?.map(({ pointer }) => pointer);
    assert.ok(pointers?.includes("/email") && pointers.includes("/login"), String(pointers));
  });

  test("tells nobody but the log what nobody foresaw", async () => {
    const { ask, errors } = bench({
      session: { me: () => Promise.reject(new Error("the table 'staff' is gone")) },
      org: { read: async () => ({ departments: "rubbish" }) as never },
    });
    const failed = await ask("GET /session");
    const text = await failed.text();
    assert.deepEqual([failed.status, text.includes("staff")], [500, false]);
    assert.match(String(errors[0]), /staff/);
    assert.equal((await ask("GET /organisation")).status, 500, "an answer that is none is not passed on");
  });

  test("takes a body that its sender breaks off for no fault of the backend", async () => {
    const { ask, errors } = bench({ users: { create: async () => ann } });
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{"user":')),
      pull: (controller) => controller.error(new Error("aborted")),
    });
    const headers = { "idempotency-key": "k" };
    const answer = await ask("POST /users", { body, headers, duplex: "half" } as RequestInit);
    assert.equal((await problem(answer)).code, "cancelled");
    assert.deepEqual(errors, []);
  });

  test("does a call with a repeated key once, for each actor and key, for a day", async () => {
    let made = 0;
    const { ask, clock } = bench({
      roles: {
        create: async ({ role }) => ({
          ...role,
          id: `r-${++made}`,
          version: "1",
          userCount: 0,
          updatedAt: ann.updatedAt,
        }),
      },
    });
    const create = async (key: string, name = "A", actor = "u-1"): Promise<string | undefined> => {
      const body = JSON.stringify({ name, description: null, grants: {} });
      const answer = await ask("POST /roles", {
        body,
        headers: { "idempotency-key": key, authorization: `Bearer ${actor}` },
      });
      const { id, code } = (await answer.json()) as { id?: string; code?: string };
      return id ?? code;
    };
    assert.deepEqual(await Promise.all([create("k1"), create("k1")]), ["r-1", "r-1"]);
    assert.equal(await create("k1", "B"), "validation");
    assert.equal(await create("k1", "A", "u-2"), "r-2");
    assert.equal(await create("k2"), "r-3");
    clock.at = new Date(clock.at.getTime() + 86_400_001);
    assert.equal(await create("k1"), "r-4");
    assert.equal(await create(""), "validation");
  });

  test("streams lines and events, and ends the adapter's loop when the reader leaves", async () => {
    let ended = false;
    const { ask } = bench({
      records: {
        async *transfer() {
          yield { kind: "deal", moved: 1, total: 2 };
          throw new CrewError("forbidden");
        },
      },
      events: {
        async *subscribe({ since }, { signal }) {
          yield { cursor: `${since}+`, type: "org.changed", id: null, at: ann.updatedAt };
          await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
          ended = true;
        },
      },
    });
    const lines = await ask("POST /users/u-1/records/transfer", { body: JSON.stringify({ toId: "u-2" }) });
    const [first, last] = (await lines.text()).trimEnd().split("\n");
    assert.deepEqual(JSON.parse(first ?? ""), { kind: "deal", moved: 1, total: 2 });
    assert.equal((JSON.parse(last ?? "") as Problem).code, "forbidden");
    const events = await ask("GET /events", { headers: { "last-event-id": "41" } });
    const reader = events.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (!text.includes("data:")) text += (await reader.read()).value ?? "";
    assert.match(text, /id: 41\+\ndata: \{"cursor":"41\+"/);
    await reader.cancel();
    await new Promise(setImmediate);
    assert.ok(ended);
  });
});
