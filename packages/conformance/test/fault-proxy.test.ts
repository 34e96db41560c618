import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, describe, test } from "node:test";
import { type FaultProxy, startFaultProxy } from "@crewdock/conformance/rest";

describe("the line that can be disturbed", () => {
  let backend: Server;
  let proxy: FaultProxy;
  let bodies: string[];
  before(async () => {
    backend = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        bodies.push(Buffer.concat(chunks).toString());
        response.writeHead(200, { "content-type": "application/json", "x-from": "backend" });
        response.end(JSON.stringify({ path: request.url, text: "ж".repeat(100) }));
      });
    });
    backend.listen(0, "127.0.0.1");
    await once(backend, "listening");
    proxy = await startFaultProxy(`http://127.0.0.1:${String((backend.address() as AddressInfo).port)}`);
  });
  beforeEach(() => (bodies = []));
  after(async () => {
    await proxy.close();
    backend.close();
    backend.closeAllConnections();
  });
  const post = (path = "/a"): Promise<Response> => fetch(`${proxy.origin}${path}`, { method: "POST", body: "sent" });

  test("passes requests and answers on as they are", async () => {
    const response = await post("/a?b=1");
    assert.deepEqual([response.status, response.headers.get("x-from")], [200, "backend"]);
    assert.equal(((await response.json()) as { readonly path: string }).path, "/a?b=1");
    assert.deepEqual(bodies, ["sent"]);
    assert.deepEqual([proxy.seen().at(-1)?.method, proxy.seen().at(-1)?.path], ["POST", "/a?b=1"]);
  });

  test("drops a request before the backend sees it", async () => {
    proxy.plan({ fault: { kind: "drop" } });
    await assert.rejects(post());
    assert.deepEqual(bodies, []);
  });

  test("loses the answer of what the backend has done", async () => {
    proxy.plan({ fault: { kind: "lose-answer" } });
    await assert.rejects(post());
    assert.deepEqual(bodies, ["sent"]);
  });

  test("sends a request twice", async () => {
    proxy.plan({ fault: { kind: "duplicate" } });
    assert.equal((await post()).status, 200);
    assert.deepEqual(bodies, ["sent", "sent"]);
  });

  test("breaks an answer off in the middle", async () => {
    proxy.plan({ fault: { kind: "half-body" } });
    const response = await post();
    await assert.rejects(response.text());
  });

  test("answers by itself: a status, rubbish, a web page, nothing", async () => {
    proxy.plan({ fault: { kind: "status", status: 429, retryAfter: 7 } });
    const busy = await post();
    assert.deepEqual([busy.status, busy.headers.get("retry-after")], [429, "7"]);
    proxy.plan({ fault: { kind: "rubbish" } }, { fault: { kind: "html" } }, { fault: { kind: "empty" } });
    await assert.rejects((await post()).json());
    assert.equal((await post()).status, 502);
    assert.equal(await (await post()).text(), "");
    assert.deepEqual(bodies, []);
  });

  test("delays a request", async () => {
    proxy.plan({ fault: { kind: "delay", ms: 120 } });
    const started = performance.now();
    await post();
    assert.ok(performance.now() - started >= 119);
  });

  test("meets only what the plan names, and as often as it says", async () => {
    proxy.plan({ fault: { kind: "status", status: 500 }, method: "POST", path: "/b", times: 2 });
    const statuses: number[] = [];
    for (const path of ["/a", "/b", "/b", "/b"]) statuses.push((await post(path)).status);
    assert.deepEqual(statuses, [200, 500, 500, 200]);
    assert.equal((await fetch(`${proxy.origin}/b`)).status, 200);
  });
});
