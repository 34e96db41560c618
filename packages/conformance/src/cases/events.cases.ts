import { casesOf, type ConformanceCase } from "../conformance-case.ts";
import { ensure, ensureArrives } from "../expect.ts";
import { createRole, createUser } from "../samples.ts";

const soon = 1000;

export const eventCases: readonly ConformanceCase[] = casesOf("events", {
  "tells others of a change within a second": [
    ["events.subscribe", "users.create", "users.update"],
    async (context) => {
      const { events } = context.as("admin");
      const stream = events.subscribe({}, { signal: context.signal })[Symbol.asyncIterator]();
      const user = await createUser(context);
      const fits = ({ id }: { readonly id: string | null }): boolean => id === user.id;
      const made = await ensureArrives(stream, fits, soon, "user.created");
      ensure(made.type === "user.created", `was ${made.type}`);
    },
  ],
  "goes on after a cursor without a gap": [
    ["events.subscribe", "users.create"],
    async (context) => {
      const { events } = context.as("admin");
      const once = new AbortController();
      const first = events.subscribe({}, { signal: once.signal })[Symbol.asyncIterator]();
      const one = await createUser(context);
      const { cursor } = await ensureArrives(first, ({ id }) => id === one.id, soon, "the first");
      once.abort();
      const two = await createUser(context);
      const again = events.subscribe({ since: cursor }, { signal: context.signal })[Symbol.asyncIterator]();
      await ensureArrives(again, ({ id }) => id === two.id, soon, "what happened in between");
    },
  ],
  "tells the person whose rights have changed, and not everybody of everything": [
    ["events.subscribe", "roles.create", "roles.get", "assignments.replace"],
    async (context) => {
      const { assignments } = context.as("admin");
      const role = await createRole(context, { grants: { "audit.view": "any" } });
      const stream = context.as("manager").events.subscribe({}, { signal: context.signal })[Symbol.asyncIterator]();
      const next = stream.next();
      const to = [{ subject: { type: "user", id: context.people.manager } as const, until: null }];
      await assignments.replace({ roleId: role.id, version: role.version, assignments: to });
      const told: string[] = [(await next).value?.type ?? "none"];
      if (told[0] !== "rights.changed")
        await ensureArrives(
          stream,
          ({ type }) => told.push(type) > 0 && type === "rights.changed",
          soon,
          "rights.changed",
        );
      ensure(!told.includes("role.changed"), "told of roles that the person may not see");
      const now = await context.as("admin").roles.get({ id: role.id });
      await assignments.replace({ roleId: role.id, version: now.version, assignments: [] });
    },
  ],
  "ends when the signal aborts": [
    ["events.subscribe"],
    async ({ as }) => {
      const stop = new AbortController();
      const stream = as("manager").events.subscribe({}, { signal: stop.signal })[Symbol.asyncIterator]();
      const next = stream.next();
      stop.abort();
      const start = performance.now();
      ensure((await next).done === true, "an event instead of the end");
      ensure(performance.now() - start <= 50, "took longer than 50 ms");
    },
  ],
});
