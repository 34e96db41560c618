import type { ActivityLimit, ActivityLimits, User } from "@crewdock/contract";
import { casesOf, type ConformanceCase, type ConformanceContext } from "../kit/conformance-case.ts";
import { ensure, ensureFails, ensureFields, ensureSame, outcomes } from "../kit/expect.ts";
import { edit, edited } from "../samples/edits.ts";
import { createRole, createUser, userInput } from "../samples/inputs.ts";

const rule = (
  network: string,
  note: string | null = null,
): { readonly network: string; readonly note: string | null } => ({
  network,
  note,
});

/** Sets all limits; repeats while others do the same. */
async function setLimits(
  { as }: ConformanceContext,
  change: (limits: readonly ActivityLimit[]) => readonly ActivityLimit[],
): Promise<ActivityLimits> {
  for (let tries = 0; tries < 50; tries++) {
    const { version, limits } = await as("admin").access.limits({});
    const { done, failed } = await outcomes([as("admin").access.setLimits({ version, limits: change(limits) })]);
    if (done[0]) return done[0];
    ensure(failed[0]?.code === "conflict", `failed with ${failed[0]?.code ?? ""}`);
  }
  throw new RangeError("others always came first");
}

/** What a recorded user says in the member that cases change; null for what is no user. */
function said(context: ConformanceContext, user: unknown): string | null {
  return typeof user === "object" && user !== null && "name" in user ? edited(context, user as User) : null;
}

const accessRules = ["access.ipRules", "access.setIpRules", "users.create"] as const;

export const securityCases: readonly ConformanceCase[] = [
  ...casesOf("access", {
    "keeps a user's allowed addresses as they were sent": [
      accessRules,
      async (context) => {
        const { id: userId } = await createUser(context);
        const { access } = context.as("admin");
        const before = await access.ipRules({ userId });
        ensureSame(before.rules, [], "rules of a new user");
        const rules = [rule("192.0.2.7", "Office"), rule("198.51.100.0/24"), rule("2001:db8::/32")];
        const saved = await access.setIpRules({ userId, version: before.version, rules });
        ensureSame(saved.rules.length, 3, "rules");
        ensure(saved.version !== before.version, "the version did not change");
        ensureSame(await access.ipRules({ userId }), saved, "read back");
        const none = await access.setIpRules({ userId, version: saved.version, rules: [] });
        ensureSame(none.rules, [], "taken away");
      },
    ],
    "has addresses of the whole company, of no user": [
      ["access.ipRules"],
      async ({ as }) => {
        const { rules } = await as("admin").access.ipRules({ userId: null });
        ensure(Array.isArray(rules), "no list");
      },
    ],
    "refuses what is no address and no network": [
      accessRules,
      async (context) => {
        const { id: userId } = await createUser(context);
        const { access } = context.as("admin");
        const { version } = await access.ipRules({ userId });
        const rules = [rule("192.0.2.0/24"), rule("300.1.2.3"), rule("192.0.2.0/33"), rule("example.com")];
        const error = await ensureFails(access.setIpRules({ userId, version, rules }), "validation");
        ensureFields(error, {
          "/rules/1/network": "invalid_format",
          "/rules/2/network": "invalid_format",
          "/rules/3/network": "invalid_format",
        });
        ensureSame((await access.ipRules({ userId })).rules, [], "stored rules");
      },
    ],
    "tells before saving whether an address would be let in": [
      ["access.testAddress", "users.create"],
      async (context) => {
        const { access } = context.as("admin");
        const { id: userId } = await createUser(context);
        const rules = [rule("192.0.2.0/24"), rule("2001:db8::/32")];
        for (const [address, allowed] of [
          ["192.0.2.200", true],
          ["192.0.3.1", false],
          ["2001:db8:5::1", true],
          ["2001:db9::1", false],
        ] as const) {
          const verdict = await access.testAddress({ address, userId, rules });
          ensureSame(verdict.allowed, allowed, address);
          ensureSame(verdict.refusedBy === null, allowed, `refusedBy for ${address}`);
        }
        ensure((await access.testAddress({ address: "203.0.113.9", userId, rules: [] })).allowed, "without a rule");
      },
    ],
    "does not let anybody shut themselves out by their address": [
      ["access.setIpRules", "access.ipRules"],
      async ({ as, people }) => {
        const { access } = as("admin");
        const { version, rules: before } = await access.ipRules({ userId: people.admin });
        const rules = [rule("192.0.2.0/32", "TEST-NET-1, where nobody is")]; // RFC 5737
        const { done, failed } = await outcomes([access.setIpRules({ userId: people.admin, version, rules })]);
        if (done[0]) await access.setIpRules({ userId: people.admin, version: done[0].version, rules: before });
        ensure(done.length === 0, "the own address is not among them, and they were taken");
        ensure(
          ["lockout_prevented", "last_admin"].includes(failed[0]?.code ?? ""),
          `failed with ${failed[0]?.code ?? ""}`,
        );
      },
      "The actor's present address has to be inside of rules for themselves and for the company.",
    ],
    "keeps an activity limit as it was sent, and takes it away": [
      ["access.limits", "access.setLimits", "users.create"],
      async (context) => {
        const { id } = await createUser(context);
        const limit = { action: "contact.export", subject: { type: "user", id }, period: "week", most: 25 } as const;
        const isOurs = ({ subject }: ActivityLimit): boolean => subject.type === "user" && subject.id === id;
        await setLimits(context, (limits) => [...limits, limit]);
        ensureSame((await context.as("admin").access.limits({})).limits.filter(isOurs), [limit], "the limit");
        const use = await context.as("admin").access.limitUse({ userId: id });
        ensureSame(
          use.items.filter((one) => isOurs(one.limit)).map(({ used }) => used),
          [0],
          "used",
        );
        await setLimits(context, (limits) => limits.filter((one) => !isOurs(one)));
        ensureSame((await context.as("admin").access.limits({})).limits.filter(isOurs), [], "taken away");
      },
    ],
    "refuses limits at a stale version": [
      ["access.limits", "access.setLimits"],
      async ({ as }) => {
        const { limits } = await as("admin").access.limits({});
        const error = await ensureFails(as("admin").access.setLimits({ version: "stale-0", limits }), "conflict");
        ensure(typeof error.current === "object", "without the present limits");
      },
    ],
    "refuses limits for people and roles that do not exist": [
      ["access.limits", "access.setLimits"],
      async ({ as }) => {
        const { version } = await as("admin").access.limits({});
        const limit = {
          action: "contact.export",
          subject: { type: "user", id: "u-none" },
          period: "day",
          most: 1,
        } as const;
        const call = as("admin").access.setLimits({ version, limits: [limit] });
        const { fields } = await ensureFails(call, "validation", "conflict");
        ensure(fields.length === 0 || fields[0]?.pointer.startsWith("/limits/0/subject") === true, "the pointer");
      },
    ],
    "shows people their own sessions, log-ins and limits without any right": [
      ["access.sessions", "access.logins", "access.limitUse"],
      async ({ as, people }) => {
        const { access } = as("nobody");
        await access.sessions({ userId: people.nobody });
        await access.limitUse({ userId: people.nobody });
        const { items } = await access.logins({ userId: people.nobody, limit: 20 });
        ensure(
          items.every(({ userId }) => userId === people.nobody),
          "somebody else's log-ins",
        );
      },
    ],
    "shows nobody the sessions, log-ins and limits of others": [
      ["access.sessions", "access.logins", "access.limitUse"],
      async ({ as, people, world }) => {
        ensure((world.session("nobody").grants["security.view"] ?? "none") === "none", "the nobody may see them");
        const { access } = as("nobody");
        await ensureFails(access.sessions({ userId: people.admin }), "forbidden", "not_found");
        await ensureFails(access.limitUse({ userId: people.admin }), "forbidden", "not_found");
        await ensureFails(access.logins({ userId: people.admin }), "forbidden", "not_found");
        await ensureFails(access.logins({}), "forbidden");
      },
    ],
    "lists log-ins within the times that are asked for": [
      ["access.logins"],
      async ({ as }) => {
        const { access } = as("admin");
        const { items } = await access.logins({ limit: 50 });
        const [newest] = items;
        if (!newest) return;
        const since = await access.logins({ from: newest.at, limit: 50 });
        ensure(since.items.length > 0 && since.items.every(({ at }) => at >= newest.at), "`from` counts in");
        const until = await access.logins({ to: newest.at, limit: 50 });
        ensure(
          until.items.every(({ at }) => at < newest.at),
          "`to` does not",
        );
      },
    ],
  }),
  ...casesOf("records", {
    "counts what a user owns": [
      ["records.owned", "users.create"],
      async (context) => {
        const { id: userId } = await createUser(context);
        const { items } = await context.as("admin").records.owned({ userId });
        ensure(
          items.every(({ count }) => count === 0),
          "a new user owns something",
        );
      },
    ],
    "ends a transfer of nothing, and leaves the owner with nothing": [
      ["records.transfer", "records.owned", "users.create"],
      async (context) => {
        const [from, to] = [await createUser(context), await createUser(context)];
        const { records } = context.as("admin");
        for await (const { moved, total } of records.transfer({ fromId: from.id, toId: to.id }))
          ensure(moved <= total, `${String(moved)} of ${String(total)}`);
        const { items } = await records.owned({ userId: from.id });
        ensure(
          items.every(({ count }) => count === 0),
          "something is left",
        );
      },
    ],
    "lets nobody move what a person with more rights than their own has": [
      ["records.owned", "records.transfer", "users.create", "roles.create"],
      async (context) => {
        const wide = await createRole(context, { grants: context.world.wideGrants() });
        const boss = await createUser(context, { roleIds: [wide.id] });
        const { records } = context.as("limited");
        await ensureFails(records.owned({ userId: boss.id }), "forbidden");
        for (const toId of [context.people.limited, context.people.admin]) {
          const first = records.transfer({ fromId: boss.id, toId })[Symbol.asyncIterator]().next();
          await ensureFails(first, "forbidden");
        }
      },
    ],
    "gives records only to somebody else who works": [
      ["records.transfer", "users.create", "users.setState"],
      async (context) => {
        const [from, away] = [await createUser(context), await createUser(context)];
        await context.as("admin").users.setState({ id: away.id, version: away.version, state: "deactivated" });
        const { records } = context.as("admin");
        for (const [toId, code] of [
          [from.id, "not_allowed"],
          [away.id, "not_allowed"],
          ["u-none", "not_found"],
        ] as const) {
          const first = records.transfer({ fromId: from.id, toId })[Symbol.asyncIterator]().next();
          ensureFields(await ensureFails(first, "validation"), { "/toId": code });
        }
      },
    ],
  }),
  ...casesOf("audit", {
    "records who changed what, with before and after": [
      ["audit.list", "users.create", "users.update"],
      async (context) => {
        const { id, version } = await createUser(context, edit(context, "1"));
        await context.as("admin").users.update({ id, version, patch: edit(context, "2") });
        const { items } = await context.as("admin").audit.list({ recordId: id });
        // the letter of invitation may have a record too
        const [change, ...more] = items.filter(
          ({ before, after }) => said(context, before) === "1" && said(context, after) === "2",
        );
        const made = items.filter(({ before, after }) => before === null && said(context, after) === "1");
        ensureSame([more.length, made.length], [0, 1], "further records of the change, records of the making");
        ensureSame([change?.actorId, change?.recordType], [context.people.admin, "user"], "who and what");
      },
    ],
    "records nothing of what was refused": [
      ["audit.list", "users.create", "users.update"],
      async (context) => {
        const { id } = await createUser(context);
        const { users, audit } = context.as("admin");
        await ensureFails(users.update({ id, version: "stale-0", patch: edit(context, "2") }), "conflict");
        const { items } = await audit.list({ recordId: id });
        ensure(!items.some(({ after }) => said(context, after) === "2"), "it is recorded");
      },
    ],
    "records a repeated call once": [
      ["audit.list", "users.create"],
      async (context) => {
        const options = { idempotencyKey: context.unique() };
        const { users, audit } = context.as("admin");
        const user = userInput(context, context.unique(), edit(context, "1"));
        const [{ id }] = await Promise.all([users.create({ user }, options), users.create({ user }, options)]);
        await users.create({ user }, options);
        const { items } = await audit.list({ recordId: id });
        const made = items.filter(({ before, after }) => before === null && said(context, after) === "1");
        ensureSame(made.length, 1, "records of the making");
      },
    ],
    "lists the newest first, and the records of one actor": [
      ["audit.list", "users.create"],
      async (context) => {
        await createUser(context);
        const { items } = await context.as("admin").audit.list({ actorId: context.people.admin, limit: 50 });
        ensure(items.length > 0 && items.every(({ actorId }) => actorId === context.people.admin), "another actor's");
        const times = items.map(({ at }) => at);
        ensureSame(times, times.toSorted().toReversed(), "newest first");
      },
    ],
  }),
];
