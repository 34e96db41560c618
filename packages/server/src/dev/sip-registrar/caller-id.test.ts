import { afterEach, test } from "node:test";
import { mintCallerIdProof } from "../../telephony/caller-id-proof.ts";
import { assertShowsProvenNumber } from "./testing/chosen-number.ts";
import { DOMAIN, RegistrarFixture, SECRET } from "./testing/registrar-fixture.ts";

let fixture: RegistrarFixture | undefined;
afterEach(async () => {
  await fixture?.stop();
  fixture = undefined;
});

test("a call shows the number that the caller has chosen and may show, and no other", { timeout: 15_000 }, async () => {
  fixture = await RegistrarFixture.start();
  await assertShowsProvenNumber({
    alice: await fixture.phone("alice"),
    bob: await fixture.phone("bob", "receive"),
    domain: DOMAIN,
    prove: (user, number, flaw) =>
      mintCallerIdProof(
        { user, number },
        flaw === "another secret" ? "not the registrar's" : SECRET,
        Date.now() + (flaw === "expired" ? -1_000 : 60_000),
      ),
  });
});
