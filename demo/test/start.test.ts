import assert from "node:assert/strict";
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { freePorts } from "../../packages/server/test/mail-lab/programs.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

type Running = ChildProcessByStdio<null, Readable, Readable>;

interface Started {
  readonly child: Running;
  readonly url: string;
  readonly output: () => string;
}

/** Runs what `npm start` runs and waits for the address it prints. */
async function start(dataFolder: string, port: number, environment: NodeJS.ProcessEnv = {}): Promise<Started> {
  const child: Running = spawn(
    process.execPath,
    ["--conditions=source", "demo/start.ts", "--data", dataFolder, "--port", String(port)],
    {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const chunks: string[] = [];
  const output = (): string => chunks.join("");
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const read = (data: Buffer): void => {
    chunks.push(data.toString());
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output())?.[0];
    if (url !== undefined) resolve(url);
  };
  child.stdout.on("data", read);
  child.stderr.on("data", read);
  child.once("exit", (code) => reject(new Error(`ended with ${code}: ${output()}`)));
  return { child, url: await promise, output };
}

async function stop({ child }: Started, signal: NodeJS.Signals): Promise<number | null> {
  const ended = once(child, "exit");
  child.kill(signal);
  const [code] = (await ended) as [number | null];
  return code;
}

async function signIn(url: string): Promise<string> {
  const answer = await fetch(`${url}/host/sign-in-as`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify({ userId: "u-001" }),
  });
  assert.equal(answer.status, 200);
  return answer.headers.get("set-cookie")?.split(";")[0] ?? "";
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const { promise, resolve } = Promise.withResolvers<boolean>();
  server.once("error", () => resolve(false));
  server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  return promise;
}

test(
  "a taken port is said and the next one used; Ctrl-C leaves nothing running and nothing lost",
  { timeout: 120_000 },
  async (t) => {
    const dataFolder = await mkdtemp(join(tmpdir(), "crewdock-start-"));
    t.after(() => rm(dataFolder, { recursive: true, force: true }));
    const [port = 0] = await freePorts(1);
    const neighbour = createServer().listen(port, "127.0.0.1");
    await once(neighbour, "listening");
    t.after(() => neighbour.close());

    const first = await start(dataFolder, port);
    t.after(() => first.child.kill("SIGKILL"));
    assert.notEqual(first.url, `http://127.0.0.1:${port}`);
    assert.match(first.output(), new RegExp(`Port ${port} is taken`));
    const cookie = await signIn(first.url);
    const token = (await (
      await fetch(`${first.url}/host/token`, { method: "POST", headers: { cookie, origin: first.url }, body: "{}" })
    ).json()) as { token: string };
    const call = {
      direction: "outgoing",
      number: "1002",
      name: null,
      contactId: null,
      startedAt: "2026-03-01T00:00:00.000Z",
      answeredAt: null,
      endedAt: "2026-03-01T00:00:05.000Z",
      result: "cancelled",
    };
    const headers = { authorization: `Bearer ${token.token}`, "content-type": "application/json" };
    const saved = await fetch(`${first.url}/crewdock/v1/calls/kept-over-a-restart`, {
      method: "PUT",
      headers,
      body: JSON.stringify(call),
    });
    assert.equal(saved.status, 200);

    assert.equal(await stop(first, "SIGINT"), 0);
    assert.ok(await isFree(Number(new URL(first.url).port)), "the port is free again");

    const second = await start(dataFolder, 0);
    t.after(() => second.child.kill("SIGKILL"));
    const session = (await (await fetch(`${second.url}/host/session`, { headers: { cookie } })).json()) as {
      user: { id: string } | null;
    };
    assert.equal(session.user?.id, "u-001", "whoever was signed in still is");
    const again = (await (
      await fetch(`${second.url}/host/token`, { method: "POST", headers: { cookie, origin: second.url }, body: "{}" })
    ).json()) as { token: string };
    const list = (await (
      await fetch(`${second.url}/crewdock/v1/calls?q=1002&limit=200`, {
        headers: { authorization: `Bearer ${again.token}` },
      })
    ).json()) as { items: { id: string }[] };
    assert.ok(list.items.some(({ id }) => id === "kept-over-a-restart"));

    await assert.rejects(
      start(dataFolder, 0),
      /in use|another process|already/i,
      "a second process on the same folder is refused",
    );
    assert.equal(await stop(second, "SIGTERM"), 0);
  },
);
