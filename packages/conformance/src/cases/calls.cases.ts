import { casesOf, type ConformanceCase } from "../conformance-case.ts";
import { ensure, ensureFails, ensureSame } from "../expect.ts";
import { callInput } from "../samples.ts";

const ended = {
  endedAt: "2026-03-01T09:05:00.000Z",
  answeredAt: "2026-03-01T09:00:10.000Z",
  result: "answered",
} as const;

export const callCases: readonly ConformanceCase[] = casesOf("calls", {
  "stores a call under its id, once": [
    ["calls.save", "calls.list"],
    async ({ as, unique, people }) => {
      const { calls } = as("manager");
      const id = unique();
      const number = unique();
      await calls.save({ id, call: callInput(number) });
      const over = await calls.save({ id, call: callInput(number, ended) });
      ensureSame(over, { ...callInput(number, ended), id, userId: people.manager }, "as sent");
      const { items } = await calls.list({ q: number });
      ensureSame(items, [over], "one record");
    },
  ],
  "never reopens a call that is over": [
    ["calls.save"],
    async ({ as, unique }) => {
      const { calls } = as("manager");
      const id = unique();
      const number = unique();
      const over = await calls.save({ id, call: callInput(number, ended) });
      ensureSame(await calls.save({ id, call: callInput(number) }), over, "still over");
    },
  ],
  "does not let anybody write another person's call": [
    ["calls.save", "calls.list"],
    async ({ as, unique, people }) => {
      const id = unique();
      const number = unique();
      await as("head").calls.save({ id, call: callInput(number, ended) });
      await ensureFails(as("manager").calls.save({ id, call: callInput("1") }), "forbidden", "not_found", "duplicate");
      const { items } = await as("admin").calls.list({ q: number });
      ensureSame(items[0]?.userId, people.head, "still the head's");
    },
  ],
  "lists as far as the scope reaches, the newest first": [
    ["calls.list"],
    async ({ as, people }) => {
      const own = await as("manager").calls.list({ limit: 200 });
      ensure(
        own.items.every(({ userId }) => userId === people.manager),
        "another person's call",
      );
      const all = await as("admin").calls.list({ limit: 200 });
      ensure(all.total.value > own.total.value, "the administrator sees more");
      const times = all.items.map(({ startedAt }) => startedAt);
      ensureSame(times, times.toSorted().toReversed(), "newest first");
    },
  ],
});
