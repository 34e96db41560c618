import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { SECRET } from "./testing/credentials.ts";
import { isKamailioInstalled } from "./index.ts";

const MAIN = fileURLToPath(new URL("main.ts", import.meta.url));
const skip = isKamailioInstalled() ? false : "skipped: needs kamailio";

test("the command prints the WebSocket address and ends with SIGTERM", { skip, timeout: 20_000 }, async () => {
  const child = spawn(process.execPath, [MAIN, "--domain", "crewdock.test", "--origin", "https://crm.example"], {
    env: { ...process.env, CREWDOCK_SIP_SECRET: SECRET },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  assert.match(line.toString(), /^ws:\/\/127\.0\.0\.1:\d+\n$/);
  child.kill("SIGTERM");
  assert.deepEqual(await once(child, "exit"), [0, null]);
});

test("the command explains itself when something is missing", async () => {
  const child = spawn(process.execPath, [MAIN], { stdio: ["ignore", "pipe", "inherit"] });
  const [text] = (await once(child.stdout, "data")) as [Buffer];
  assert.match(text.toString(), /CREWDOCK_SIP_SECRET/);
  assert.deepEqual(await once(child, "exit"), [2, null]);
});

test("the command fails with the log when Kamailio ends by itself", { skip, timeout: 20_000 }, async () => {
  const child = spawn(process.execPath, [MAIN, "--domain", "crewdock.test", "--origin", "https://crm.example"], {
    env: { ...process.env, CREWDOCK_SIP_SECRET: SECRET },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exit = once(child, "close");
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  await once(child.stdout, "data");
  process.kill(await childOf(child.pid!), "SIGKILL");
  assert.deepEqual(await exit, [1, null]);
  assert.match(errors, /^Kamailio ended by itself\.\n/);
});

test("the command says which ports it takes", async () => {
  for (const port of ["abc", "65536", "-1", "5066.5"]) {
    const child = spawn(
      process.execPath,
      [MAIN, "--domain", "crewdock.test", "--origin", "https://crm.example", `--port=${port}`],
      { env: { ...process.env, CREWDOCK_SIP_SECRET: SECRET }, stdio: ["ignore", "ignore", "pipe"] },
    );
    const exit = once(child, "close");
    const [text] = (await once(child.stderr, "data")) as [Buffer];
    assert.match(text.toString(), /^--port takes a number/, port);
    assert.deepEqual(await exit, [2, null]);
  }
});

/** The only child of a process (proc(5)). */
async function childOf(pid: number): Promise<number> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8");
  return Number(children.trim().split(" ")[0]);
}
