import type { CallFilter } from "@crewdock/contract";
import { casesOf, type ConformanceCase, type ConformanceContext, onlyIf } from "../kit/conformance-case.ts";
import { ensure, ensureFails, ensureFields, ensureSame } from "../kit/expect.ts";
import { makeMarkedCalls, type MarkedCalls, markedTime } from "../samples/marked-calls.ts";

/** Skips the case unless the admin sees everybody's calls. */
async function markedCalls(context: ConformanceContext): Promise<MarkedCalls> {
  onlyIf(context.world.session("admin").grants["call.view"] === "any", "the admin does not see all calls");
  return makeMarkedCalls(context);
}

/** The positions of the marked calls that a filter finds, in the order in which they were made. */
async function found(context: ConformanceContext, { q, calls }: MarkedCalls, filter: CallFilter): Promise<string> {
  const { items } = await context.as("admin").calls.list({ q, ...filter, limit: 50 });
  const ids = new Set(items.map(({ id }) => id));
  ensure(
    items.every(({ id }) => calls.some((call) => call.id === id)),
    "a call that was not asked for",
  );
  return calls.flatMap(({ id }, index) => (ids.has(id) ? [index] : [])).join("");
}

export const callFilterCases: readonly ConformanceCase[] = casesOf("calls", {
  "finds by direction and by result, one kind within the other": [
    ["calls.list", "calls.save"],
    async (context) => {
      const marked = await markedCalls(context);
      const of = (filter: CallFilter): Promise<string> => found(context, marked, filter);
      ensureSame(await of({}), "012345", "all");
      ensureSame(await of({ directions: ["incoming"] }), "125", "incoming");
      ensureSame(await of({ directions: ["incoming", "outgoing"] }), "012345", "both directions");
      ensureSame(await of({ results: ["missed", "busy"] }), "235", "missed or busy");
      ensureSame(await of({ results: ["answered"], directions: ["outgoing"] }), "04", "answered and outgoing");
    },
  ],
  "finds by when a call started, the end left out": [
    ["calls.list", "calls.save"],
    async (context) => {
      const marked = await markedCalls(context);
      const of = (filter: CallFilter): Promise<string> => found(context, marked, filter);
      ensureSame(await of({ from: "2026-03-29T10:00:00.000Z" }), "2345", "from");
      ensureSame(await of({ to: "2026-03-29T10:00:00.000Z" }), "01", "to");
      ensureSame(await of({ from: "2026-03-28T23:30:00Z", to: "2026-03-29T12:00:00.000Z" }), "13", "between");
    },
  ],
  "finds by person and by department with those below": [
    ["calls.list", "calls.save", "users.get", "org.read"],
    async (context) => {
      const marked = await markedCalls(context);
      const { people, world } = context;
      ensureSame(await found(context, marked, { userId: people.limited }), "23", "one person's");
      const { departments } = world.organisation();
      const { users } = context.as("admin");
      const homes = await Promise.all(
        marked.calls.map(async ({ userId }) => (await users.get({ id: userId })).departmentId),
      );
      const parents = new Map(departments.map(({ id, parentId }) => [id, parentId]));
      const isBelow = (id: string | null, root: string): boolean =>
        id !== null && (id === root || isBelow(parents.get(id) ?? null, root));
      for (const { id } of departments) {
        const expected = homes.flatMap((home, index) => (isBelow(home, id) ? [index] : [])).join("");
        ensureSame(await found(context, marked, { departmentIds: [id] }), expected, `department ${id}`);
      }
      ensureSame(await found(context, marked, { departmentIds: ["x-none"] }), "", "a department that does not exist");
    },
  ],
  "finds by what calls came to": [
    ["calls.list", "calls.save", "calls.annotate"],
    async (context) => {
      const marked = await markedCalls(context);
      const [first, second] = context.world.session("admin").policy.callOutcomes ?? [];
      onlyIf(first !== undefined && second !== undefined, "the policy has no two outcomes");
      for (const [index, outcome] of [
        [0, first],
        [1, second],
      ] as const) {
        const { id = "", version = "" } = marked.calls[index] ?? {};
        await context.as("admin").calls.annotate({ id, version, notes: { note: null, outcome: outcome.id } });
      }
      ensureSame(await found(context, marked, { outcomes: [second.id] }), "1", "one outcome");
      ensureSame(await found(context, marked, { outcomes: [first.id, second.id] }), "01", "either");
    },
  ],
  "counts by day on the clocks of the time zone": [
    ["calls.statistics", "calls.save"],
    async (context) => {
      const { q } = await markedCalls(context);
      const days = async (timeZone: string): Promise<object> => {
        const { groups } = await context.as("admin").calls.statistics({ ...markedTime, q, timeZone, by: "day" });
        return groups.map(({ key, calls }) => [key, calls]);
      };
      ensureSame(
        await days("UTC"),
        [
          ["2026-03-28", 2],
          ["2026-03-29", 3],
          ["2026-03-30", 1],
        ],
        "in UTC",
      );
      // clocks go forward in the night to the 29th
      const warsaw = [
        ["2026-03-28", 1],
        ["2026-03-29", 3],
        ["2026-03-30", 2],
      ];
      ensureSame(await days("Europe/Warsaw"), warsaw, "in Warsaw");
      ensureSame(
        await days("Asia/Tokyo"),
        [
          ["2026-03-29", 4],
          ["2026-03-30", 1],
          ["2026-03-31", 1],
        ],
        "in Tokyo",
      );
    },
    "A day begins at midnight in the time zone that is asked for, also when the clocks change.",
  ],
  "sums up talking and waiting in whole seconds of each call": [
    ["calls.statistics", "calls.save"],
    async (context) => {
      const { q } = await markedCalls(context);
      const query = { ...markedTime, q, timeZone: "UTC", by: "direction" } as const;
      const { total, groups } = await context.as("admin").calls.statistics(query);
      const expected = {
        calls: 6,
        incoming: 3,
        outgoing: 3,
        answered: 3,
        missed: 2,
        talkSeconds: 661,
        waitSeconds: 15,
      };
      ensureSame(total, expected, "the total");
      const outgoing = { key: "outgoing", calls: 3, incoming: 0, outgoing: 3, answered: 2, missed: 0 };
      ensureSame(
        groups.find(({ key }) => key === "outgoing"),
        { ...outgoing, talkSeconds: 61, waitSeconds: 10 },
        "outgoing calls",
      );
    },
  ],
  "counts what the list shows, whatever it is grouped by": [
    ["calls.statistics", "calls.list", "calls.save"],
    async (context) => {
      const { q } = await markedCalls(context);
      for (const actor of ["admin", "limited", "nobody"] as const) {
        if ((context.world.session(actor).grants["call.view"] ?? "none") === "none") continue;
        const { calls } = context.as(actor);
        for (const filter of [{ q }, { q, results: ["missed"] }, { q, directions: ["outgoing"] }] as const) {
          const { items } = await calls.list({ ...filter, ...markedTime, limit: 50 });
          for (const by of ["day", "user", "direction", "result"] as const) {
            const { total, groups } = await calls.statistics({
              ...filter,
              ...markedTime,
              timeZone: "Europe/Moscow",
              by,
            });
            const sum = (member: keyof typeof total): number => groups.reduce((all, group) => all + group[member], 0);
            ensureSame([total.calls, sum("calls")], [items.length, items.length], `${actor} by ${by}`);
            const missed = items.filter(({ result }) => result === "missed").length;
            ensureSame(
              [total.missed, sum("missed"), sum("talkSeconds")],
              [missed, missed, total.talkSeconds],
              `sums by ${by}`,
            );
            ensure(new Set(groups.map(({ key }) => key)).size === groups.length, "a group comes twice");
          }
        }
      }
    },
  ],
  "counts nothing where there is nothing": [
    ["calls.statistics"],
    async (context) => {
      const query = { ...markedTime, q: context.unique(), timeZone: "UTC", by: "user" } as const;
      const { total, groups } = await context.as("admin").calls.statistics(query);
      ensureSame([groups, total.calls, total.talkSeconds], [[], 0, 0], "nothing");
    },
  ],
  "refuses to count a time that ends before it begins, or is longer than a year": [
    ["calls.statistics"],
    async (context) => {
      const ask = (to: string): Promise<unknown> =>
        context.as("admin").calls.statistics({ from: markedTime.from, to, timeZone: "UTC", by: "day" });
      ensureFields(await ensureFails(ask(markedTime.from), "validation"), { "/to": "too_small" });
      ensureFields(await ensureFails(ask("2027-03-30T00:00:00.000Z"), "validation"), { "/to": "too_large" });
      await ask("2027-03-29T00:00:00.000Z");
    },
  ],
});
