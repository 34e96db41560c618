import assert from "node:assert/strict";
import type { SipJsPhone } from "./sip-js-phone.ts";

/** The phones of alice and bob at one domain, and how a proof that alice may show a number is made. */
export interface ChosenNumberCall {
  readonly alice: SipJsPhone;
  readonly bob: SipJsPhone;
  readonly domain: string;
  readonly prove: (user: string, number: string, flaw?: "expired" | "another secret") => string;
}

/** Alice calls bob with proofs of all kinds; he has to see the number that one was made for, and else none. */
export async function assertShowsProvenNumber({ alice, bob, domain, prove }: ChosenNumberCall): Promise<void> {
  const number = "+48221234567";
  const heard = async (proof: string, host = domain): Promise<readonly (readonly string[])[]> => {
    const { session } = alice.call(`sip:bob@${domain}`, [
      `P-Preferred-Identity: <sip:${number}@${host};user=phone>`,
      `X-Crew-Caller-Id: ${proof}`,
    ]);
    const { request } = await bob.nextCall();
    await session.cancel();
    return ["P-Asserted-Identity", "P-Preferred-Identity", "X-Crew-Caller-Id"].map((name) => request.getHeaders(name));
  };
  assert.deepEqual(await heard(prove("alice", number)), [[`<sip:alice@${domain}>`, `<tel:${number}>`], [], []]);
  for (const proof of [
    prove("bob", number),
    prove("alice", "+48221234568"),
    prove("alice", number, "another secret"),
    prove("alice", number, "expired"),
    "",
  ])
    assert.deepEqual(await heard(proof), [[], [], []], proof);
  assert.deepEqual(await heard(prove("alice", number), "provider.example"), [[], [], []]);
}
