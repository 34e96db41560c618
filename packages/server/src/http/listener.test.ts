import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { after, before, test } from "node:test";
import { type HttpListener, listen } from "./listener.ts";

let listener: HttpListener;
/** A request to /held has come, and may go on. */
const come = Promise.withResolvers<void>();
const goOn = Promise.withResolvers<void>();

before(async () => {
  const times = { request: 900, headers: 300, checks: 50 };
  listener = await listen(
    async (request, { incoming, waitForBody }) => {
      const { pathname } = new URL(request.url);
      if (pathname === "/patient") waitForBody?.(60_000);
      if (pathname === "/held") {
        come.resolve();
        await goOn.promise;
      }
      return Response.json({ address: incoming?.socket.remoteAddress, body: await request.text() });
    },
    { host: "127.0.0.1", port: 0, times },
  );
});
after(() => listener.stop(0));

async function open(text: string): Promise<Socket> {
  const socket = connect(listener.port, "127.0.0.1").setEncoding("utf8");
  await once(socket, "connect");
  socket.write(text);
  return socket;
}

/** All that comes until the other side closes, politely or, where it had not read everything, by a reset. */
async function rest(socket: Socket): Promise<string> {
  let text = "";
  socket.on("data", (part) => (text += String(part)));
  socket.on("error", () => {}); // which is followed by the close
  await new Promise((resolve) => socket.once("close", resolve));
  return text;
}

/** Sends a byte now and then for as long as the other side listens. */
function drip(socket: Socket): void {
  const timer = setInterval(() => socket.write("a"), 20);
  socket.once("close", () => clearInterval(timer));
}

test("a handler is told where the connection comes from", async () => {
  const answer = await fetch(`http://127.0.0.1:${listener.port}/`, { method: "POST", body: "hello" });
  assert.deepEqual(await answer.json(), { address: "127.0.0.1", body: "hello" });
});

test(
  "a client that draws out its headers is closed, and others are answered meanwhile",
  { timeout: 5000 },
  async () => {
    const slow = await open("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ");
    drip(slow);
    assert.equal((await fetch(`http://127.0.0.1:${listener.port}/`)).status, 200);
    assert.match(await rest(slow), /^HTTP\/1\.1 408 /);
  },
);

test("a client that draws out its body is closed", { timeout: 5000 }, async () => {
  const slow = await open("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
  drip(slow);
  await rest(slow); // came to its end, or this would fail
});

test("a body that nobody waits for holds no connection either", { timeout: 5000 }, async () => {
  const refused = await open("POST / HTTP/1.1\r\nHost: a b\r\nContent-Length: 100000\r\n\r\n");
  drip(refused);
  assert.match(await rest(refused), /^HTTP\/1\.1 400 /);
});

test("a handler gives a body more time, and nobody else's", { timeout: 5000 }, async () => {
  const patient = await open("POST /patient HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhe");
  const answer = rest(patient);
  const slow = await open("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
  drip(slow);
  assert.match(await rest(slow), /^HTTP\/1\.1 408 /); // began later, so the other is past the time of all
  patient.write("llo");
  assert.match(await answer, /^HTTP\/1\.1 200 [^]*"hello"/);
});

test("headers that are too large are refused", async () => {
  const large = await open(`GET / HTTP/1.1\r\nHost: x\r\nX-Large: ${"a".repeat(20_000)}\r\n\r\n`);
  assert.match(await rest(large), /^HTTP\/1\.1 431 /);
});

test("a length that does not fit, and a request that is none, are refused", async () => {
  const both = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
  assert.match(await rest(await open(both)), /^HTTP\/1\.1 400 /);
  assert.match(await rest(await open("nonsense\r\n\r\n")), /^HTTP\/1\.1 400 /);
});

test("a host that cannot be one is refused and not passed on", async () => {
  const socket = await open("GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n");
  assert.match(await rest(socket), /^HTTP\/1\.1 400 /);
});

test("a stop waits for what is under way and closes connections that were kept alive", { timeout: 5000 }, async () => {
  const kept = await open("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  await once(kept, "data");
  const held = await open("GET /held HTTP/1.1\r\nHost: x\r\n\r\n");
  const answer = rest(held);
  await come.promise;
  const stopped = listener.stop(4000);
  await rest(kept);
  await assert.rejects(fetch(`http://127.0.0.1:${listener.port}/`));
  goOn.resolve();
  assert.match(await answer, /^HTTP\/1\.1 200 [^]*^connection: close\r$/im);
  assert.equal(await stopped, true);
});
