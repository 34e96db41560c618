import assert from "node:assert/strict";
import { test } from "node:test";
import { problem, ScriptedServer } from "./testing/scripted-server.ts";
import { failure, wire } from "./testing/wired.ts";

const sound = Uint8Array.from({ length: 300_000 }, (_, at) => at % 251);

test("a recording comes as bytes with its media type, also after a connection that broke in the middle", async (t) => {
  const server = await ScriptedServer.start(
    t,
    (response) => {
      response.writeHead(200, { "Content-Type": "audio/ogg", "Content-Length": String(sound.byteLength) });
      response.write(sound.subarray(0, 1000), () => response.destroy());
    },
    (response) => void response.writeHead(200, { "Content-Type": "audio/ogg; codecs=opus" }).end(sound),
  );
  const { mediaType, bytes } = await wire(server).client.calls.recording({ id: "c1" });
  assert.equal(mediaType, "audio/ogg");
  assert.deepEqual(bytes, sound);
  assert.deepEqual(
    server.seen.map(({ url }) => url),
    ["/v1/calls/c1/recording", "/v1/calls/c1/recording"],
  );
});

test("what is no sound is no recording, and a problem is told as one", async (t) => {
  const server = await ScriptedServer.start(
    t,
    (response) => void response.writeHead(200, { "Content-Type": "text/html" }).end("<p>"),
    problem(404, "not_found"),
  );
  const { client } = wire(server);
  await failure(client.calls.recording({ id: "c1" }), "invalid_answer");
  await failure(client.calls.recording({ id: "c1" }), "not_found");
});
