import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { headerOf } from "../../telephony/sip/index.ts";
import { replyTo } from "./replies.ts";
import { answer, call } from "./testing/raw-call.ts";
import { account, aor, DOMAIN } from "./testing/registrar-fixture.ts";
import { useRegistrar } from "./testing/use-registrar.ts";

const start = useRegistrar();

describe("requests of other kinds", { timeout: 15_000 }, () => {
  test("OPTIONS to the server is answered without a log-in, a request out of hops is not forwarded", async () => {
    const client = await (await start()).raw();
    client.send(client.request("OPTIONS", `sip:${DOMAIN}`, aor("alice"), `sip:${DOMAIN}`));
    assert.equal((await client.takeResponse("OPTIONS")).status, 200);
    const last = client.request("MESSAGE", aor("bob"), aor("alice"), aor("bob"));
    const headers = last.headers.map((header) => (header.name === "Max-Forwards" ? { ...header, value: "0" } : header));
    client.send({ ...last, headers });
    assert.equal((await client.takeResponse("MESSAGE")).status, 483);
  });

  test("a MESSAGE goes to every contact, with one hop less and without the sender's credentials", async () => {
    const lab = await start();
    const [alice, bob] = [await lab.raw(), await lab.rawRegistered("bob")];
    const sent = alice.authenticated(
      alice.request(
        "MESSAGE",
        aor("bob"),
        aor("alice"),
        aor("bob"),
        [{ name: "Route", value: "<sip:evil.example;lr>" }],
        "привет",
      ),
      account("alice"),
    );
    const received = await bob.takeRequest("MESSAGE");
    assert.equal(received.body, "привет");
    assert.equal(headerOf(received, "Max-Forwards"), "69");
    assert.equal(headerOf(received, "Proxy-Authorization"), undefined);
    assert.equal(headerOf(received, "Route"), undefined);
    answer(bob, received, 200);
    assert.equal((await sent).response.status, 200);
  });

  test("a request that claims to be within a dialog has to come from who it says", async () => {
    const lab = await start();
    const [mallory, bob] = [await lab.raw(), await lab.rawRegistered("bob")];
    const bye = mallory.request("BYE", `sip:bob@${bob.host}`, aor("alice"), `${aor("bob")}>;tag=<x`);
    const headers = bye.headers.map((header) =>
      header.name === "To" ? { name: "To", value: `<${aor("bob")}>;tag=12345` } : header,
    );
    const { response } = await mallory.authenticated({ ...bye, headers }, account("carol"));
    assert.equal(response.status, 403);
    assert.equal(
      bob.has((message) => message.kind === "request"),
      false,
    );
  });

  test("an answer that belongs to no request goes nowhere", async () => {
    const lab = await start();
    const [alice, bob] = [await lab.raw(), await lab.rawRegistered("bob")];
    await call(alice, "alice", "bob");
    const atBob = await bob.takeRequest("INVITE");
    const forged = atBob.headers.map((header) =>
      header.name === "Via" && header.value.includes(DOMAIN)
        ? { name: "Via", value: `SIP/2.0/WS ${DOMAIN};branch=z9hG4bKguess` }
        : header,
    );
    bob.send(replyTo({ ...atBob, headers: forged }, 200));
    answer(bob, atBob, 486);
    assert.equal((await alice.takeResponse("INVITE")).status, 486);
  });
});
