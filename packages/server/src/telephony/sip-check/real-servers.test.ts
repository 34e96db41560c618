import assert from "node:assert/strict";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import { isKamailioInstalled, startKamailio, type RunningKamailio } from "@crewdock/gateway";
import { RawClient } from "../../dev/sip-registrar/testing/raw-client.ts";
import { RegistrarFixture, registerRequest } from "../../dev/sip-registrar/testing/registrar-fixture.ts";
import { AUTHORITY, GOOD } from "./testing/certificates.ts";
import { check, outcome, states } from "./testing/check-fixture.ts";

const ORIGIN = "http://127.0.0.1:3000";
const skip = isKamailioInstalled() ? false : "skipped: needs kamailio";

describe("checking an account of the development registrar", { timeout: 15_000 }, () => {
  let fixture: RegistrarFixture;
  before(async () => {
    fixture = await RegistrarFixture.start();
  });
  after(() => fixture.stop());

  const account = { login: "alice", password: "pw-alice", domain: "crewdock.test", port: 5060 } as const;

  test("over ws: registered, removed again, and the phone's own contact stays", async () => {
    await fixture.rawRegistered("alice");
    const before = fixture.registrar.contacts("alice");
    const webSocket = { ...account, transport: "ws", webSocketUrl: fixture.webSocketUrl } as const;
    const report = await check(webSocket, { origin: ORIGIN });
    assert.deepEqual(states(report), ["ok", "ok", "skipped", "ok"]);
    assert.deepEqual(fixture.registrar.contacts("alice"), before);
    assert.equal(outcome(await check({ ...webSocket, password: "wrong" }, { origin: ORIGIN })), "login: bad_login");
    const foreign = await check(webSocket, { origin: "https://evil.example" });
    assert.equal(outcome(foreign), "connection: websocket_refused");
  });

  test("over wss, with the certificate checked against the URL's host", async () => {
    const server = createServer(GOOD);
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    fixture.registrar.attach(server, "/phone");
    const { port } = server.address() as AddressInfo;
    const webSocketUrl = `wss://sip.test:${port}/phone`;
    const options = { origin: ORIGIN, tls: { ca: AUTHORITY } };
    const report = await check({ ...account, transport: "wss", webSocketUrl }, options);
    assert.deepEqual(states(report), ["ok", "ok", "ok", "ok"]);
    const other = webSocketUrl.replace("sip.test", "other.test");
    const wrong = await check({ ...account, transport: "wss", webSocketUrl: other }, options);
    assert.equal(outcome(wrong), "encryption: tls_cert_wrong_host");
    const missing = await check(
      { ...account, transport: "wss", webSocketUrl },
      { ...options, origin: "https://evil.example" },
    );
    assert.deepEqual(states(missing), ["ok", "failed", "ok", "skipped"]);
    await new Promise((resolve) => server.close(resolve));
  });
});

describe("checking an account of Kamailio", { skip, timeout: 30_000 }, () => {
  let kamailio: RunningKamailio;
  before(async () => {
    kamailio = await startKamailio({
      domain: "crewdock.test",
      ephemeralSecret: "unused here",
      subscribers: [{ user: "desk", password: "pw-desk" }],
      allowOrigins: [ORIGIN],
    });
  });
  after(() => kamailio.stop());

  for (const transport of ["udp", "tcp", "ws"] as const) {
    test(`over ${transport}: the right password registers, a wrong one does not`, async () => {
      const account = {
        login: "desk",
        password: "pw-desk",
        domain: "crewdock.test",
        port: kamailio.udpPort,
        transport,
        webSocketUrl: transport === "ws" ? kamailio.webSocketUrl : null,
      };
      assert.equal(outcome(await check(account, { origin: ORIGIN })), "ok");
      assert.equal(outcome(await check({ ...account, password: "wrong" }, { origin: ORIGIN })), "login: bad_login");
    });
  }

  test("takes its contact away: eleven checks in a row stay below ten contacts a user", async () => {
    for (let round = 0; round < 11; round += 1) {
      const account = { login: "desk", password: "pw-desk", domain: "crewdock.test", port: kamailio.udpPort };
      assert.equal(outcome(await check(account)), "ok");
    }
  });

  test("a user with as many contacts as Kamailio allows", async () => {
    const phone = await RawClient.connect(kamailio.webSocketUrl, ORIGIN);
    const contacts = Array.from(
      { length: 10 },
      (_none, index) => `<sip:${index}@${phone.host};transport=ws>;expires=60`,
    );
    const full = registerRequest(phone, "desk", contacts.join(", "));
    const { response } = await phone.authenticated(full, { username: "desk", password: "pw-desk" });
    assert.equal(response.status, 200);
    const account = { login: "desk", password: "pw-desk", domain: "crewdock.test", port: kamailio.udpPort };
    assert.equal(outcome(await check(account)), "login: too_many_contacts");
    phone.socket.terminate();
  });
});
