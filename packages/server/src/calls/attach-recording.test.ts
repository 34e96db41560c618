import assert from "node:assert/strict";
import { request } from "node:http";
import { after, before, test } from "node:test";
import type { CallRecord } from "@crewdock/contract";
import { sampleTone } from "@crewdock/contract/sample";
import { listen } from "../http/listener.ts";
import { maintain } from "../maintenance.ts";
import type { Db, Queries } from "../store/db.ts";
import { callInput } from "../testing/inputs.ts";
import { noise } from "../testing/noise.ts";
import { onBothDatabases } from "../testing/on-both-databases.ts";
import { tamperedDb } from "../testing/tampered-db.ts";
import { HOST_KEY, startTestServer, type TestServer } from "../testing/test-server.ts";

interface Sent {
  readonly query?: string;
  readonly type?: string;
  readonly key?: string;
  readonly body?: BodyInit;
}

function attachTests(open: () => Promise<Db>): void {
  let crew: TestServer;
  let admin: string;

  /** What is dropped in the background is under way by the time of the answer. */
  const drops: Promise<unknown>[] = [];

  before(async () => {
    const inner = await open();
    const db = tamperedDb(inner, {
      query: <Row extends object>(...statement: Parameters<Queries["query"]>) => {
        const answer = inner.query<Row>(...statement);
        if (statement[0].startsWith("delete from recording_contents")) drops.push(answer);
        return answer;
      },
    });
    crew = await startTestServer({ db });
    ({ admin } = crew.company.demoPeople);
  });
  after(() => crew[Symbol.asyncDispose]());

  async function callOf(id: string): Promise<CallRecord> {
    return (await crew.ask<CallRecord>(admin, `PUT /v1/calls/${id}`, { body: callInput() })).body;
  }

  function attach(
    id: string,
    { query = "?seconds=3", type = "audio/wav", key = HOST_KEY, body }: Sent,
  ): Promise<Response> {
    const headers = { Authorization: `Bearer ${key}`, "Content-Type": type };
    return crew.raw(`PUT /v1/calls/${id}/recording${query}`, {
      headers,
      ...(body === undefined ? {} : { body, duplex: "half" }),
    } as RequestInit);
  }

  /** What is wrong with what was sent: the status, the code, and each field's pointer and code. */
  async function refusal(answer: Promise<Response>): Promise<readonly unknown[]> {
    const response = await answer;
    assert.equal(response.headers.get("content-type"), "application/problem+json");
    const { code, errors = [] } = (await response.json()) as {
      code: string;
      errors?: { pointer: string; code: string }[];
    };
    return [response.status, code, ...errors.map((error) => `${error.pointer} ${error.code}`)];
  }

  async function heard(id: string): Promise<Uint8Array> {
    const authorization = `Bearer ${await crew.token(admin)}`;
    const answer = await crew.raw(`GET /v1/calls/${id}/recording`, {
      headers: { Authorization: authorization, Origin: "https://crm.example" },
    });
    assert.equal(answer.status, 200);
    return new Uint8Array(await answer.arrayBuffer());
  }

  /** How many contents and chunks there are, once what is left of others is dropped. */
  async function stored(): Promise<readonly number[]> {
    await Promise.all(drops);
    const [row] = await crew.server.db.query<{ contents: number; chunks: number }>(
      `select (select count(*)::int from recording_contents) as contents, (select count(*)::int from recording_chunks) as chunks`,
    );
    return [row?.contents ?? 0, row?.chunks ?? 0];
  }

  test("the host's backend hands over what was recorded, in place of what was there, and the audit log says so", async () => {
    const { id } = await callOf("put-heard");
    const first = await attach(id, { body: sampleTone(3), type: "audio/ogg; codecs=opus" });
    assert.deepEqual([first.status, await first.json()], [200, { mediaType: "audio/ogg", seconds: 3 }]);
    const before = await stored();
    const second = await attach(id, { body: sampleTone(2), query: "?seconds=2" });
    assert.equal(second.status, 200);
    assert.deepEqual(await stored(), before);
    assert.deepEqual(await heard(id), sampleTone(2));
    const records = await crew.server.db.query<{ request_id: string; actor_id: string | null }>(
      "select request_id, actor_id from audit_records where record_id = $1 and action = 'call.attachRecording' order by seq",
      [id],
    );
    assert.deepEqual(
      records.map(({ request_id, actor_id }) => [request_id, actor_id]),
      [first, second].map(({ headers }) => [headers.get("x-request-id"), null]),
    );
  });

  test("a recording that comes in odd pieces is stored chunk by chunk and heard as it was", async () => {
    const { id } = await callOf("put-pieces");
    const sound = noise(1_000_003);
    const pieces = [sound.subarray(0, 1), sound.subarray(1, 600_000), sound.subarray(600_000)];
    assert.equal((await attach(id, { body: streamed(pieces) })).status, 200);
    const chunks = await crew.server.db.query<{ size: number }>(
      `select length(c.bytes) as size from recording_chunks c join call_recordings r on r.content_id = c.content_id
       where r.call_id = $1 order by c.start`,
      [id],
    );
    assert.deepEqual(
      chunks.map(({ size }) => size),
      [262_144, 262_144, 262_144, 213_571],
    );
    assert.deepEqual(await heard(id), sound);
  });

  test("only the host's backend may, with sound of a known length, of a call that there is", async () => {
    const { id } = await callOf("put-refused");
    const before = await stored();
    const body = sampleTone(1);
    assert.deepEqual(await refusal(attach(id, { body, key: "wrong" })), [401, "unauthenticated"]);
    assert.deepEqual(await refusal(attach(id, { body, key: await crew.token(admin) })), [401, "unauthenticated"]);
    assert.deepEqual(await refusal(attach("put-none", { body })), [404, "not_found"]);
    assert.deepEqual(await refusal(attach(id, { body, type: "text/html" })), [
      422,
      "validation",
      "/mediaType invalid_format",
    ]);
    assert.deepEqual(await refusal(attach(id, { body, query: "" })), [422, "validation", "/seconds required"]);
    for (const seconds of ["-1", "1.5", "many", "99999999999"])
      assert.equal((await attach(id, { body, query: `?seconds=${seconds}` })).status, 422);
    assert.deepEqual(await refusal(attach(id, {})), [422, "validation", "/bytes required"]);
    assert.deepEqual(await stored(), before);
  });

  test("a body is cut off where it grows too large, whatever it said of its length, and leaves nothing behind", async () => {
    const { id } = await callOf("put-large");
    const before = await stored();
    const piece = new Uint8Array(1_048_576);
    let taken = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        taken++;
        yield piece;
      }
    }
    assert.deepEqual(await refusal(attach(id, { body: streamed(endless()) })), [422, "validation", "/bytes too_large"]);
    assert.ok(taken <= 67, `${taken} MiB were taken`);
    assert.deepEqual(await stored(), before);
  });

  test("a sender that goes away in the middle leaves the former recording, and nothing of the new one", async () => {
    const { id } = await callOf("put-broken");
    await attach(id, { body: sampleTone(1) });
    const before = await stored();
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield noise(300_000);
      throw new Error("the line broke");
    }
    const from = crew.log.length;
    assert.deepEqual(await refusal(attach(id, { body: streamed(broken()) })), [499, "cancelled"]);
    assert.deepEqual(
      crew.log.slice(from).map(({ level, event, status }) => [level, event, status]),
      [["info", "request", 499]],
    );
    assert.deepEqual(await stored(), before);
    assert.deepEqual(await heard(id), sampleTone(1));
  });

  test("a connection that breaks in the middle is its sender's affair, no defect", async () => {
    const { id } = await callOf("put-cut");
    const before = await stored();
    const begun = Promise.withResolvers<void>();
    const answered = Promise.withResolvers<number>();
    const listener = await listen(
      async (asked, connection) => {
        begun.resolve();
        const answer = await crew.server.fetch(asked, connection);
        answered.resolve(answer.status);
        return answer;
      },
      { host: "127.0.0.1", port: 0 },
    );
    try {
      const from = crew.log.length;
      const sender = request({
        host: "127.0.0.1",
        port: listener.port,
        path: `/crewdock/v1/calls/${id}/recording?seconds=3`,
        method: "PUT",
        agent: false,
        headers: { Authorization: `Bearer ${HOST_KEY}`, "Content-Type": "audio/wav", "Content-Length": "900000" },
      });
      sender.on("error", () => {}); // that of its own breaking off
      sender.write(noise(300_000));
      await begun.promise;
      sender.destroy();
      assert.equal(await answered.promise, 499);
      assert.deepEqual(
        crew.log.slice(from).map(({ level, event, status }) => [level, event, status]),
        [["info", "request", 499]],
      );
      assert.deepEqual(await stored(), before);
    } finally {
      await listener.stop(0);
    }
  });

  test("only who has the host key is given the time that a large recording takes", async () => {
    const { id } = await callOf("put-patient");
    const given: number[] = [];
    const waitForBody = (ms: number): void => void given.push(ms);
    for (const key of ["wrong", HOST_KEY])
      await crew.server.fetch(
        new Request(`https://crm.example/crewdock/v1/calls/${id}/recording?seconds=1`, {
          method: "PUT",
          headers: { Authorization: `Bearer ${key}`, "Content-Type": "audio/wav" },
          body: sampleTone(1),
        }),
        { waitForBody },
      );
    assert.deepEqual(given, [600_000]);
  });

  test("so many are taken at once, and whoever comes on top is told when to come back", async () => {
    const { id } = await callOf("put-many");
    const held = Promise.withResolvers<void>();
    const begun = Array.from({ length: 8 }, () => Promise.withResolvers<void>());
    const uploads = begun.map(({ resolve }) =>
      attach(id, {
        body: streamed(
          (async function* () {
            yield noise(10);
            resolve();
            await held.promise;
          })(),
        ),
      }),
    );
    await Promise.all(begun.map(({ promise }) => promise));
    const refused = await attach(id, { body: sampleTone(1) });
    assert.deepEqual([refused.status, refused.headers.get("retry-after")], [503, "2"]);
    held.resolve();
    assert.deepEqual(
      (await Promise.all(uploads)).map(({ status }) => status),
      Array(8).fill(200),
    );
    assert.equal((await attach(id, { body: sampleTone(1) })).status, 200);
  });

  test("what a killed process left of a recording is cleared away, what is attached stays", async () => {
    const { id } = await callOf("put-kept");
    await attach(id, { body: sampleTone(1) });
    const before = await stored();
    await crew.server.db.query(
      "insert into recording_contents (tenant_id, id, begun_at) values ('main', 'left', $1), ('main', 'coming', $2)",
      [new Date(crew.now.getTime() - 3_600_001), crew.now],
    );
    await maintain(crew.server.services);
    assert.deepEqual(await stored(), [(before[0] ?? 0) + 1, before[1]]);
    await crew.server.db.query("delete from recording_contents where id = 'coming'");
  });

  test("what was recorded of calls that are deleted goes with the next round of maintenance", async () => {
    const kept = await callOf("put-stays");
    await attach(kept.id, { body: sampleTone(2), query: "?seconds=2" });
    const before = await stored();
    for (const id of ["put-deleted", "put-deleted-too"]) {
      await callOf(id);
      await attach(id, { body: noise(300_000) });
    }
    crew.now = new Date(crew.now.getTime() + 3_600_001);
    await crew.server.db.query("delete from call_records where id like 'put-deleted%'");
    await maintain(crew.server.services);
    assert.deepEqual(await stored(), before);
    assert.deepEqual(await heard(kept.id), sampleTone(2));
  });
}

/** A body that is sent piece by piece, when the server takes the one before. */
function streamed(pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): BodyInit {
  const iterator = Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
    },
    { highWaterMark: 0 },
  );
}

onBothDatabases(attachTests);
