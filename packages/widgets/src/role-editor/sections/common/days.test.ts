import assert from "node:assert/strict";
import { test } from "node:test";
import { dayAfterEnd, dayOf, firstOfNextMonth, instantOf } from "./days.ts";

const noon = new Date(2026, 10, 30, 12);

test("a day that is to come is judged by its start, today and what is past by now", () => {
  assert.deepEqual(instantOf("2026-12-01", noon), new Date(2026, 11, 1));
  assert.equal(instantOf("2026-11-30", noon), noon);
  assert.equal(instantOf("2026-11-29", noon), noon);
  assert.equal(instantOf(null, noon), noon);
});

test("what ends with a day is over on the next, what ends in its middle too", () => {
  assert.equal(dayAfterEnd(new Date(2026, 11, 1)), "2026-12-01");
  assert.equal(dayAfterEnd(noon), "2026-12-01");
});

test("the month after December is in the next year", () => {
  assert.equal(firstOfNextMonth(new Date(2026, 11, 31)), "2027-01-01");
  assert.equal(dayOf(new Date(2026, 0, 5)), "2026-01-05");
});
