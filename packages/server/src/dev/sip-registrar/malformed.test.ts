import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { formatMessage } from "../../telephony/sip/index.ts";
import { account, aor, DOMAIN, RegistrarFixture, registerRequest } from "./testing/registrar-fixture.ts";
import type { RawClient } from "./testing/raw-client.ts";

/** xorshift32: the same input on every run of the tests. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const PIECES = [
  "\r\n",
  "\r\n\r\n",
  ":",
  ";",
  "<",
  ">",
  '"',
  "\\",
  ",",
  "%",
  "%zz",
  "@",
  "sip:",
  "=",
  "\0",
  "\u202e",
  "é",
  "z9hG4bK",
  "99999999999",
  "-1",
  " ",
];

const stillServes = async (client: RawClient): Promise<void> => {
  client.send(client.request("OPTIONS", `sip:${DOMAIN}`, aor("alice"), `sip:${DOMAIN}`));
  assert.equal((await client.takeResponse("OPTIONS", 200)).status, 200);
};

describe("malformed input", { timeout: 15_000 }, () => {
  let fixture: RegistrarFixture;
  before(async () => {
    fixture = await RegistrarFixture.start();
  });
  after(() => fixture.stop());

  test("3000 mangled messages leave the registrar serving, on the same connection", async () => {
    const random = randomOf(0x5eed);
    const client = await fixture.rawRegistered("alice");
    const methods = ["REGISTER", "INVITE", "ACK", "CANCEL", "BYE", "MESSAGE", "OPTIONS"];
    for (let round = 0; round < 3000; round += 1) {
      const request = client.request(methods[random(methods.length)]!, aor("bob"), aor("alice"), aor("bob"), [
        { name: "Contact", value: `<sip:alice@${client.host};transport=ws>;expires=60` },
        { name: "Authorization", value: 'Digest username="alice", realm="crewdock.test", nonce="a.b.c"' },
        { name: "Route", value: `<sip:${DOMAIN};lr>, <sip:x;lr>` },
      ]);
      let text = formatMessage(random(8) === 0 ? { ...request, kind: "response", status: 200, reason: "OK" } : request);
      for (let cuts = 1 + random(4); cuts > 0; cuts -= 1) {
        const at = random(text.length);
        const piece = PIECES[random(PIECES.length)]!;
        text = text.slice(0, at) + (random(3) === 0 ? "" : piece) + text.slice(at + random(12));
      }
      client.sendText(text);
      if (round % 100 === 99) await stillServes(client);
    }
    assert.ok(fixture.events.every((event) => event.kind !== "failed"));
  });

  test("a message beyond the size limit closes its connection only", async () => {
    const [client, other] = [await fixture.raw(), await fixture.raw()];
    const closed = new Promise<number>((resolve) => {
      client.socket.once("close", resolve);
    });
    client.sendText("x".repeat(70_000));
    assert.equal(await closed, 1009);
    await stillServes(other);
  });

  test("a body shorter than its Content-Length is not a message, and hostile contacts are refused", async () => {
    const client = await fixture.raw();
    client.sendText(formatMessage(registerRequest(client, "alice")).replace("Content-Length: 0", "Content-Length: 10"));
    for (const contact of ["<javascript:alert(1)>", "<sip:a b@c>", "sip:%zz@x.invalid", '"unclosed <sip:a@b>']) {
      const { response } = await client.authenticated(registerRequest(client, "alice", contact), account("alice"));
      assert.equal(response.status, 400, contact);
    }
    assert.ok(fixture.events.some((event) => event.kind === "malformed"));
  });
});
