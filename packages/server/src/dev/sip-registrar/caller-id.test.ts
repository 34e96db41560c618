import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { mintCallerIdProof } from "../../telephony/caller-id-proof.ts";
import { aor, DOMAIN, RegistrarFixture, SECRET } from "./testing/registrar-fixture.ts";

let fixture: RegistrarFixture | undefined;
afterEach(async () => {
  await fixture?.stop();
  fixture = undefined;
});

test("a call shows the number that the caller has chosen and may show, and no other", { timeout: 15_000 }, async () => {
  fixture = await RegistrarFixture.start();
  const [alice, bob] = [await fixture.phone("alice"), await fixture.phone("bob", "receive")];
  const number = "+48221234567";
  const prove = (user: string, shown: string, secret = SECRET, life = 60_000): string =>
    mintCallerIdProof({ user, number: shown }, secret, Date.now() + life);
  const heard = async (proof: string, host = DOMAIN): Promise<readonly (readonly string[])[]> => {
    const { session } = alice.call(aor("bob"), [
      `P-Preferred-Identity: <sip:${number}@${host};user=phone>`,
      `X-Crew-Caller-Id: ${proof}`,
    ]);
    const { request } = await bob.nextCall();
    await session.cancel();
    return ["P-Asserted-Identity", "P-Preferred-Identity", "X-Crew-Caller-Id"].map((name) => request.getHeaders(name));
  };
  assert.deepEqual(await heard(prove("alice", number)), [["<sip:alice@crewdock.test>", `<tel:${number}>`], [], []]);
  for (const proof of [
    prove("bob", number),
    prove("alice", "+48221234568"),
    prove("alice", number, "another secret"),
    prove("alice", number, SECRET, -1_000),
    "",
  ])
    assert.deepEqual(await heard(proof), [[], [], []], proof);
  assert.deepEqual(await heard(prove("alice", number), "provider.example"), [[], [], []]);
});
