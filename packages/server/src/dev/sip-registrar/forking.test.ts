import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { headerOf } from "../../telephony/sip/index.ts";
import { answer, call } from "./testing/raw-call.ts";
import { aor, DOMAIN } from "./testing/registrar-fixture.ts";
import { ended } from "./testing/sip-js-phone.ts";
import { useRegistrar } from "./testing/use-registrar.ts";

const start = useRegistrar();

describe("a call to several contacts at once", { timeout: 15_000 }, () => {
  test("the first to answer has it; the other is cancelled and told that it was answered elsewhere", async () => {
    const lab = await start();
    const [alice, desk, mobile] = [await lab.phone("alice"), await lab.phone("bob"), await lab.phone("bob")];
    const { session, answered } = alice.call(aor("bob"));
    const [atDesk, atMobile] = [await desk.nextCall(), await mobile.nextCall()];
    const reason = new Promise<string | undefined>((resolve) => {
      atDesk.delegate = { onCancel: ({ request }) => resolve(request.getHeader("Reason")) };
    });
    await atMobile.accept();
    assert.equal(await answered, 200);
    assert.match((await reason) ?? "", /cause=200/);
    await ended(atDesk);
    await session.bye();
    await ended(atMobile);
  });

  test("busy wins over no answer, but only when every contact has spoken", async () => {
    const lab = await start();
    const [alice, first, second] = [await lab.raw(), await lab.rawRegistered("bob"), await lab.rawRegistered("bob")];
    const sent = await call(alice, "alice", "bob");
    const [atFirst, atSecond] = [await first.takeRequest("INVITE"), await second.takeRequest("INVITE")];
    answer(first, atFirst, 486);
    assert.equal(headerOf(await first.takeRequest("ACK"), "CSeq"), `${headerOf(sent, "CSeq")!.split(" ")[0]} ACK`);
    answer(second, atSecond, 180);
    assert.equal((await alice.takeResponse("INVITE")).status, 180);
    answer(second, atSecond, 480);
    assert.equal((await alice.takeResponse("INVITE")).status, 486);
  });

  test("a decline of 6xx ends the ringing of the others", async () => {
    const lab = await start();
    const [alice, first, second] = [await lab.raw(), await lab.rawRegistered("bob"), await lab.rawRegistered("bob")];
    await call(alice, "alice", "bob");
    const [atFirst, atSecond] = [await first.takeRequest("INVITE"), await second.takeRequest("INVITE")];
    answer(second, atSecond, 180);
    await alice.takeResponse("INVITE", 180);
    answer(first, atFirst, 603);
    const cancelled = await second.takeRequest("CANCEL");
    assert.equal(headerOf(cancelled, "Via"), headerOf(atSecond, "Via"));
    answer(second, atSecond, 487);
    assert.equal((await alice.takeResponse("INVITE")).status, 603);
  });

  test("a CANCEL waits for the first provisional answer of its branch", async () => {
    const lab = await start();
    const [alice, bob] = [await lab.raw(), await lab.rawRegistered("bob")];
    const sent = await call(alice, "alice", "bob");
    const atBob = await bob.takeRequest("INVITE");
    const headers = sent.headers
      .filter(({ name }) => ["Via", "From", "To", "Call-ID", "Max-Forwards"].includes(name))
      .concat({ name: "CSeq", value: headerOf(sent, "CSeq")!.replace("INVITE", "CANCEL") });
    alice.send({ ...sent, method: "CANCEL", headers, body: "" });
    assert.equal((await alice.takeResponse("CANCEL")).status, 200);
    // whatever was sent to bob before the answer to this has arrived when it does
    bob.send(bob.request("OPTIONS", `sip:${DOMAIN}`, aor("bob"), `sip:${DOMAIN}`));
    await bob.takeResponse("OPTIONS");
    assert.equal(
      bob.has((message) => message.kind === "request" && message.method === "CANCEL"),
      false,
    );
    answer(bob, atBob, 180);
    await bob.takeRequest("CANCEL");
    answer(bob, atBob, 487);
    assert.equal((await alice.takeResponse("INVITE", 487)).status, 487);
  });

  test("both 2xx of a race reach the caller, who alone can end the second call", async () => {
    const lab = await start();
    const [alice, first, second] = [await lab.raw(), await lab.rawRegistered("bob"), await lab.rawRegistered("bob")];
    await call(alice, "alice", "bob");
    const [atFirst, atSecond] = [await first.takeRequest("INVITE"), await second.takeRequest("INVITE")];
    const tags = [answer(first, atFirst, 200), answer(second, atSecond, 200)].map((response) =>
      headerOf(response, "To"),
    );
    const seen = [await alice.takeResponse("INVITE", 200), await alice.takeResponse("INVITE", 200)];
    assert.deepEqual(new Set(seen.map((response) => headerOf(response, "To"))), new Set(tags));
  });
});

describe("a call that nobody answers", { timeout: 15_000 }, () => {
  test("is given up after Timer C: ringing branches are cancelled, silent ones count as timed out", async () => {
    const lab = await start({ timers: { timerC: 150 } });
    const [alice, ringing] = [await lab.raw(), await lab.rawRegistered("bob")];
    await lab.rawRegistered("bob");
    await call(alice, "alice", "bob");
    const atRinging = await ringing.takeRequest("INVITE");
    answer(ringing, atRinging, 180);
    await ringing.takeRequest("CANCEL");
    answer(ringing, atRinging, 487);
    assert.equal((await alice.takeResponse("INVITE", 408)).status, 408);
  });

  test("ends as absent when the only contact goes away and does not come back", async () => {
    const lab = await start({ timers: { rejoin: 20 } });
    const [alice, bob] = [await lab.raw(), await lab.rawRegistered("bob")];
    await call(alice, "alice", "bob");
    answer(bob, await bob.takeRequest("INVITE"), 180);
    await alice.takeResponse("INVITE", 180);
    bob.socket.terminate();
    assert.equal((await alice.takeResponse("INVITE")).status, 480);
  });

  test("stops ringing when the caller goes away and does not come back", async () => {
    const lab = await start({ timers: { rejoin: 20 } });
    const [alice, bob] = [await lab.raw(), await lab.rawRegistered("bob")];
    await call(alice, "alice", "bob");
    answer(bob, await bob.takeRequest("INVITE"), 180);
    await alice.takeResponse("INVITE", 180);
    alice.socket.terminate();
    await bob.takeRequest("CANCEL");
  });
});
