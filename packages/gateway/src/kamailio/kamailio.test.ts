import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { SessionState } from "sip.js";
import { WebSocket } from "ws";
import { aor, DOMAIN, ephemeral, ORIGIN, SECRET, type Credentials } from "../testing/credentials.ts";
import { assertShowsProvenNumber } from "../../../server/src/dev/sip-registrar/testing/chosen-number.ts";
import { ended, reached, SipJsPhone } from "../../../server/src/dev/sip-registrar/testing/sip-js-phone.ts";
import { isKamailioInstalled, startKamailio, type RunningKamailio } from "../index.ts";

const skip = isKamailioInstalled() ? false : "skipped: needs kamailio";

describe("browser phones at Kamailio", { skip, timeout: 60_000 }, () => {
  let kamailio: RunningKamailio;
  const phones: SipJsPhone[] = [];
  before(async () => {
    kamailio = await startKamailio({
      domain: DOMAIN,
      ephemeralSecret: SECRET,
      subscribers: [{ user: "desk", password: "pw-desk" }],
      allowOrigins: ["https://crm.example", ORIGIN],
    });
  });
  afterEach(() => Promise.all(phones.splice(0).map((phone) => phone.stop())));
  after(() => kamailio.stop());

  const unregistered = async (user: string, credentials: Credentials): Promise<SipJsPhone> => {
    const phone = await SipJsPhone.start({ webSocketUrl: kamailio.webSocketUrl, domain: DOMAIN, user, credentials });
    phones.push(phone);
    return phone;
  };
  const phone = async (user: string, use = "call"): Promise<SipJsPhone> => {
    const made = await unregistered(user, ephemeral(user, use));
    assert.equal(await made.register(), 200);
    return made;
  };

  test("register with short-lived credentials, or with an account of the subscriber table", async () => {
    const alice = await phone("alice");
    assert.match(alice.agent.contact.pubGruu?.toString() ?? "", /^sip:alice@crewdock\.test;gr=urn:uuid:/);
    const desk = await unregistered("desk", { username: "desk", password: "pw-desk" });
    assert.equal(await desk.register(), 200);
  });

  test("are asked again, and not forbidden, when credentials are expired, forged or wrong", async () => {
    for (const credentials of [
      ephemeral("alice", "call", -1),
      ephemeral("alice", "call", 300, "another secret"),
      { username: "desk", password: "wrong" },
      { ...ephemeral("alice", "call"), username: "9999999999:alice:call" },
    ]) {
      const refused = await unregistered("alice", credentials);
      assert.equal(await refused.register(), 401, credentials.username);
    }
  });

  test("cannot be somebody else", async () => {
    const thief = await unregistered("alice", ephemeral("bob", "call"));
    assert.equal(await thief.register(), 403);
    await phone("carol");
    assert.equal(await thief.call(aor("carol")).answered, 403);
  });

  test("cannot say in the name of the telephone system who they are", async () => {
    const [alice, bob] = [await phone("alice"), await phone("bob", "receive")];
    const { session } = alice.call(aor("bob"), [`P-Asserted-Identity: "The chief" <${aor("chief")}>`]);
    const { assertedIdentity, remoteIdentity } = await bob.nextCall();
    assert.deepEqual([assertedIdentity, remoteIdentity.uri.user], [undefined, "alice"]);
    await session.cancel();
  });

  test("show the number that they have chosen and may show, and no other", async () => {
    await assertShowsProvenNumber({
      alice: await phone("alice"),
      bob: await phone("bob", "receive"),
      domain: DOMAIN,
      prove: (user, number, flaw) => {
        const secret = flaw === "another secret" ? "not the gateway's" : undefined;
        const { username, password } = ephemeral(user, number, flaw === "expired" ? -1 : undefined, secret);
        return `${username.split(":")[0] ?? ""}:${password}`;
      },
    });
  });

  test("call one another, and either side hangs up", async () => {
    const [alice, bob] = [await phone("alice"), await phone("bob", "receive")];
    for (const byCaller of [true, false]) {
      const { session, answered, ringing } = alice.call(aor("bob"));
      const invitation = await bob.nextCall();
      await ringing;
      await invitation.accept();
      assert.equal(await answered, 200);
      await reached(invitation, SessionState.Established);
      await (byCaller ? session.bye() : invitation.bye());
      await Promise.all([ended(session), ended(invitation)]);
    }
  });

  test("with credentials to receive may not call, and nobody reaches another domain", async () => {
    const [alice, bob] = [await phone("alice", "receive"), await phone("bob")];
    assert.equal(await alice.call(aor("bob")).answered, 403);
    assert.equal(await bob.call("sip:100@provider.example").answered, 403);
    assert.equal(await bob.call(aor("nobody")).answered, 480);
  });

  test("ring at every contact, until one answers", async () => {
    const [alice, desk, mobile] = [await phone("alice"), await phone("bob"), await phone("bob")];
    const { session, answered } = alice.call(aor("bob"));
    const [atDesk, atMobile] = [await desk.nextCall(), await mobile.nextCall()];
    await atMobile.accept();
    assert.equal(await answered, 200);
    await ended(atDesk);
    await session.bye();
    await ended(atMobile);
  });

  test("keep their call over a new connection: requests find the other side by its GRUU", async () => {
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

  test("open a WebSocket from allowed pages only", async () => {
    for (const origin of ["https://evil.example", `${ORIGIN}.evil.example`, "null", undefined]) {
      assert.equal(await handshakeStatus(kamailio.webSocketUrl, origin), 403, String(origin));
    }
  });
});

function handshakeStatus(url: string, origin: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, "sip", origin === undefined ? {} : { origin });
    socket.on("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
    socket.on("open", () => reject(new Error("was let in")));
    socket.on("error", () => undefined);
  });
}
