import assert from "node:assert/strict";
import { createServer } from "node:http";
import { createServer as createTcp, type AddressInfo } from "node:net";
import { afterEach, describe, test } from "node:test";
import { AUTHORITY, EXPIRED, GOOD, SELF_SIGNED } from "./testing/certificates.ts";
import { check, outcome, states } from "./testing/check-fixture.ts";
import {
  scriptedStream,
  scriptedUdp,
  type Script,
  type ScriptedServer,
  type StreamOptions,
} from "./testing/scripted-server.ts";

const started: { stop: () => Promise<void> }[] = [];
afterEach(() => Promise.all(started.splice(0).map((server) => server.stop())));

async function stream(script: Script, options?: StreamOptions): Promise<ScriptedServer> {
  const server = await scriptedStream(script, options);
  started.push(server);
  return server;
}

/** A port that was free a moment ago. */
async function closedPort(): Promise<number> {
  const server = await scriptedStream(() => 200);
  await server.stop();
  return server.port;
}

const accept: Script = () => 200;
const mute: Script = () => undefined;

describe("finding the server", { timeout: 10_000 }, () => {
  test("asks for the address once and connects to just that, whatever the name says", async () => {
    const { port } = await stream(accept);
    const asked: unknown[] = [];
    const resolve = (host: string, wanted: number): Promise<{ address: string; family: number }> => {
      asked.push([host, wanted]);
      return Promise.resolve({ address: "127.0.0.1", family: 4 });
    };
    const report = await check({ port, transport: "tcp", domain: "Bücher.invalid" }, { resolve });
    assert.equal(outcome(report), "ok");
    assert.deepEqual(asked, [["xn--bcher-kva.invalid", port]]);
  });

  for (const [given, expected] of [
    ["dns_not_found", "dns_not_found"],
    ["address_refused", "address_refused"],
    ["port_refused", "address_refused"],
    ["ENOTFOUND", "dns_not_found"],
    ["EAI_AGAIN", "dns_temporary"],
    ["something else", "dns_temporary"],
  ] as const) {
    test(`a resolver that says ${given} gives ${expected}`, async () => {
      const resolve = (): Promise<never> => Promise.reject(Object.assign(new Error("x"), { code: given }));
      const report = await check({ port: 5060 }, { resolve });
      assert.equal(outcome(report), `name: ${expected}`);
      assert.deepEqual(states(report), ["failed", "skipped", "skipped", "skipped"]);
    });
  }

  test("text that is no host, and a WebSocket URL of another scheme, are names that do not exist", async () => {
    for (const account of [
      { domain: "a b\r\nX: y" },
      { domain: "" },
      { transport: "ws", webSocketUrl: "wss://sip.test/" },
      { transport: "wss", webSocketUrl: null },
    ] as const) {
      assert.equal(outcome(await check({ port: 5060, ...account })), "name: dns_not_found");
    }
  });
});

describe("connecting", { timeout: 10_000 }, () => {
  test("a closed port is refused, over TCP and UDP", async () => {
    const port = await closedPort();
    for (const transport of ["tcp", "udp"] as const) {
      const report = await check({ port, transport });
      assert.equal(outcome(report), "connection: refused");
      assert.equal(report.failure?.retryable, true);
    }
  });

  test("a server that says nothing: at the connection over UDP, at the log-in over TCP", async () => {
    const udp = await scriptedUdp(mute);
    started.push(udp);
    const tcp = await stream(mute);
    const timeouts = { answer: 80 };
    assert.equal(outcome(await check({ port: udp.port }, { timeouts })), "connection: no_answer");
    assert.ok(udp.requests.length >= 3, "was repeated");
    assert.equal(outcome(await check({ port: tcp.port, transport: "tcp" }, { timeouts })), "login: no_answer");
    assert.equal(tcp.requests.length, 1, "was not repeated");
  });

  test("an answer in pieces is put together, and blank lines between are passed over", async () => {
    const { port } = await stream(accept, { pieces: 3, greeting: "\r\n\r\n" });
    assert.equal(outcome(await check({ port, transport: "tcp" })), "ok");
  });

  for (const [who, greeting] of [
    ["a mail server", "220 mail.example ESMTP\r\n"],
    ["a shell", "SSH-2.0-OpenSSH_9.2\r\n"],
    ["a web server", "HTTP/1.1 400 Bad Request\r\n\r\n"],
    ["a TLS server", "\u0015\u0003\u0001\u0000\u0002"],
  ] as const) {
    test(`${who} speaks another protocol`, async () => {
      const { port } = await stream(mute, { greeting });
      assert.equal(outcome(await check({ port, transport: "tcp" })), "login: wrong_protocol");
    });
  }

  test("the whole check ends with its own time", async () => {
    const { port } = await stream(mute);
    const report = await check({ port, transport: "tcp" }, { timeouts: { total: 50 } });
    assert.equal(outcome(report), "login: no_answer");
  });
});

describe("TLS", { timeout: 10_000 }, () => {
  test("a good certificate for the domain, with the domain as server name", async () => {
    const names: string[] = [];
    const { port, requests } = await stream(accept, { tls: GOOD, onServerName: (name) => names.push(name) });
    const report = await check({ port, transport: "tls" }, { tls: { ca: AUTHORITY } });
    assert.deepEqual(states(report), ["ok", "ok", "ok", "ok"]);
    assert.deepEqual(names, ["sip.test"]);
    assert.match(requests[0]?.headers[0]?.value ?? "", /^SIP\/2\.0\/TLS /);
  });

  for (const [name, tls, domain, trusted, expected] of [
    ["expired", EXPIRED, "sip.test", true, "tls_cert_expired"],
    ["of another host", GOOD, "other.test", true, "tls_cert_wrong_host"],
    ["signed by itself", SELF_SIGNED, "sip.test", true, "tls_self_signed"],
    ["of an unknown authority", GOOD, "sip.test", false, "tls_unknown_ca"],
  ] as const) {
    test(`a certificate ${name}: ${expected}`, async () => {
      const { port, requests } = await stream(accept, { tls });
      const report = await check({ port, transport: "tls", domain }, trusted ? { tls: { ca: AUTHORITY } } : {});
      assert.equal(outcome(report), `encryption: ${expected}`);
      assert.equal(requests.length, 0);
    });
  }

  test("a server in the clear speaks another protocol", async () => {
    const { port } = await stream(accept);
    assert.equal(outcome(await check({ port, transport: "tls" })), "encryption: wrong_protocol");
  });

  test("a server that never ends its handshake takes too long", async () => {
    const server = await silentServer();
    const report = await check({ port: server, transport: "tls" }, { timeouts: { connect: 60 } });
    assert.equal(outcome(report), "encryption: connect_timeout");
  });
});

describe("the WebSocket handshake", { timeout: 10_000 }, () => {
  test("a web server without WebSocket refuses it, and what is no web server speaks another protocol", async () => {
    const server = createServer((_request, response) => response.end("hello"));
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    started.push({ stop: () => new Promise((resolve) => server.close(() => resolve())) });
    const { port } = server.address() as AddressInfo;
    const webSocket = (at: number) => ({ port: 5060, transport: "ws", webSocketUrl: `ws://sip.test:${at}/x` }) as const;
    assert.equal(outcome(await check(webSocket(port))), "connection: websocket_refused");
    const mail = await stream(mute, { greeting: "220 mail.example ESMTP\r\n" });
    assert.equal(outcome(await check(webSocket(mail.port))), "connection: wrong_protocol");
    assert.equal(outcome(await check(webSocket(await closedPort()))), "connection: refused");
    const silent = await silentServer();
    const report = await check(webSocket(silent), { timeouts: { connect: 60 } });
    assert.equal(outcome(report), "connection: connect_timeout");
  });
});

describe("cancelling", { timeout: 10_000 }, () => {
  test("before the start, while the name is looked up, and while an answer is due", async () => {
    assert.equal(outcome(await check({ port: 5060 }, { signal: AbortSignal.abort() })), "name: cancelled");

    const looking = new AbortController();
    const resolve = (): Promise<never> => {
      looking.abort();
      return new Promise(() => undefined);
    };
    assert.equal(outcome(await check({ port: 5060 }, { signal: looking.signal, resolve })), "name: cancelled");

    const waiting = new AbortController();
    const { port } = await stream(() => {
      waiting.abort();
      return undefined;
    });
    const report = await check({ port, transport: "tcp" }, { signal: waiting.signal });
    assert.equal(outcome(report), "login: cancelled");
    assert.equal(report.failure?.retryable, true);
  });
});

/** A port that takes connections and never says anything. */
async function silentServer(): Promise<number> {
  const sockets = new Set<{ destroy: () => void }>();
  const server = createTcp((socket) => sockets.add(socket.on("error", () => undefined)));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  started.push({
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  });
  return (server.address() as AddressInfo).port;
}
