import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ring } from "../shots/scenes/ring.ts";
import { type Lantern, startLantern } from "./lantern.ts";

let lantern: Lantern;
before(async () => {
  lantern = await startLantern();
});
after(() => lantern[Symbol.asyncDispose]());

test("the card of a caller is there at once, gets its name from a slow directory, and tells how the call ended", async (t) => {
  await using open = new AsyncDisposableStack();
  const { page, context } = await lantern.visit("manager");
  open.defer(() => context.close());
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  t.after(() => release());
  await page.route("**/directory/lookup", async (route) => {
    await released;
    await route.continue();
  });
  const caller = await ring({ page, lantern, defer: (close) => open.defer(close) }, "head");
  const card = page.getByRole("complementary", { name: "Caller" });
  await card.getByText("1002", { exact: true }).waitFor();
  assert.equal(await card.getByText("Nobody in the CRM has this number.").count(), 0);
  release();
  await card.getByText("Katarzyna Nowak").waitFor();
  await caller
    .getByRole("button", { name: /^Hang up/ })
    .first()
    .click();
  await card.getByRole("heading", { name: "Missed call" }).waitFor();
  await card.getByRole("button", { name: "Close" }).click();
  assert.equal(await card.count(), 0);
});
