import assert from "node:assert/strict";
import { test } from "node:test";
import type { PhoneCredentials } from "@crewdock/contract";
import { SIP_SECRET, startTestServer } from "../testing/test-server.ts";
import { isCallerIdProven, mintCallerIdProof } from "./caller-id-proof.ts";
import { mintEphemeral } from "./ephemeral-credentials.ts";

const secret = "the secret of the tests";
const now = 1_774_000_000_000;
const shown = { user: "1042", number: "+48221234567" };

test("a proof is good for its user, its number and its time, under its secret", () => {
  const proof = mintCallerIdProof(shown, secret, now + 60_000);
  assert.ok(isCallerIdProven(shown, proof, secret, now));
  assert.ok(!isCallerIdProven(shown, proof, secret, now + 60_000));
  assert.ok(!isCallerIdProven({ ...shown, user: "1043" }, proof, secret, now));
  assert.ok(!isCallerIdProven({ ...shown, number: "+48221234568" }, proof, secret, now));
  assert.ok(!isCallerIdProven(shown, proof, "another secret", now));
  assert.ok(!isCallerIdProven(shown, proof.replace(/^\d+/, "9999999999"), secret, now));
  for (const broken of ["", ":", "1", `${proof}=`, ` ${proof}`])
    assert.ok(!isCallerIdProven(shown, broken, secret, now));
});

test("short-lived credentials are no proof of a number that is called like their use", () => {
  const { username, password } = mintEphemeral({ user: "1042", use: "call", secret, ttlSeconds: 60, now });
  const proof = `${username.split(":")[0]}:${password}`;
  assert.ok(!isCallerIdProven({ user: "1042", number: "call" }, proof, secret, now));
});

test("credentials to call prove the numbers that the person may show, those to receive none", async () => {
  await using crew = await startTestServer();
  const { admin } = crew.company.demoPeople;
  const credentials = async (use: string): Promise<PhoneCredentials> =>
    (await crew.ask<PhoneCredentials>(admin, "POST /v1/phone/credentials", { body: { use } })).body;
  const { callerIds = [], callerId, aor, expiresAt } = await credentials("call");
  const user = /^sip:([^@]+)@/.exec(aor)?.[1] ?? "";
  const all = [...callerIds, ...(callerId ? [callerId] : [])];
  assert.ok(all.length > 0);
  for (const { number, proof = "" } of all) {
    assert.ok(isCallerIdProven({ user, number }, proof, SIP_SECRET, Date.parse(expiresAt) - 1));
    assert.ok(!isCallerIdProven({ user, number }, proof, SIP_SECRET, Date.parse(expiresAt)));
  }
  const { callerIds: received = [] } = await credentials("receive");
  assert.deepEqual(
    received,
    callerIds.map(({ id, number, name }) => ({ id, number, name })),
  );
});
