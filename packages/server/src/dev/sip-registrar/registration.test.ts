import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { afterEach, beforeEach, describe, test } from "node:test";
import { WebSocket } from "ws";
import { headerOf, headerValues, type SipResponse } from "../../telephony/sip/index.ts";
import { createDevRegistrar, DevRegistrarError } from "./index.ts";
import { answerTo, type Credentials } from "./testing/raw-client.ts";
import { account, aor, DOMAIN, ephemeral, RegistrarFixture, registerRequest } from "./testing/registrar-fixture.ts";

let fixture: RegistrarFixture;
beforeEach(async () => {
  fixture = await RegistrarFixture.start();
});
afterEach(() => fixture.stop());

async function statusOf(user: string, credentials: Credentials): Promise<number> {
  const client = await fixture.raw();
  return (await client.authenticated(registerRequest(client, user), credentials)).response.status;
}

const refusedWith = (options: { origin?: string; protocols?: string[] }): Promise<number> =>
  new Promise((resolve, reject) => {
    const { origin, protocols = ["sip"] } = options;
    const socket = new WebSocket(fixture.webSocketUrl, protocols, origin === undefined ? {} : { origin });
    socket.on("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
    socket.on("open", () => reject(new Error("was let in")));
    socket.on("error", () => undefined);
  });

const withCode = (code: string) => (error: unknown) => error instanceof DevRegistrarError && error.code === code;

describe("registering with the development registrar", { timeout: 15_000 }, () => {
  test("takes an account's own password and short-lived credentials of both uses", async () => {
    assert.equal(await statusOf("alice", account("alice")), 200);
    assert.equal(await statusOf("bob", ephemeral("bob", "call")), 200);
    assert.equal(await statusOf("carol", ephemeral("carol", "receive")), 200);
    assert.equal(fixture.registrar.contacts("bob").length, 1);
  });

  test("asks again, and never says 403, when the password is wrong, the secret is another, or the time is over", async () => {
    assert.equal(await statusOf("alice", { username: "alice", password: "wrong" }), 401);
    assert.equal(await statusOf("alice", ephemeral("alice", "call", 300, "another secret")), 401);
    assert.equal(await statusOf("nobody", { username: "nobody", password: "x" }), 401);
    const short = ephemeral("alice", "call", 30);
    assert.equal(await statusOf("alice", short), 200);
    fixture.clock.skew = 31_000;
    assert.equal(await statusOf("alice", short), 401);
    assert.ok(fixture.events.some((event) => event.kind === "challenged" && event.reason === "expired"));
  });

  test("refuses short-lived credentials that are still in time once the account is gone", async () => {
    const left = ephemeral("erin", "call");
    assert.equal(await statusOf("erin", left), 401);
    assert.ok(fixture.events.some((event) => event.kind === "challenged" && event.reason === "wrong"));
  });

  test("refuses to register one user with the credentials of another", async () => {
    assert.equal(await statusOf("alice", account("bob")), 403);
    assert.equal(await statusOf("alice", ephemeral("bob", "call")), 403);
  });

  test("answers a replayed nonce count with a stale challenge, and takes the next count", async () => {
    const client = await fixture.raw();
    const request = registerRequest(client, "alice");
    client.send(request);
    const challenge = await client.takeResponse("REGISTER");
    const first = client.next(request, [answerTo(challenge, request, account("alice"))]);
    client.send(first);
    assert.equal((await client.takeResponse("REGISTER")).status, 200);
    client.send(client.next(request, [answerTo(challenge, request, account("alice"))]));
    const replayed = await client.takeResponse("REGISTER");
    assert.equal(replayed.status, 401);
    assert.match(headerOf(replayed, "WWW-Authenticate")!, /stale=true/);
    client.send(client.next(request, [answerTo(challenge, request, account("alice"), "00000002")]));
    assert.equal((await client.takeResponse("REGISTER")).status, 200);
  });

  test("calls an old nonce stale, and one that it never issued just wrong", async () => {
    const client = await fixture.raw();
    const request = registerRequest(client, "alice");
    client.send(request);
    const challenge = await client.takeResponse("REGISTER");
    fixture.clock.skew = 301_000;
    client.send(client.next(request, [answerTo(challenge, request, account("alice"))]));
    assert.match(headerOf(await client.takeResponse("REGISTER"), "WWW-Authenticate")!, /stale=true/);
    const forged: SipResponse = {
      ...challenge,
      headers: [{ name: "WWW-Authenticate", value: `Digest realm="${DOMAIN}", nonce="zzzz.aaaa.bbbb", qop="auth"` }],
    };
    client.send(client.next(request, [answerTo(forged, request, account("alice"))]));
    assert.doesNotMatch(headerOf(await client.takeResponse("REGISTER"), "WWW-Authenticate")!, /stale/);
  });

  test("hands out a public GRUU to a client that supports it", async () => {
    const client = await fixture.raw();
    const contact = `<sip:x@${client.host};transport=ws>;reg-id=1;+sip.instance="<urn:uuid:${randomUUID()}>"`;
    const request = registerRequest(client, "alice", contact);
    const { response } = await client.authenticated(request, account("alice"));
    assert.doesNotMatch(headerOf(response, "Contact")!, /gruu/);
    const supported = client.next({
      ...request,
      headers: [...request.headers, { name: "Supported", value: "path, gruu" }],
    });
    const answer = await client.authenticated(supported, account("alice"));
    assert.match(
      headerOf(answer.response, "Contact")!,
      new RegExp(`pub-gruu="${aor("alice")};gr=urn:uuid:[0-9a-f-]+"`),
    );
    assert.equal(headerValues(answer.response, "Contact").length, 1);
  });

  test("keeps several registrations of a user, clamps their time, and drops those whose socket closes", async () => {
    const first = await fixture.rawRegistered("alice");
    const second = await fixture.raw();
    const long = registerRequest(second, "alice", `<sip:alice@${second.host};transport=ws>;expires=86400`);
    const { response } = await second.authenticated(long, account("alice"));
    const contacts = headerValues(response, "Contact");
    assert.equal(contacts.length, 2);
    assert.match(
      contacts.find((contact) => contact.includes(second.host))!,
      /expires=600/,
    );
    const closed = new Promise((resolve) => {
      first.socket.once("close", resolve);
    });
    first.socket.close();
    await closed;
    assert.deepEqual(
      fixture.registrar.contacts("alice").map(({ uri }) => uri.includes(second.host)),
      [true],
    );
  });

  test("says 423 with Min-Expires to a time too short, and 0 removes one contact", async () => {
    const client = await fixture.rawRegistered("alice");
    const brief = registerRequest(client, "alice", `<sip:alice@${client.host};transport=ws>;expires=5`);
    const { response } = await client.authenticated(brief, account("alice"));
    assert.equal(response.status, 423);
    assert.equal(headerOf(response, "Min-Expires"), "30");
    assert.equal(fixture.registrar.contacts("alice").length, 1);
    const gone = registerRequest(client, "alice", `<sip:alice@${client.host};transport=ws>;expires=0`);
    assert.equal((await client.authenticated(gone, account("alice"))).response.status, 200);
    assert.equal(fixture.registrar.contacts("alice").length, 0);
  });

  test("a star removes every contact, but only alone and with Expires 0", async () => {
    await fixture.rawRegistered("alice");
    const client = await fixture.rawRegistered("alice");
    const star = registerRequest(client, "alice", "*");
    assert.equal((await client.authenticated(star, account("alice"))).response.status, 400);
    const zero = client.next({ ...star, headers: [...star.headers, { name: "Expires", value: "0" }] });
    assert.equal((await client.authenticated(zero, account("alice"))).response.status, 200);
    assert.deepEqual(fixture.registrar.contacts("alice"), []);
  });

  test("refuses a REGISTER that is older than the one it had", async () => {
    const client = await fixture.raw();
    const request = registerRequest(client, "alice");
    const { sent } = await client.authenticated(request, account("alice"));
    client.send({ ...request, headers: request.headers.filter(({ name }) => name !== "Via").concat(sent.headers[0]!) });
    const challenge = await client.takeResponse("REGISTER", 401);
    const answer = answerTo(challenge, request, account("alice"));
    client.send({ ...request, headers: [...request.headers, answer] });
    assert.equal((await client.takeResponse("REGISTER")).status, 500);
  });

  test("forgets a blocked user's bindings and nothing else", async () => {
    const alice = await fixture.rawRegistered("alice");
    await fixture.rawRegistered("bob");
    fixture.registrar.forget("alice");
    assert.equal(fixture.registrar.contacts("alice").length, 0);
    assert.equal(fixture.registrar.contacts("bob").length, 1);
    assert.equal(alice.socket.readyState, WebSocket.OPEN);
  });

  test("lets a binding end with its time", async () => {
    await fixture.rawRegistered("alice");
    fixture.clock.skew = 61_000;
    assert.deepEqual(fixture.registrar.contacts("alice"), []);
  });

  test("never logs credentials", async () => {
    const credentials = ephemeral("alice", "call");
    await statusOf("alice", credentials);
    await statusOf("alice", { username: "alice", password: "a-wrong-password" });
    const log = JSON.stringify(fixture.events);
    for (const secret of [credentials.password, "a-wrong-password", "Digest", "response="])
      assert.ok(!log.includes(secret));
  });
});

describe("the handshake", { timeout: 15_000 }, () => {
  test("refuses a foreign origin, a missing one, and a client that does not speak SIP", async () => {
    assert.equal(await refusedWith({ origin: "https://evil.example" }), 403);
    assert.equal(await refusedWith({}), 403);
    assert.equal(await refusedWith({ origin: "http://127.0.0.1:3000", protocols: ["chat"] }), 400);
    assert.equal(await refusedWith({ origin: "http://127.0.0.1:3000", protocols: [] }), 400);
  });

  test("exists on the registrar's own path only", async () => {
    const socket = new WebSocket(fixture.webSocketUrl.replace("/sip", "/other"), "sip", {
      origin: "http://127.0.0.1:3000",
    });
    const status = await new Promise((resolve) => {
      socket
        .on("unexpected-response", (_request, response) => resolve(response.statusCode))
        .on("error", () => undefined);
    });
    assert.equal(status, 404);
  });

  test("answers the keep-alive of RFC 5626, and closes a connection that answers no ping", async () => {
    const client = await fixture.raw();
    const pong = new Promise((resolve) => {
      client.socket.once("message", (data: Buffer) => resolve(data.toString()));
    });
    client.sendText("\r\n\r\n");
    assert.equal(await pong, "\r\n");
    const impatient = await RegistrarFixture.start({ pingMs: 20 });
    try {
      const mute = new WebSocket(impatient.webSocketUrl, "sip", { origin: "http://127.0.0.1:3000", autoPong: false });
      await new Promise((resolve) => {
        mute.once("close", resolve);
      });
    } finally {
      await impatient.stop();
    }
  });
});

describe("where the development registrar does not run", { timeout: 15_000 }, () => {
  const options = {
    domain: DOMAIN,
    ephemeralSecret: "x",
    ha1: () => Promise.resolve(undefined),
    mayPlaceCall: () => Promise.resolve(true),
    allowOrigin: () => true,
  };
  test("not in production", () => {
    const before = process.env["NODE_ENV"];
    process.env["NODE_ENV"] = "production";
    try {
      assert.throws(() => createDevRegistrar(options), withCode("production_refused"));
    } finally {
      if (before === undefined) delete process.env["NODE_ENV"];
      else process.env["NODE_ENV"] = before;
    }
  });

  test("not on an address that others reach, by itself or attached", async () => {
    const registrar = createDevRegistrar(options);
    await assert.rejects(registrar.listen({ host: "0.0.0.0", port: 0 }), withCode("not_loopback"));
    await assert.rejects(registrar.listen({ host: "192.0.2.1", port: 0 }), withCode("not_loopback"));
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, "0.0.0.0", resolve);
    });
    assert.throws(() => registrar.attach(server, "/sip"), withCode("not_loopback"));
    await new Promise((resolve) => server.close(resolve));
    await registrar.close();
  });

  test("attached to a server it takes its own path and leaves the others", async () => {
    const registrar = createDevRegistrar(options);
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    registrar.attach(server, "/phone");
    const others = new Promise<string>((resolve) => {
      server.on("upgrade", (request, socket) => {
        if (request.url === "/phone") return;
        socket.destroy();
        resolve(request.url ?? "");
      });
    });
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const phone = new WebSocket(`ws://127.0.0.1:${port}/phone`, "sip");
    await new Promise((resolve) => {
      phone.once("open", resolve);
    });
    new WebSocket(`ws://127.0.0.1:${port}/live`).on("error", () => undefined);
    assert.equal(await others, "/live");
    await registrar.close();
    await new Promise((resolve) => server.close(resolve));
  });
});
