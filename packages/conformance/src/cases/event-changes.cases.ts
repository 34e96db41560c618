import type { LiveEvent } from "@crewdock/contract";
import { casesOf, type ConformanceCase } from "../kit/conformance-case.ts";
import { ensure, ensureSame } from "../kit/expect.ts";
import { createUser } from "../samples/inputs.ts";

/** Who was told as new. */
function made(events: readonly LiveEvent[]): readonly (string | null)[] {
  return events.flatMap(({ type, id }) => (type === "user.created" ? [id] : []));
}

export const eventChangesCases: readonly ConformanceCase[] = casesOf("events", {
  "tells what has happened since a cursor, and nothing of it twice": [
    ["events.changesSince", "users.create"],
    async (context) => {
      const { events } = context.as("admin");
      const start = await events.changesSince({});
      ensureSame([start.events.length, start.reset], [0, false], "without a cursor");
      const one = await createUser(context);
      const two = await createUser(context);
      const next = await events.changesSince({ since: start.cursor });
      ensureSame(
        made(next.events).filter((id) => id === one.id || id === two.id),
        [one.id, two.id],
        "told since",
      );
      const rest = await events.changesSince({ since: next.cursor });
      ensure(!made(rest.events).includes(two.id), "told again");
    },
  ],
  "cuts what has happened at the limit and goes on behind it": [
    ["events.changesSince", "users.create"],
    async (context) => {
      const { events } = context.as("admin");
      let { cursor } = await events.changesSince({});
      const ids = [(await createUser(context)).id, (await createUser(context)).id];
      const told: (string | null)[] = [];
      for (let asked = 0; asked < 200 && !told.includes(ids[1] ?? ""); asked++) {
        const answer = await events.changesSince({ since: cursor, limit: 1 });
        ensure(answer.events.length <= 1, "more than the limit");
        cursor = answer.cursor;
        told.push(...made(answer.events));
      }
      ensureSame(
        told.filter((id) => id !== null && ids.includes(id)),
        ids,
        "told one by one",
      );
    },
  ],
  "says that a cursor it does not know cannot be gone on from": [
    ["events.changesSince"],
    async (context) => {
      const { events } = context.as("admin");
      const answer = await events.changesSince({ since: "no-such-cursor" });
      ensureSame([answer.events.length, answer.reset], [0, true], "the answer");
      ensure(!(await events.changesSince({ since: answer.cursor })).reset, "the new cursor is not known either");
    },
  ],
  "goes on with a stream from where the asking has come to": [
    ["events.changesSince", "events.subscribe", "users.create"],
    async (context) => {
      const { events } = context.as("admin");
      const { cursor } = await events.changesSince({});
      const { id } = await createUser(context);
      const stream = events.subscribe({ since: cursor }, { signal: context.signal })[Symbol.asyncIterator]();
      for (;;) {
        const { value, done } = await stream.next();
        ensure(done !== true, "the stream has ended");
        // only what takes the place of lost events tells of makings without saying whose
        ensure(value.id !== null || value.type !== "user.created", "took the cursor for an unknown one");
        if (value.type === "user.created" && value.id === id) return;
      }
    },
  ],
});
