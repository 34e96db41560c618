import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { SessionState, UserAgent } from "sip.js";
import { aor, ephemeral, type RegistrarFixture } from "./testing/registrar-fixture.ts";
import { ended, reached } from "./testing/sip-js-phone.ts";
import { useRegistrar } from "./testing/use-registrar.ts";

const start = useRegistrar();

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

function bound(lab: RegistrarFixture): { readonly phone: RegistrarFixture["phone"] } {
  return { phone: lab.phone.bind(lab) };
}
