import type { CallRecordInput, CrewError } from "@crewdock/contract";
import { casesOf, type ConformanceCase } from "../kit/conformance-case.ts";
import { ensure, ensureFails, ensureFields, ensureSame } from "../kit/expect.ts";
import { callInput } from "../samples/inputs.ts";

const ended = {
  endedAt: "2026-03-01T09:05:00.000Z",
  answeredAt: "2026-03-01T09:00:10.000Z",
  result: "answered",
} as const;

export const callCases: readonly ConformanceCase[] = casesOf("calls", {
  "stores a call under its id as it was sent": [
    ["calls.save", "calls.list"],
    async ({ as, unique, people }) => {
      const { calls } = as("admin");
      const [id, number] = [unique(), unique()];
      const call = callInput(number, { ...ended, direction: "incoming", name: "Łucja <b>" });
      const saved = await calls.save({ id, call });
      for (const [member, value] of Object.entries({ ...call, id, userId: people.admin }))
        ensureSame(saved[member as keyof typeof call], value, member);
      ensureSame((await calls.list({ q: number })).items, [saved], "read back");
    },
  ],
  "replaces a call that is saved again": [
    ["calls.save", "calls.list"],
    async ({ as, unique }) => {
      const { calls } = as("admin");
      const [id, number] = [unique(), unique()];
      await calls.save({ id, call: callInput(number) });
      const over = await calls.save({ id, call: callInput(number, ended) });
      ensureSame([over.result, over.endedAt], [ended.result, ended.endedAt], "the end");
      const { items } = await calls.list({ q: number });
      ensureSame(items, [over], "one record");
    },
  ],
  "refuses times out of their order, and a result that does not fit the end": [
    ["calls.save", "calls.list"],
    async ({ as, unique }) => {
      const { calls } = as("admin");
      const number = unique();
      const save = (more: Partial<CallRecordInput>): Promise<CrewError> =>
        ensureFails(calls.save({ id: unique(), call: callInput(number, { ...ended, ...more }) }), "validation");
      const early = "2026-03-01T08:59:59.999Z";
      ensureFields(await save({ answeredAt: early }), { "/answeredAt": "too_small" });
      ensureFields(await save({ endedAt: "2026-03-01T09:00:09.000Z" }), { "/endedAt": "too_small" });
      ensureFields(await save({ answeredAt: null, endedAt: early, result: "missed" }), { "/endedAt": "too_small" });
      ensureFields(await save({ endedAt: null }), { "/result": "mismatch" });
      ensureFields(await save({ result: "ongoing" }), { "/result": "mismatch" });
      ensureSame((await calls.list({ q: number })).items, [], "calls that were refused");
    },
  ],
  "never reopens a call that is over": [
    ["calls.save", "calls.list"],
    async ({ as, unique }) => {
      const { calls } = as("admin");
      const [id, number] = [unique(), unique()];
      const over = await calls.save({ id, call: callInput(number, ended) });
      ensureSame(await calls.save({ id, call: callInput(number) }), over, "still over");
      ensureSame((await calls.list({ q: number })).items, [over], "in the list");
    },
  ],
  "takes the call of the actor, whoever that is": [
    ["calls.save"],
    async ({ as, unique, people }) => {
      for (const actor of ["nobody", "limited"] as const) {
        const { userId } = await as(actor).calls.save({ id: unique(), call: callInput(unique(), ended) });
        ensureSame(userId, people[actor], actor);
      }
    },
  ],
  "does not let anybody write another person's call": [
    ["calls.save", "calls.list"],
    async ({ as, unique, people }) => {
      const [id, number] = [unique(), unique()];
      await as("limited").calls.save({ id, call: callInput(number, ended) });
      await ensureFails(as("nobody").calls.save({ id, call: callInput("1") }), "forbidden", "not_found", "duplicate");
      const { items } = await as("admin").calls.list({ q: number });
      ensureSame(
        items.map(({ userId }) => userId),
        [people.limited],
        "still the other's",
      );
    },
  ],
  "lists no further than the scope reaches": [
    ["calls.list", "calls.save"],
    async ({ as, unique, people, world }) => {
      const number = unique();
      for (const actor of ["admin", "nobody"] as const)
        await as(actor).calls.save({ id: unique(), call: callInput(number, ended) });
      const users = async (actor: "admin" | "nobody"): Promise<readonly string[]> =>
        (await as(actor).calls.list({ q: number })).items.map(({ userId }) => userId).sort();
      if (world.session("nobody").grants["call.view"] === "own")
        ensureSame(await users("nobody"), [people.nobody], "own calls only");
      if (world.session("admin").grants["call.view"] === "any")
        ensureSame(await users("admin"), [people.admin, people.nobody].sort(), "all calls");
    },
  ],
  "lists the newest first": [
    ["calls.list", "calls.save"],
    async ({ as, unique }) => {
      const { calls } = as("admin");
      const number = unique();
      for (const day of ["02", "04", "01", "03"])
        await calls.save({ id: unique(), call: callInput(number, { startedAt: `2026-02-${day}T09:00:00.000Z` }) });
      const days = async (query: object): Promise<readonly string[]> =>
        (await calls.list({ q: number, ...query })).items.map(({ startedAt }) => startedAt.slice(8, 10));
      ensureSame(await days({}), ["04", "03", "02", "01"], "the newest first");
      ensureSame(
        await days({ sort: { field: "startedAt", direction: "asc" } }),
        ["01", "02", "03", "04"],
        "the oldest first",
      );
    },
  ],
  "finds by any part of the number and of the name": [
    ["calls.list", "calls.save"],
    async ({ as, unique }) => {
      const { calls } = as("admin");
      const [id, number] = [unique(), unique()];
      const name = `Ян ${unique()}`;
      await calls.save({ id, call: callInput(number, { name }) });
      for (const q of [number.slice(2), number.slice(0, -2), name, name.slice(4)])
        ensure(
          (await calls.list({ q })).items.some((call) => call.id === id),
          `not found by ${q}`,
        );
    },
  ],
  "lists the calls of one user": [
    ["calls.list", "calls.save"],
    async ({ as, unique, people }) => {
      const number = unique();
      for (const actor of ["admin", "nobody"] as const)
        await as(actor).calls.save({ id: unique(), call: callInput(number, ended) });
      const { items } = await as("admin").calls.list({ q: number, userId: people.admin });
      ensureSame(
        items.map(({ userId }) => userId),
        [people.admin],
        "one user's",
      );
    },
  ],
});
