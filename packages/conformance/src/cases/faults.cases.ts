import { casesOf, type ConformanceCase, type ConformanceContext } from "../kit/conformance-case.ts";
import { ensure, ensureAtOnce, ensureFails, ensureSame, outcomes } from "../kit/expect.ts";
import type { FaultyLine } from "../kit/faulty-line.ts";
import { edit, edited } from "../samples/edits.ts";
import { createUser, roleInput, userInput } from "../samples/inputs.ts";
import { listen, listenOn } from "../samples/listening.ts";

/** Runs with a line of its own, and closes it. */
function overLine(
  work: (context: ConformanceContext, line: FaultyLine) => Promise<void>,
): (context: ConformanceContext) => Promise<void> {
  return async (context) => {
    const line = await context.faultyLine();
    try {
      await work(context, line);
    } finally {
      await line.close();
    }
  };
}

/** How many users have this login, over a line that works. */
async function countOf({ as }: ConformanceContext, login: string): Promise<number> {
  return (await as("admin").users.list({ q: login })).total.value;
}

export const faultCases: readonly ConformanceCase[] = casesOf(
  "users",
  {
    "makes one user when the connection breaks before the call arrives": [
      ["users.create", "users.list"],
      overLine(async (context, line) => {
        const user = userInput(context, context.unique());
        line.plan({ fault: { kind: "drop" }, method: "POST" });
        await line.as("admin").users.create({ user });
        ensureSame(await countOf(context, user.login), 1, "users");
      }),
    ],
    "makes one user when the answer gets lost": [
      ["users.create", "users.list"],
      overLine(async (context, line) => {
        const user = userInput(context, context.unique());
        line.plan({ fault: { kind: "lose-answer" }, method: "POST" });
        const made = await line.as("admin").users.create({ user });
        ensureSame(await countOf(context, user.login), 1, "users");
        const keys = line.seen().flatMap(({ method, idempotencyKey }) => (method === "POST" ? [idempotencyKey] : []));
        ensure(keys.length > 1 && new Set(keys).size === 1, "not repeated with the same key");
        ensureSame((await context.as("admin").users.get({ id: made.id })).login, user.login, "what was acknowledged");
      }),
    ],
    "makes one user when the call arrives twice": [
      ["users.create", "users.list"],
      overLine(async (context, line) => {
        const user = userInput(context, context.unique());
        line.plan({ fault: { kind: "duplicate" }, method: "POST" });
        const made = await line.as("admin").users.create({ user });
        ensureSame(await countOf(context, user.login), 1, "users");
        ensureSame((await context.as("admin").users.get({ id: made.id })).login, user.login, "the answer");
      }),
    ],
    "makes one user when half of the answer gets lost": [
      ["users.create", "users.list"],
      overLine(async (context, line) => {
        const user = userInput(context, context.unique());
        const options = { idempotencyKey: context.unique() };
        line.plan({ fault: { kind: "half-body" }, method: "POST" });
        const { users } = line.as("admin");
        const first = await users.create({ user }, options).catch(() => undefined);
        const again = await users.create({ user }, options);
        if (first) ensureSame(first.id, again.id, "the answer");
        ensureSame(await countOf(context, user.login), 1, "users");
      }),
    ],
    "changes a user once when the answer gets lost, and does not hide that it did": [
      ["users.create", "users.update", "users.get"],
      overLine(async (context, line) => {
        const { id, version } = await createUser(context);
        line.plan({ fault: { kind: "lose-answer" }, method: "PATCH" });
        // an adapter may find out by itself that the change was made, or say that it does not know
        const patch = edit(context, "1");
        const { failed } = await outcomes([line.as("admin").users.update({ id, version, patch })]);
        for (const { code } of failed) ensure(["unavailable", "timeout"].includes(code), `failed with ${code}`);
        const now = await context.as("admin").users.get({ id });
        ensure(edited(context, now) === "1" && now.version !== version, "the change is not there");
        const late = context.as("admin").users.update({ id, version, patch: edit(context, "2") });
        ensureSame((await ensureFails(late, "conflict")).current, now, "current");
      }),
    ],
    "refuses a change that arrives twice at the second time, and keeps the first": [
      ["users.create", "users.update", "users.get"],
      overLine(async (context, line) => {
        const { id, version } = await createUser(context);
        line.plan({ fault: { kind: "duplicate" }, method: "PATCH" });
        const call = line.as("admin").users.update({ id, version, patch: edit(context, "1") });
        await ensureFails(call, "conflict");
        ensureSame(edited(context, await context.as("admin").users.get({ id })), "1", "the change");
      }),
    ],
    "tries again when asked to wait": [
      ["users.get", "users.create"],
      overLine(async (context, line) => {
        const { id } = await context.shared.user();
        line.plan({ fault: { kind: "status", status: 429, retryAfter: 1 }, path: "/users/" });
        const started = performance.now();
        ensureSame((await line.as("admin").users.get({ id })).id, id, "the user");
        ensure(performance.now() - started >= 900, "did not wait");
      }),
    ],
    "says how long to wait when that is long": [
      ["users.get", "users.create"],
      overLine(async (context, line) => {
        const { id } = await context.shared.user();
        line.plan({ fault: { kind: "status", status: 429, retryAfter: 120 }, path: "/users/" });
        const error = await ensureFails(line.as("admin").users.get({ id }), "rate_limited");
        ensureSame(error.retryAfter, 120, "retryAfter");
      }),
    ],
    "says internal for a server's error without words, and does not repeat a change": [
      ["users.create", "users.update", "users.get"],
      overLine(async (context, line) => {
        const { id, version } = await createUser(context);
        line.plan({ fault: { kind: "status", status: 500 }, method: "PATCH", times: 3 });
        const call = line.as("admin").users.update({ id, version, patch: edit(context, "1") });
        await ensureFails(call, "internal");
        ensureSame(line.seen().filter(({ method }) => method === "PATCH").length, 1, "requests");
      }),
    ],
    "says unavailable for a proxy's page, and gets over one": [
      ["users.get", "users.create"],
      overLine(async (context, line) => {
        const { id } = await context.shared.user();
        line.plan({ fault: { kind: "html" }, path: "/users/" });
        ensureSame((await line.as("admin").users.get({ id })).id, id, "the user");
        line.plan({ fault: { kind: "html" }, path: "/users/", times: 9 });
        await ensureFails(line.as("admin").users.get({ id }), "unavailable");
      }),
    ],
    "says invalid_answer for rubbish and for nothing": [
      ["users.get", "users.create"],
      overLine(async (context, line) => {
        const { id } = await context.shared.user();
        for (const kind of ["rubbish", "empty"] as const) {
          line.plan({ fault: { kind }, path: "/users/", times: 9 });
          const error = await ensureFails(line.as("admin").users.get({ id }), "invalid_answer");
          ensure(error.retryable, "trying again can help");
        }
      }),
    ],
    "says what it is when an answer breaks off in the middle": [
      ["users.list"],
      overLine(async (_context, line) => {
        line.plan({ fault: { kind: "half-body" }, path: "/users", times: 9 });
        await ensureFails(line.as("admin").users.list({}), "unavailable", "invalid_answer");
      }),
    ],
    "settles within 50 ms of an abort while the backend keeps silent": [
      ["users.list"],
      overLine(async (_context, line) => {
        await ensureAtOnce(async () => {
          line.plan({ fault: { kind: "delay", ms: 3000 }, path: "/users" });
          const abort = new AbortController();
          const call = line.as("admin").users.list({}, { signal: abort.signal });
          let aborted = Infinity;
          setTimeout(() => {
            aborted = performance.now();
            abort.abort();
          }, 30);
          await ensureFails(call, "cancelled");
          return performance.now() - aborted;
        });
      }),
    ],
    "waits for a slow answer": [
      ["users.get", "users.create"],
      overLine(async (context, line) => {
        const { id } = await context.shared.user();
        line.plan({ fault: { kind: "delay", ms: 300 }, path: "/users/" });
        ensureSame((await line.as("admin").users.get({ id })).id, id, "the user");
      }),
    ],
    "makes one role when the answer gets lost": [
      ["roles.create", "roles.list"],
      overLine(async (context, line) => {
        const role = roleInput(context, context.unique());
        line.plan({ fault: { kind: "lose-answer" }, method: "POST" });
        await line.as("admin").roles.create({ role });
        const { items } = await context.as("admin").roles.list({});
        ensureSame(items.filter(({ name }) => name === role.name).length, 1, "roles");
      }),
    ],
    "loses and repeats no event when the stream is cut": [
      ["events.subscribe", "users.create"],
      overLine(async (context, line) => {
        line.plan({ fault: { kind: "cut-stream", ms: 120 }, path: "/events", times: 2 });
        const cut = listenOn(line.as("admin"), context.signal);
        const whole = listen(context, "admin");
        const made: string[] = [];
        for (let index = 0; index < 12; index++) {
          made.push((await createUser(context)).id);
          await new Promise((resolve) => setTimeout(resolve, 40)); // so that the cuts fall in between
        }
        for (const [how, { until }] of [
          ["without a cut", whole],
          ["with two cuts", cut],
        ] as const) {
          const heard = await until("user.created", made.at(-1) ?? "");
          const mine = heard.flatMap(({ id, type }) =>
            type === "user.created" && id !== null && made.includes(id) ? [id] : [],
          );
          ensureSame(mine, made, how);
        }
      }),
    ],
  },
  "faults",
);
