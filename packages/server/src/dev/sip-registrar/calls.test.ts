import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { SessionState, UserAgent } from "sip.js";
import { headerOf, type SipRequest, type SipResponse } from "../../telephony/sip/index.ts";
import type { DevRegistrarOptions } from "./index.ts";
import { replyTo } from "./replies.ts";
import { answerTo, type RawClient } from "./testing/raw-client.ts";
import { account, aor, DOMAIN, ephemeral, RegistrarFixture } from "./testing/registrar-fixture.ts";
import { ended, reached } from "./testing/sip-js-phone.ts";

let fixture: RegistrarFixture | undefined;
afterEach(async () => {
  await fixture?.stop();
  fixture = undefined;
});

async function start(options: Partial<DevRegistrarOptions> = {}): Promise<RegistrarFixture> {
  fixture = await RegistrarFixture.start(options);
  return fixture;
}

/** An INVITE of a raw caller with its contact. */
function invite(client: RawClient, from: string, to: string): SipRequest {
  const contact = { name: "Contact", value: `<sip:${from}@${client.host};transport=ws>` };
  return client.request("INVITE", aor(to), aor(from), aor(to), [contact], "v=0\r\n");
}

/** Sends an INVITE with credentials and stops at the 407's answer; what was sent last. */
async function call(client: RawClient, from: string, to: string): Promise<SipRequest> {
  const request = invite(client, from, to);
  client.send(request);
  const challenge = await client.takeResponse("INVITE", 407);
  const sent = client.next(request, [answerTo(challenge, request, account(from))]);
  client.send(sent);
  return sent;
}

function answer(client: RawClient, request: SipRequest, status: number): SipResponse {
  const response = replyTo(request, status, [{ name: "Contact", value: `<${request.uri}>` }]);
  client.send(response);
  return response;
}

describe("a call between two sip.js phones", { timeout: 15_000 }, () => {
  test("says of the caller what was proven, and nothing that the caller claims in the name of the telephone system", async () => {
    const { phone } = bound(await start());
    const [alice, bob] = [await phone("alice"), await phone("bob", "receive")];
    const { session } = alice.call(aor("bob"), [`P-Asserted-Identity: "The chief" <${aor("chief")}>`]);
    const { assertedIdentity, remoteIdentity } = await bob.nextCall();
    assert.deepEqual([assertedIdentity, remoteIdentity.uri.user], [undefined, "alice"]);
    await session.cancel();
  });

  test("is set up, answered and ended by either side", async () => {
    const { phone } = bound(await start());
    const [alice, bob] = [await phone("alice"), await phone("bob", "receive")];
    const { session, answered, ringing } = alice.call(aor("bob"));
    const invitation = await bob.nextCall();
    await ringing;
    await invitation.accept();
    assert.equal(await answered, 200);
    assert.equal(session.state, SessionState.Established);
    await reached(invitation, SessionState.Established);
    await invitation.bye();
    await ended(session);
  });

  test("is cancelled by the caller before the answer", async () => {
    const { phone } = bound(await start());
    const [alice, bob] = [await phone("alice"), await phone("bob")];
    const { session, answered, ringing } = alice.call(aor("bob"));
    const invitation = await bob.nextCall();
    await ringing;
    await session.cancel();
    await ended(invitation);
    assert.equal(await answered, 487);
  });

  test("goes on when both sides have a new connection: BYE and INFO find the other by its GRUU", async () => {
    const { phone } = bound(await start());
    const [alice, bob] = [await phone("alice"), await phone("bob")];
    const { session, answered } = alice.call(aor("bob"));
    const invitation = await bob.nextCall();
    await invitation.accept();
    await answered;
    await reached(invitation, SessionState.Established);
    assert.equal(await bob.reconnect(), 200);
    assert.equal(await alice.reconnect(), 200);
    const told = new Promise((resolve) => {
      session.delegate = { onInfo: (info) => void info.accept().then(resolve) };
    });
    await invitation.info();
    await told;
    await session.bye();
    await ended(invitation);
  });

  test("that rings goes on ringing while both sockets are replaced, and can be answered", async () => {
    const { phone } = bound(await start());
    const [alice, bob] = [await phone("alice"), await phone("bob")];
    const { session, answered, ringing } = alice.call(aor("bob"));
    const invitation = await bob.nextCall();
    await ringing;
    assert.equal(await bob.reconnect(), 200);
    assert.equal(await alice.reconnect(), 200);
    await invitation.accept();
    assert.equal(await answered, 200);
    await session.bye();
    await ended(invitation);
  });

  test("that rings can be cancelled after the callee's socket was replaced", async () => {
    const { phone } = bound(await start());
    const [alice, bob] = [await phone("alice"), await phone("bob")];
    const { session, answered, ringing } = alice.call(aor("bob"));
    const invitation = await bob.nextCall();
    await ringing;
    assert.equal(await bob.reconnect(), 200);
    await session.cancel();
    await ended(invitation);
    assert.equal(await answered, 487);
  });

  test("reaches the replaced party's device by its GRUU with Replaces (attended transfer)", async () => {
    const { phone } = bound(await start());
    const [alice, bob, carol] = [await phone("alice"), await phone("bob"), await phone("carol")];
    const consult = alice.call(aor("carol"));
    const atCarol = await carol.nextCall();
    await atCarol.accept();
    await consult.answered;
    const gruu = atCarol.userAgent.contact.pubGruu?.toString() ?? "";
    assert.match(gruu, /;gr=urn:uuid:/);
    const dialog = consult.session.dialog!;
    const replaces = `${dialog.callId};to-tag=${dialog.remoteTag};from-tag=${dialog.localTag}`;
    const transferred = bob.call(gruu, [`Replaces: ${replaces}`]);
    const second = await carol.nextCall();
    assert.equal(second.request.getHeader("Replaces"), replaces);
    await second.accept();
    assert.equal(await transferred.answered, 200);
  });

  test("carries a REFER and its NOTIFY within the dialog", async () => {
    const { phone } = bound(await start());
    const [alice, bob] = [await phone("alice"), await phone("bob")];
    const { session, answered } = alice.call(aor("bob"));
    const invitation = await bob.nextCall();
    await invitation.accept();
    await answered;
    const referred = new Promise<string>((resolve) => {
      invitation.delegate = {
        onRefer: (referral) => {
          resolve(referral.referTo.uri.toString());
          void referral.reject();
        },
      };
    });
    await session.refer(UserAgent.makeURI(aor("carol"))!);
    assert.equal(await referred, aor("carol"));
  });
});

describe("who may call", { timeout: 15_000 }, () => {
  test("credentials to receive may register but not call", async () => {
    const { phone } = bound(await start());
    const [alice] = [await phone("alice", "receive"), await phone("bob")];
    assert.equal(await alice.call(aor("bob")).answered, 403);
  });

  test("the host's answer decides, and a failing host is an error and no call", async () => {
    const asked: string[] = [];
    const { phone } = bound(
      await start({
        mayPlaceCall: (user, target) => {
          asked.push(`${user} to ${target}`);
          return target === "dave" ? Promise.reject(new Error("database is away")) : Promise.resolve(target !== "bob");
        },
      }),
    );
    const [alice] = [await phone("alice"), await phone("bob")];
    assert.equal(await alice.call(aor("bob")).answered, 403);
    assert.equal(await alice.call(aor("carol")).answered, 480);
    assert.equal(await alice.call(aor("dave")).answered, 500);
    assert.deepEqual(asked, ["alice to bob", "alice to carol", "alice to dave"]);
  });

  test("wrong and expired credentials are asked for again, and the caller may only be oneself", async () => {
    const lab = await start();
    const wrong = await lab.unregistered("alice", ephemeral("alice", "call", 300, "another secret"));
    assert.equal(await wrong.call(aor("bob")).answered, 407);
    const expired = await lab.unregistered("alice", ephemeral("alice", "call", 30));
    lab.clock.skew = 31_000;
    assert.equal(await expired.call(aor("bob")).answered, 407);
    lab.clock.skew = 0;
    const other = await lab.unregistered("alice", ephemeral("bob", "call"));
    assert.equal(await other.call(aor("carol")).answered, 403);
  });

  test("nothing is relayed to other domains, and unknown users are told from absent ones", async () => {
    const { phone } = bound(await start());
    const alice = await phone("alice");
    assert.equal(await alice.call("sip:100@provider.example").answered, 403);
    assert.equal(await alice.call(aor("nobody")).answered, 404);
    assert.equal(await alice.call(aor("carol")).answered, 480);
    assert.equal(await alice.call(`${aor("carol")};gr=urn:uuid:gone`).answered, 480);
  });
});

describe("a call to several contacts at once", { timeout: 15_000 }, () => {
  test("the first to answer has it; the other is cancelled and told that it was answered elsewhere", async () => {
    const { phone } = bound(await start());
    const [alice, desk, mobile] = [await phone("alice"), await phone("bob"), await phone("bob")];
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

function bound(lab: RegistrarFixture): { readonly phone: RegistrarFixture["phone"] } {
  return { phone: lab.phone.bind(lab) };
}
