import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { sampleCompany } from "@crewdock/contract/sample";
import { type Demo, startDemo } from "../host/demo.ts";

interface Answer {
  readonly status: number | undefined;
  readonly cookies: readonly string[];
}

/** `fetch` does not let a request name another host than the one it goes to. */
function ask(demo: Demo, method: string, path: string, host: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { host, origin: `http://${host}`, "content-type": "application/json" };
    const sent = request({ host: "127.0.0.1", port: demo.port, method, path, headers }, (response) => {
      response.resume();
      resolve({ status: response.statusCode, cookies: response.headers["set-cookie"] ?? [] });
    });
    sent.once("error", reject);
    sent.end(method === "POST" ? JSON.stringify({ userId: sampleCompany().demoPeople.admin }) : undefined);
  });
}

test("a page whose name was made to point at this machine reaches nothing", async (t) => {
  const dataFolder = await mkdtemp(join(tmpdir(), "crewdock-host-"));
  t.after(() => rm(dataFolder, { recursive: true, force: true }));
  const demo = await startDemo({ dataFolder, port: 0 });
  t.after(() => demo.close());

  for (const host of [`127.0.0.1:${demo.port}`, `localhost:${demo.port}`, `[::1]:${demo.port}`]) {
    const { status, cookies } = await ask(demo, "POST", "/host/sign-in-as", host);
    assert.deepEqual([status, cookies.length], [200, 1], host);
  }
  const foreign = [`evil.example:${demo.port}`, "evil.example", "127.0.0.1", `127.0.0.1.evil.example:${demo.port}`];
  for (const host of foreign) {
    const { status, cookies } = await ask(demo, "POST", "/host/sign-in-as", host);
    assert.deepEqual([status, cookies.length], [421, 0], host);
    for (const path of ["/", "/host/session", "/crewdock/healthz", "/crewdock/v1/openapi.json"])
      assert.equal((await ask(demo, "GET", path, host)).status, 421, `${host}${path}`);
  }
});
