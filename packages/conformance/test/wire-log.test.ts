import assert from "node:assert/strict";
import { test } from "node:test";
import { wireLog } from "../src/cli/wire-log.ts";

test("what stands on a score card shows no secret, whatever its member is called", async () => {
  const sent = { login: "ewa", password: 'a "long" phrase', smtp: { password: "another phrase" }, secret: "hidden" };
  const answered = { token: "abc.def", iceServers: [{ urls: ["turn:turn.test"], credential: "turn phrase" }] };
  const log = wireLog(() => Promise.resolve(Response.json(answered)));
  const body = JSON.stringify(sent);
  await (await log.fetch("https://crm.test/v1/x", { method: "POST", body })).text();
  await new Promise((resolve) => setImmediate(resolve)); // its own reading of the answer
  const [exchange] = log.take();
  const shown = JSON.stringify(exchange);
  assert.match(shown, /turn:turn\.test/);
  assert.match(shown, /ewa/);
  assert.doesNotMatch(shown, /phrase|hidden|abc|def/);
});
