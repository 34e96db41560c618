import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
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
