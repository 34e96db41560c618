import assert from "node:assert/strict";
import { test } from "node:test";
import type { ActivityLimit, LimitPeriod } from "./activity-limit.ts";
import { periodAt } from "./limit-period.ts";
import { limitsOf } from "./limits-of.ts";

function spell(at: string, period: LimitPeriod, timeZone: string): readonly string[] {
  const { start, end } = periodAt(new Date(at), period, timeZone);
  return [start.toISOString(), end.toISOString()];
}

test("periods follow the clocks of the user, and weeks begin on Monday", () => {
  const sunday = "2026-03-01T22:30:00Z";
  assert.deepEqual(spell(sunday, "day", "Europe/Moscow"), ["2026-03-01T21:00:00.000Z", "2026-03-02T21:00:00.000Z"]);
  assert.deepEqual(spell(sunday, "week", "Europe/Moscow"), ["2026-03-01T21:00:00.000Z", "2026-03-08T21:00:00.000Z"]);
  assert.deepEqual(spell(sunday, "week", "Europe/London"), ["2026-02-23T00:00:00.000Z", "2026-03-02T00:00:00.000Z"]);
  assert.deepEqual(spell(sunday, "month", "America/Sao_Paulo"), [
    "2026-03-01T03:00:00.000Z",
    "2026-04-01T03:00:00.000Z",
  ]);
});

test("a day is as long as the change of the clocks makes it", () => {
  assert.deepEqual(spell("2026-03-29T12:00:00Z", "day", "Europe/Warsaw"), [
    "2026-03-28T23:00:00.000Z",
    "2026-03-29T22:00:00.000Z",
  ]);
  assert.deepEqual(spell("2026-10-25T12:00:00Z", "day", "Europe/Warsaw"), [
    "2026-10-24T22:00:00.000Z",
    "2026-10-25T23:00:00.000Z",
  ]);
});

test("a day whose midnight is skipped begins after the gap, and one that has it twice with the first", () => {
  assert.deepEqual(spell("2018-11-04T12:00:00Z", "day", "America/Sao_Paulo"), [
    "2018-11-04T03:00:00.000Z",
    "2018-11-05T02:00:00.000Z",
  ]);
  assert.deepEqual(spell("2026-11-01T12:00:00Z", "day", "America/Havana"), [
    "2026-11-01T04:00:00.000Z",
    "2026-11-02T05:00:00.000Z",
  ]);
});

test("one's own limit comes first, then the strictest of the roles, then everybody's; each period by itself", () => {
  const limit = (subject: ActivityLimit["subject"], most: number, period: LimitPeriod = "day"): ActivityLimit => ({
    action: "call.place",
    subject,
    period,
    most,
  });
  const everyone = limit({ type: "everyone" }, 10);
  const weekly = limit({ type: "everyone" }, 30, "week");
  const strict = limit({ type: "role", id: "r1" }, 20);
  const wide = limit({ type: "role", id: "r2" }, 40);
  const own = limit({ type: "user", id: "u1" }, 99);
  const all = [everyone, weekly, wide, strict, own];
  assert.deepEqual(limitsOf("u1", new Set(["r1", "r2"]), all), [own, weekly]);
  assert.deepEqual(limitsOf("u2", new Set(["r1", "r2"]), all), [strict, weekly]);
  assert.deepEqual(limitsOf("u2", new Set(["r2"]), all), [wide, weekly]);
  assert.deepEqual(limitsOf("u3", new Set(), all), [everyone, weekly]);
});
