import assert from "node:assert/strict";
import { test } from "node:test";
import type { PhoneCredentials } from "@crewdock/contract";
import { CredentialsKeeper } from "./credentials-keeper.ts";
import type { CredentialsReason } from "./sip-engine.ts";

test("credentials are renewed in time although the clock was set back meanwhile", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const began = Date.parse("2026-03-02T09:00:00.000Z");
  const clock = t.mock.method(Date, "now", () => began);
  const asked: CredentialsReason[] = [];
  const keeper = new CredentialsKeeper(({ reason }) => {
    asked.push(reason);
    return Promise.resolve({ expiresAt: new Date(began + 300_000).toISOString() } as PhoneCredentials);
  }, 0.75);
  t.after(() => keeper.dispose());
  const renewed = new Promise<void>((resolve) => (keeper.onRenewed = () => resolve()));
  await keeper.get("receive", "start");
  clock.mock.mockImplementation(() => began + 200_000); // 25 s behind what has really passed
  t.mock.timers.tick(225_000);
  await renewed;
  assert.deepEqual(asked, ["start", "refresh"]);
});
