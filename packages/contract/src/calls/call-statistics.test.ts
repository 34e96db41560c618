import assert from "node:assert/strict";
import { test } from "node:test";
import { averageWait, callDays, callPeriodErrors } from "./call-statistics.ts";

test("days begin at midnight of the zone, with 23 hours when the clocks go forward", () => {
  const days = callDays({
    from: "2026-03-28T22:59:59.999Z",
    to: "2026-03-30T22:00:00.001Z",
    timeZone: "Europe/Warsaw",
  });
  assert.deepEqual(
    days.map(({ key, start }) => [key, start.toISOString()]),
    [
      ["2026-03-28", "2026-03-27T23:00:00.000Z"],
      ["2026-03-29", "2026-03-28T23:00:00.000Z"],
      ["2026-03-30", "2026-03-29T22:00:00.000Z"],
      ["2026-03-31", "2026-03-30T22:00:00.000Z"],
    ],
  );
});

test("a zone that left out a day has no such day", () => {
  const days = callDays({ from: "2011-12-29T12:00:00Z", to: "2012-01-01T09:00:00Z", timeZone: "Pacific/Apia" });
  assert.deepEqual(
    days.map(({ key }) => key),
    ["2011-12-29", "2011-12-31", "2012-01-01"],
  );
});

test("a time has a length, of a year at most", () => {
  const codes = (to: string): readonly string[] =>
    callPeriodErrors({ from: "2028-01-01T00:00:00Z", to }).map(({ code }) => code);
  assert.deepEqual(codes("2028-01-01T00:00:00.000Z"), ["too_small"]);
  assert.deepEqual(codes("2029-01-01T00:00:00Z"), []);
  assert.deepEqual(codes("2029-01-01T00:00:01Z"), ["too_large"]);
});

test("the average wait is of answered calls, and nobody's where there are none", () => {
  const none = { calls: 2, incoming: 2, outgoing: 0, answered: 0, missed: 2, talkSeconds: 0, waitSeconds: 0 };
  assert.equal(averageWait(none), null);
  assert.equal(averageWait({ ...none, answered: 2, waitSeconds: 15 }), 7.5);
});
