import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { createDevRegistrar, startDevMailbox } from "@crewdock/server/dev";
import { startDemo } from "../host/demo.ts";

const start = fileURLToPath(new URL("../start.ts", import.meta.url));

/** Runs with NODE_ENV=production in this process. */
async function inProduction(work: () => unknown): Promise<void> {
  const before = process.env["NODE_ENV"];
  process.env["NODE_ENV"] = "production";
  try {
    await work();
  } finally {
    if (before === undefined) delete process.env["NODE_ENV"];
    else process.env["NODE_ENV"] = before;
  }
}

async function emptyFolder(t: { after(work: () => unknown): void }): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "crewdock-production-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test(
  "npm start with NODE_ENV=production ends with a word why and leaves nothing behind",
  { timeout: 90_000 },
  async (t) => {
    const folder = await emptyFolder(t);
    const child = spawn(process.execPath, ["--conditions=source", start, "--port", "0", "--data", folder], {
      env: { ...process.env, NODE_ENV: "production" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    t.after(() => child.kill("SIGKILL"));
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const [code] = (await once(child, "close")) as [number | null];
    assert.notEqual(code, 0, said);
    assert.notEqual(code, null, said);
    assert.match(said, /does not run with NODE_ENV=production/);
    assert.match(said, /@crewdock\/server/, "it says what to use instead");
    assert.doesNotMatch(said, /Crewdock demo\s+http/, "no address was printed");
    assert.deepEqual(await readdir(folder), [], "neither secrets nor a database were made");
  },
);

test("the demo refuses its own secrets in production, also those it made before", async (t) => {
  const folder = await emptyFolder(t);
  const demo = await startDemo({ dataFolder: folder, port: 0 });
  await demo.close();
  const before = await readdir(folder);
  await inProduction(() =>
    assert.rejects(startDemo({ dataFolder: folder, port: 0 }), /does not run with NODE_ENV=production/),
  );
  assert.deepEqual(await readdir(folder), before);
});

test("the development registrar refuses production", () =>
  inProduction(() =>
    assert.throws(
      () =>
        createDevRegistrar({
          domain: "crewdock.test",
          ephemeralSecret: "a secret of no importance",
          ha1: () => Promise.resolve(undefined),
          mayPlaceCall: () => Promise.resolve(true),
          allowOrigin: () => true,
        }),
      /production/,
    ),
  ));

test("the development mailbox refuses production", () =>
  inProduction(async () => {
    await assert.rejects(async () => startDevMailbox({ accounts: () => "password" }), /production/);
  }));
