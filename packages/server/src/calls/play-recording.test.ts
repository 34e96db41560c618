import assert from "node:assert/strict";
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { after, before, test } from "node:test";
import { listen, type HttpListener } from "../http/listener.ts";
import type { Db } from "../store/db.ts";
import { openMemoryDb } from "../testing/memory-db.ts";
import { callInput } from "../testing/inputs.ts";
import { ORIGIN, startTestServer, type TestServer } from "../testing/test-server.ts";

const MIB = 1_048_576;
let inner: Db;
let crew: TestServer;
let listener: HttpListener;
let authorization: string;
/** How many chunks were read. */
let reads = 0;

before(async () => {
  inner = await openMemoryDb();
  const db: Db = {
    kind: inner.kind,
    query: (sql, values) => {
      if (sql.includes("from recording_chunks")) reads++;
      return inner.query(sql, values);
    },
    transaction: (work) => inner.transaction(work),
    close: () => inner.close(),
  };
  crew = await startTestServer({ db });
  authorization = `Bearer ${await crew.token(crew.company.demoPeople.admin)}`;
  listener = await listen((request, connection) => crew.server.fetch(request, connection), {
    host: "127.0.0.1",
    port: 0,
  });
});
after(async () => {
  await listener.stop(0);
  await crew[Symbol.asyncDispose]();
});

async function recorded(id: string, bytes: Uint8Array): Promise<string> {
  await crew.ask(crew.company.demoPeople.admin, `PUT /v1/calls/${id}`, { body: callInput() });
  await crew.server.attachRecording({ callId: id, mediaType: "audio/ogg", seconds: 3, bytes });
  return `/v1/calls/${id}/recording`;
}

/** Bytes of which no two chunks are alike. */
function noise(size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, at) => (at * 31 + (at >> 8) * 17 + (at >> 16) * 7) & 255);
}

/** Asks over a real connection; the body waits to be read. */
async function play(path: string, headers: Readonly<Record<string, string>> = {}): Promise<IncomingMessage> {
  const asked = get({
    host: "127.0.0.1",
    port: listener.port,
    path: `/crewdock${path}`,
    agent: false,
    headers: { Authorization: authorization, Origin: ORIGIN, ...headers },
  });
  const [answer] = (await once(asked, "response")) as [IncomingMessage];
  return answer;
}

async function bodyOf(answer: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

test("a player that seeks gets the part that it asks for, across chunks too", async () => {
  const sound = noise(700_000);
  const path = await recorded("play-range", sound);
  for (const [range, first, last] of [
    ["bytes=0-1", 0, 1],
    ["bytes=262140-262150", 262_140, 262_150],
    ["bytes=524288-", 524_288, 699_999],
    ["bytes=-5", 699_995, 699_999],
    ["bytes=-9999999", 0, 699_999],
    ["bytes=699999-800000", 699_999, 699_999],
  ] as const) {
    const answer = await play(path, { Range: range });
    assert.equal(answer.statusCode, 206, range);
    const { "content-range": part, "content-length": length, "content-type": type } = answer.headers;
    assert.deepEqual([part, length, type], [`bytes ${first}-${last}/700000`, String(last - first + 1), "audio/ogg"]);
    assert.deepEqual(await bodyOf(answer), Buffer.from(sound.subarray(first, last + 1)), range);
  }
});

test("what is no single range is answered whole, and a part behind the end is refused with the size", async () => {
  const path = await recorded("play-whole", noise(1000));
  for (const range of ["bytes=5-2", "bytes=0-1,5-6", "items=0-1", "bytes=-", "bytes=a-b", "bytes = 0-1", "bytes=0 - 1"]) {
    const answer = await play(path, { Range: range });
    assert.deepEqual([answer.statusCode, (await bodyOf(answer)).byteLength], [200, 1000], range);
    assert.deepEqual([answer.headers["accept-ranges"], answer.headers["content-range"]], ["bytes", undefined]);
  }
  for (const range of ["bytes=1000-", "bytes=-0"]) {
    const answer = await play(path, { Range: range });
    const { code } = JSON.parse(String(await bodyOf(answer))) as { code: string };
    assert.deepEqual([answer.statusCode, answer.headers["content-range"], code], [416, "bytes */1000", "validation"]);
    assert.equal(answer.headers["content-type"], "application/problem+json");
  }
});

test("a part is only given of the recording that the first part was of", async () => {
  const path = await recorded("play-tag", noise(1000));
  const first = await play(path, { Range: "bytes=0-9" });
  await bodyOf(first);
  const tag = first.headers.etag ?? "";
  assert.match(tag, /^"[^"]+"$/);
  const same = await play(path, { Range: "bytes=10-19", "If-Range": tag });
  assert.deepEqual([same.statusCode, (await bodyOf(same)).byteLength], [206, 10]);
  await recorded("play-tag", noise(500));
  const other = await play(path, { Range: "bytes=10-19", "If-Range": tag });
  assert.deepEqual([other.statusCode, (await bodyOf(other)).byteLength], [200, 500]);
});

test("a slow reader is read for slowly, gets everything in the end, and holds nobody up", async () => {
  const sound = noise(16 * MIB);
  const path = await recorded("play-slow", sound);
  reads = 0;
  const answer = await play(path);
  const others = await Promise.all(
    Array.from({ length: 20 }, async () => bodyOf(await play(path, { Range: "bytes=0-9" }))),
  );
  assert.ok(others.every(({ byteLength }) => byteLength === 10));
  // what the sockets hold of it has been read, and a chunk
  assert.ok(reads < 20 + 48, `${reads - 20} of 64 chunks were read for somebody who reads none`);
  assert.ok((await bodyOf(answer)).equals(sound));
  assert.equal(reads, 20 + 64);
});

test("whoever only asks for the headers makes nobody read, and a reader that leaves ends the reading", async () => {
  const path = await recorded("play-head", noise(600_000));
  reads = 0;
  const head = await crew.raw(`HEAD ${path}`, { headers: { Authorization: authorization, Origin: ORIGIN } });
  assert.deepEqual([head.status, head.headers.get("content-length"), await head.text()], [200, "600000", ""]);
  assert.equal(reads, 0);
  const { body } = await crew.raw(`GET ${path}`, { headers: { Authorization: authorization, Origin: ORIGIN } });
  const reader = body?.getReader();
  await reader?.read();
  await reader?.cancel();
  assert.equal(reads, 1);
});

test("a recording that is replaced while it is heard breaks off; no other sound follows", async () => {
  const path = await recorded("play-replaced", noise(600_000));
  const { body } = await crew.raw(`GET ${path}`, { headers: { Authorization: authorization, Origin: ORIGIN } });
  const reader = body?.getReader();
  await reader?.read();
  await recorded("play-replaced", noise(600_000));
  await assert.rejects(async () => reader?.read(), { code: "gone" });
});
