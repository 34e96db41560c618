import assert from "node:assert/strict";
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { after, afterEach, before, test, type TestContext } from "node:test";
import { listen, type HttpListener } from "../http/listener.ts";
import type { LogEntry } from "../log.ts";
import type { Db } from "../store/db.ts";
import { callInput } from "../testing/inputs.ts";
import { noise } from "../testing/noise.ts";
import { onBothDatabases } from "../testing/on-both-databases.ts";
import { tamperedDb } from "../testing/tampered-db.ts";
import { ORIGIN, startTestServer, type TestServer } from "../testing/test-server.ts";

const MIB = 1_048_576;

function playTests(open: () => Promise<Db>): void {
  let crew: TestServer;
  let listener: HttpListener;
  let authorization: string;
  /** How many chunks were read. */
  let reads = 0;
  /** Runs before a chunk is read; told how many were read before. */
  let beforeRead: (earlier: number) => Promise<void> = async () => {};

  before(async () => {
    const inner = await open();
    const db = tamperedDb(inner, {
      query: async (sql, values, options) => {
        if (sql.includes("from recording_chunks")) await beforeRead(reads++);
        return inner.query(sql, values, options);
      },
    });
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
  afterEach(() => {
    beforeRead = async () => {};
  });

  async function recorded(id: string, bytes: Uint8Array): Promise<string> {
    await crew.ask(crew.company.demoPeople.admin, `PUT /v1/calls/${id}`, { body: callInput() });
    await crew.server.attachRecording({ callId: id, mediaType: "audio/ogg", seconds: 3, bytes });
    return `/v1/calls/${id}/recording`;
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

  /** What the log says of failures from now on. */
  function failures(): () => readonly LogEntry[] {
    const from = crew.log.length;
    return () => crew.log.slice(from).filter(({ event }) => event !== "request");
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
    for (const range of [
      "bytes=5-2",
      "bytes=0-1,5-6",
      "items=0-1",
      "bytes=-",
      "bytes=a-b",
      "bytes = 0-1",
      "bytes=0 - 1",
    ]) {
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

  test("what cannot be read at all is a problem as any other, with the headers of every answer", async (t) => {
    const spoken = unforeseen(t);
    const path = await recorded("play-away", noise(300_000));
    beforeRead = async () => {
      throw Object.assign(new Error("connect ECONNREFUSED db.internal"), { code: "ECONNREFUSED" });
    };
    const away = await play(path);
    assert.deepEqual([away.statusCode, await codeOf(away)], [503, "unavailable"]);
    assert.equal(away.headers["content-type"], "application/problem+json");
    assert.equal(away.headers["x-content-type-options"], "nosniff");
    beforeRead = async () => {
      beforeRead = async () => {};
      await crew.ask(crew.company.demoPeople.admin, `DELETE ${path}`);
    };
    const gone = await play(path);
    assert.deepEqual([gone.statusCode, await codeOf(gone)], [410, "gone"]);
    assert.deepEqual(spoken(), []);
  });

  test("an answer that cannot be gone on with is cut off, and tells its reader nothing of why", async (t) => {
    const spoken = unforeseen(t);
    const sound = noise(2 * MIB);
    const path = await recorded("play-cut", sound);
    // before its headers are out, and when some of it is
    for (const last of [2, 6]) {
      const logged = failures();
      reads = 0;
      beforeRead = async (earlier) => {
        if (earlier === last) throw Object.assign(new Error("of db.internal"), { code: "ECONNRESET" });
      };
      const { received, code } = await broken(play(path));
      assert.equal(code, "ECONNRESET");
      assert.ok(received.equals(sound.subarray(0, received.byteLength)));
      assert.deepEqual(
        logged().map(({ level, event, errorCode, errorMessage }) => [level, event, errorCode, errorMessage]),
        [["error", "request.failed", "ECONNRESET", undefined]],
      );
    }
    assert.deepEqual(spoken(), []);
  });

  test("a recording that is replaced while it is heard is cut off, which is no defect", async (t) => {
    const spoken = unforeseen(t);
    const sound = noise(600_000);
    const path = await recorded("play-gone", sound);
    const logged = failures();
    reads = 0;
    beforeRead = async (earlier) => {
      if (earlier === 1) await recorded("play-gone", new Uint8Array(600_000));
    };
    const { received, code } = await broken(play(path));
    assert.equal(code, "ECONNRESET");
    assert.ok(received.equals(sound.subarray(0, received.byteLength)));
    assert.deepEqual(
      logged().map(({ level, event, errorCode }) => [level, event, errorCode]),
      [["info", "answer.broken_off", "gone"]],
    );
    assert.deepEqual(spoken(), []);
  });
}

async function bodyOf(answer: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

async function codeOf(answer: IncomingMessage): Promise<string> {
  return (JSON.parse(String(await bodyOf(answer))) as { code: string }).code;
}

/** What came of an answer that ended with an error, and the error's code. */
async function broken(
  asked: Promise<IncomingMessage>,
): Promise<{ readonly received: Buffer; readonly code: string | undefined }> {
  const parts: Buffer[] = [];
  try {
    for await (const part of await asked) parts.push(part as Buffer);
  } catch (error) {
    return { received: Buffer.concat(parts), code: (error as { code?: string }).code };
  }
  throw new assert.AssertionError({ message: "the answer came to its end" });
}

/** What is written past the log from now on. */
function unforeseen(t: TestContext): () => readonly unknown[] {
  const { mock } = t.mock.method(process.stderr, "write", () => true);
  return () => mock.calls.map(({ arguments: [text] }) => text);
}

onBothDatabases(playTests);
