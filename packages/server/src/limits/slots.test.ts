import assert from "node:assert/strict";
import { test } from "node:test";
import { isCrewError } from "@crewdock/contract";
import { Slots } from "./slots.ts";

test("so many run at once, the others in their order, and whoever finds the line full is refused", async () => {
  const slots = new Slots(2, 3);
  const gates = Array.from({ length: 5 }, () => Promise.withResolvers<void>());
  const begun: number[] = [];
  const runs = gates.map(({ promise }, index) =>
    slots.run(() => {
      begun.push(index);
      return promise;
    }),
  );
  await assert.rejects(
    slots.run(async () => {}),
    (error) => isCrewError(error) && error.code === "unavailable" && error.retryAfter === 2,
  );
  assert.deepEqual(begun, [0, 1]);
  gates[1]?.resolve();
  await runs[1];
  await Promise.resolve();
  assert.deepEqual(begun, [0, 1, 2]);
  for (const { resolve } of gates) resolve();
  await Promise.all(runs);
  assert.deepEqual(begun, [0, 1, 2, 3, 4]);
});

test("work that fails gives its place to the next", async () => {
  const slots = new Slots(1, 1);
  const broken = slots.run(async () => Promise.reject(new TypeError("broken")));
  const next = slots.run(async () => "done");
  await assert.rejects(broken, TypeError);
  assert.equal(await next, "done");
  assert.equal(await slots.run(async () => "again"), "again");
});
