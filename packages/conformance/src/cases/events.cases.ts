import { liveEventTypes } from "@crewdock/contract";
import { casesOf, type ConformanceCase, type ConformanceContext } from "../kit/conformance-case.ts";
import { ensure, ensureAtOnce, ensureFails, ensureSame } from "../kit/expect.ts";
import { edit } from "../samples/edits.ts";
import { callInput, createRole, createUser, mailInput } from "../samples/inputs.ts";
import { listen } from "../samples/listening.ts";

/** Gives the nobody a role of its own kind for as long as `work` takes. */
async function withRole(context: ConformanceContext, work: (roleId: string) => Promise<void>): Promise<void> {
  const { assignments, roles } = context.as("admin");
  const { id: roleId } = await createRole(context, { grants: context.world.idleGrants() });
  const give = async (to: readonly string[]): Promise<void> => {
    const { version } = await roles.get({ id: roleId });
    const subjects = to.map((id) => ({ subject: { type: "user", id } as const, until: null }));
    await assignments.replace({ roleId, version, assignments: subjects });
  };
  await give([context.people.nobody]);
  try {
    await work(roleId);
  } finally {
    await give([]);
  }
}

export const eventCases: readonly ConformanceCase[] = casesOf(
  "events",
  {
    "tells of a new user within a second": [
      ["events.subscribe", "users.create"],
      async (context) => {
        const { hear } = listen(context, "admin");
        await hear("user.created", (await createUser(context)).id);
      },
    ],
    "tells of a changed user": [
      ["events.subscribe", "users.create", "users.update"],
      async (context) => {
        const { id, version } = await createUser(context);
        const { hear } = listen(context, "admin");
        await context.as("admin").users.update({ id, version, patch: edit(context, "1") });
        await hear("user.changed", id);
      },
    ],
    "tells of a blocked user": [
      ["events.subscribe", "users.create", "users.setState"],
      async (context) => {
        const { id, version } = await createUser(context);
        const { hear } = listen(context, "admin");
        await context.as("admin").users.setState({ id, version, state: "blocked" });
        await hear("user.changed", id);
      },
    ],
    "tells of a role that is made, changed and removed": [
      ["events.subscribe", "roles.create", "roles.update", "roles.remove"],
      async (context) => {
        const { roles } = context.as("admin");
        const { hear } = listen(context, "admin");
        const { id, version } = await createRole(context);
        await hear("role.changed", id);
        const changed = await roles.update({ id, version, patch: { description: "x" } });
        await hear("role.changed", id);
        await roles.remove({ id, version: changed.version });
        await hear("role.changed", id);
      },
    ],
    "tells of a role that is given": [
      ["events.subscribe", "roles.create", "assignments.replace", "users.create"],
      async (context) => {
        const { id: roleId, version } = await createRole(context);
        const { id } = await createUser(context);
        const { hear } = listen(context, "admin");
        const assignments = [{ subject: { type: "user", id } as const, until: null }];
        await context.as("admin").assignments.replace({ roleId, version, assignments });
        await hear("assignment.changed", roleId);
      },
    ],
    "tells of a mail account that is made, changed and removed": [
      ["events.subscribe", "mail.create", "mail.update", "mail.remove"],
      async (context) => {
        const { mail } = context.as("nobody");
        const { hear } = listen(context, "nobody");
        const account = mailInput(context, context.unique());
        const { id, version } = await mail.create({ userId: context.people.nobody, account });
        await hear("mail.changed", id);
        const changed = await mail.update({ id, version, account: { ...account, active: false } });
        await hear("mail.changed", id);
        await mail.remove({ id, version: changed.version });
        await hear("mail.changed", id);
      },
    ],
    "tells the person of their own call": [
      ["events.subscribe", "calls.save"],
      async (context) => {
        const id = context.unique();
        const { hear } = listen(context, "admin");
        await context.as("admin").calls.save({ id, call: callInput(context.unique()) });
        await hear("call.changed", id);
      },
    ],
    "tells the person whose rights have changed, both ways": [
      ["events.subscribe", "roles.create", "roles.get", "assignments.replace"],
      async (context) => {
        const { hear } = listen(context, "nobody");
        await withRole(context, async () => {
          await hear("rights.changed");
        });
        await hear("rights.changed");
      },
    ],
    "does not tell of roles to who may not see them": [
      ["events.subscribe", "roles.create", "roles.get", "assignments.replace"],
      async (context) => {
        const { until } = listen(context, "nobody");
        await createRole(context);
        await withRole(context, async () => {
          const types = (await until("rights.changed")).map(({ type }) => type);
          ensure(!types.includes("role.changed"), "told of a role");
          ensure(!types.includes("user.created"), "told of a user");
        });
      },
    ],
    "tells of people only those whose scope reaches them, before or after a move": [
      ["events.subscribe", "users.create", "users.update", "org.read"],
      async (context) => {
        const departmentId = context.world.otherDepartment();
        const { until } = listen(context, "limited");
        const far = await createUser(context, { departmentId });
        const { id, version } = await createUser(context);
        const made = (await until("user.created", id)).map((event) => event.id);
        ensure(!made.includes(far.id), "told of somebody out of the scope");
        await context.as("admin").users.update({ id, version, patch: { departmentId } });
        await until("user.changed", id);
      },
    ],
    "tells everybody who listens": [
      ["events.subscribe", "users.create"],
      async (context) => {
        const all = [listen(context, "admin"), listen(context, "admin"), listen(context, "limited")];
        const { id } = await createUser(context);
        for (const { hear } of all) await hear("user.created", id);
      },
    ],
    "goes on after a cursor without a gap and without repeating": [
      ["events.subscribe", "users.create", "users.update"],
      async (context) => {
        const first = listen(context, "admin");
        let { id, version } = await createUser(context);
        const { cursor } = await first.hear("user.created", id);
        first.stop();
        const count = 12;
        const { users } = context.as("admin");
        for (let index = 0; index < count; index++)
          ({ version } = await users.update({ id, version, patch: edit(context, String(index)) }));
        const last = await createUser(context);
        const heard = await listen(context, "admin", cursor).until("user.created", last.id);
        const mine = heard.filter((event) => event.id === id);
        ensure(
          mine.every(({ type }) => type === "user.changed"),
          "what was heard before comes again",
        );
        ensure(new Set(mine.map((event) => event.cursor)).size === mine.length, "a change is told twice");
        // the letter of invitation is a change too
        ensure(mine.length >= count && mine.length <= count + 1, `${String(mine.length)} changes told`);
      },
    ],
    "goes on after any event, not only after the newest": [
      ["events.subscribe", "users.create"],
      async (context) => {
        const first = listen(context, "admin");
        const made = [await createUser(context), await createUser(context), await createUser(context)] as const;
        const { cursor } = await first.hear("user.created", made[0].id);
        await first.hear("user.created", made[2].id);
        const heard = await listen(context, "admin", cursor).until("user.created", made[2].id);
        const ids = heard.flatMap(({ id, type }) =>
          type === "user.created" && made.some((user) => user.id === id) ? [id] : [],
        );
        ensureSame(ids, [made[1].id, made[2].id], "told after the first");
      },
    ],
    "tells when it happened": [
      ["events.subscribe", "users.create"],
      async (context) => {
        const { hear } = listen(context, "admin");
        const user = await createUser(context);
        const { at } = await hear("user.created", user.id);
        const apart = Math.abs(Date.parse(at) - Date.parse(user.createdAt));
        ensure(apart <= 60_000, `${at}, and the user was made at ${user.createdAt}`);
      },
    ],
    "gives each event a cursor of its own": [
      ["events.subscribe", "users.create"],
      async (context) => {
        const { until } = listen(context, "admin");
        for (let index = 0; index < 5; index++) await createUser(context);
        const { id } = await createUser(context);
        const cursors = (await until("user.created", id)).map(({ cursor }) => cursor);
        ensure(new Set(cursors).size === cursors.length, "two events have one cursor");
      },
    ],
    "tells of changes in the order in which they were made": [
      ["events.subscribe", "users.create"],
      async (context) => {
        const { until } = listen(context, "admin");
        const made: string[] = [];
        for (let index = 0; index < 5; index++) made.push((await createUser(context)).id);
        const heard = await until("user.created", made.at(-1) ?? "");
        ensureSame(
          heard.flatMap(({ id, type }) => (type === "user.created" && made.includes(String(id)) ? [id] : [])),
          made,
          "the order",
        );
      },
    ],
    "says that everything may have changed after a cursor that it does not know": [
      ["events.subscribe"],
      async (context) => {
        const last = liveEventTypes.at(-1) ?? "rights.changed";
        const heard = await listen(context, "admin", "no-such-cursor").until(last, null);
        ensureSame(
          heard.map(({ type }) => type),
          liveEventTypes,
          "one event of each type",
        );
      },
    ],
    "tells nothing of a change that was refused": [
      ["events.subscribe", "roles.create", "roles.update"],
      async (context) => {
        const { roles } = context.as("admin");
        const { hear, until } = listen(context, "admin");
        const { id, version } = await createRole(context);
        await hear("role.changed", id);
        await ensureFails(roles.update({ id, version, patch: { name: "" } }), "validation");
        await ensureFails(roles.update({ id, version: "stale-0", patch: { description: "x" } }), "conflict");
        const heard = await until("role.changed", (await createRole(context)).id);
        ensure(!heard.some((event) => event.id === id), "told of it");
      },
    ],
    "ends at once when the signal aborts": [
      ["events.subscribe"],
      async ({ as }) => {
        await ensureAtOnce(async () => {
          const stop = new AbortController();
          const stream = as("nobody").events.subscribe({}, { signal: stop.signal })[Symbol.asyncIterator]();
          const next = stream.next();
          stop.abort();
          const start = performance.now();
          ensure((await next).done === true, "an event instead of the end");
          return performance.now() - start;
        });
      },
    ],
  },
  "live",
);
