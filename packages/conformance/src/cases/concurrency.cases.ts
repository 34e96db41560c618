import type { Page, User, UserQuery } from "@crewdock/contract";
import { casesOf, type ConformanceCase } from "../kit/conformance-case.ts";
import { ensure, ensureFails, ensureSame, outcomes } from "../kit/expect.ts";
import { apartFromLetter, edit, edited } from "../samples/edits.ts";
import { callInput, createRole, createUser, roleInput, sipInput, userInput } from "../samples/inputs.ts";

const times = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const allAre = (codes: readonly string[], ...allowed: readonly string[]): void =>
  ensure(
    codes.every((code) => allowed.includes(code)),
    `failed with ${codes.join(", ")}`,
  );

export const concurrencyCases: readonly ConformanceCase[] = [
  ...casesOf(
    "users",
    {
      "gives a login to one of eight who ask at the same instant": [
        ["users.create", "users.list"],
        async (context) => {
          const login = context.unique();
          const { users } = context.as("admin");
          const all = times(8, () => userInput(context, context.unique(), { login }));
          const { done, failed } = await outcomes(all.map((user) => users.create({ user })));
          ensureSame([done.length, failed.length], [1, 7], "made and refused");
          allAre(
            failed.map(({ code }) => code),
            "duplicate",
          );
          ensureSame((await users.list({ q: login })).items.filter((user) => user.login === login).length, 1, "users");
        },
      ],
      "gives an e-mail address to one of eight who ask at the same instant": [
        ["users.create"],
        async (context) => {
          const email = `${context.unique()}@crewdock.test`;
          const { users } = context.as("admin");
          const all = times(8, (index) =>
            userInput(context, context.unique(), { email: index % 2 === 0 ? email : email.toUpperCase() }),
          );
          const { done, failed } = await outcomes(all.map((user) => users.create({ user })));
          ensureSame(done.length, 1, "made");
          allAre(
            failed.map(({ code }) => code),
            "duplicate",
          );
        },
      ],
      "gives a SIP login to one of six who ask at the same instant, and makes nobody of the others": [
        ["users.create", "users.list", "telephony.freeSipAccounts"],
        async (context) => {
          const login = context.unique();
          const { users } = context.as("admin");
          const all = times(6, () => userInput(context, context.unique(), { sipAccount: sipInput(context, login) }));
          const { done, failed } = await outcomes(all.map((user) => users.create({ user })));
          ensureSame(done.length, 1, "made");
          allAre(
            failed.map(({ code }) => code),
            "duplicate",
          );
          for (const user of all) {
            const { value } = (await users.list({ q: user.login })).total;
            ensureSame(value, done[0]?.login === user.login ? 1 : 0, "users of a refused call");
          }
        },
      ],
      "loses none of twenty changes that are repeated after a conflict": [
        ["users.create", "users.update", "users.get"],
        async (context) => {
          const { id } = await createUser(context, edit(context, "0"));
          const { users } = context.as("admin");
          const countUp = async (): Promise<void> => {
            for (let tries = 0; tries < 200; tries++) {
              const now = await users.get({ id });
              const { version } = now;
              const patch = edit(context, String(Number(edited(context, now)) + 1));
              const { done, failed } = await outcomes([users.update({ id, version, patch })]);
              if (done.length === 1) return;
              allAre(
                failed.map(({ code }) => code),
                "conflict",
              );
            }
            ensure(false, "no change got through");
          };
          await Promise.all(times(20, countUp));
          ensureSame(edited(context, await users.get({ id })), "20", "changes");
        },
      ],
      "gives a conflict the winner's record": [
        ["users.create", "users.update", "users.get"],
        async (context) => {
          const { id, version } = await createUser(context);
          const { users } = context.as("admin");
          const calls = times(5, (index) => users.update({ id, version, patch: edit(context, String(index)) }));
          const { done, failed } = await outcomes(calls);
          ensureSame(done.length, 1, "winners");
          const [winner] = done.map(apartFromLetter);
          for (const { current } of failed) ensureSame(apartFromLetter(current as User), winner, "current");
          ensureSame(apartFromLetter(await users.get({ id })), winner, "what stands");
        },
      ],
      "lets either the change or the blocking win, never half of each": [
        ["users.create", "users.update", "users.setState", "users.get"],
        async (context) => {
          const { id, version } = await createUser(context);
          const { users } = context.as("admin");
          const { done } = await outcomes([
            users.update({ id, version, patch: edit(context, "5") }),
            users.setState({ id, version, state: "blocked" }),
          ]);
          ensureSame(done.length, 1, "winners");
          ensureSame([apartFromLetter(await users.get({ id }))], done.map(apartFromLetter), "what stands");
        },
      ],
      "keeps keys of different people apart": [
        ["users.create"],
        async (context) => {
          const options = { idempotencyKey: context.unique() };
          const [one, two] = await Promise.all(
            (["admin", "limited"] as const).map((actor) =>
              context.as(actor).users.create({ user: userInput(context, context.unique()) }, options),
            ),
          );
          ensure(one?.id !== two?.id, "one answer for two people");
        },
      ],
      "forgets the key of a call that failed": [
        ["users.create"],
        async (context) => {
          const options = { idempotencyKey: context.unique() };
          const user = userInput(context, context.unique());
          const { users } = context.as("admin");
          await ensureFails(users.create({ user: { ...user, departmentId: "d-none" } }, options), "validation");
          ensureSame((await users.create({ user }, options)).login, user.login, "the corrected call");
        },
      ],
      "makes a user of each call without a key": [
        ["users.create", "users.list"],
        async (context) => {
          const mark = context.unique();
          const { users } = context.as("admin");
          const name = { last: mark, first: "A", patronymic: null };
          const calls = times(6, () => users.create({ user: userInput(context, context.unique(), { name }) }));
          ensureSame((await outcomes(calls)).done.length, 6, "made");
          ensureSame((await users.list({ q: mark })).total.value, 6, "listed");
        },
      ],
      "neither skips nor repeats while others are made and changed": [
        ["users.create", "users.list", "users.update"],
        async (context) => {
          const mark = context.unique();
          const make = (last: string): ReturnType<typeof createUser> =>
            createUser(context, { name: { last, first: mark, patronymic: null } });
          const standing = [];
          for (const last of ["B", "D", "F", "H", "J"]) standing.push(await make(last));
          const { users } = context.as("admin");
          const seen: string[] = [];
          let cursor: string | null = null;
          do {
            const query: UserQuery = { q: mark, limit: 2, ...(cursor === null ? {} : { cursor }) };
            const [page]: [Page<User>, ...unknown[]] = await Promise.all([users.list(query), make("A"), make("E")]);
            seen.push(...page.items.map(({ id }) => id));
            cursor = page.nextCursor;
          } while (cursor !== null && seen.length < 60);
          ensure(new Set(seen).size === seen.length, "somebody comes twice");
          ensure(
            standing.every(({ id }) => seen.includes(id)),
            "somebody was skipped",
          );
        },
      ],
    },
    "concurrency",
  ),
  ...casesOf(
    "roles",
    {
      "gives a name to one of six roles that are made at the same instant": [
        ["roles.create", "roles.list"],
        async (context) => {
          const role = roleInput(context, context.unique());
          const { roles } = context.as("admin");
          const { done, failed } = await outcomes(times(6, () => roles.create({ role })));
          ensureSame(done.length, 1, "made");
          allAre(
            failed.map(({ code }) => code),
            "duplicate",
          );
          const { items } = await roles.list({});
          ensureSame(items.filter(({ name }) => name === role.name).length, 1, "listed");
        },
      ],
      "never gives a role that is removed at the same instant": [
        ["roles.create", "roles.remove", "roles.get", "users.create", "users.get"],
        async (context) => {
          const { id, version } = await createRole(context);
          const user = userInput(context, context.unique(), { roleIds: [id] });
          const { roles, users } = context.as("admin");
          const [removed, made] = await Promise.all([
            outcomes([roles.remove({ id, version })]),
            outcomes([users.create({ user })]),
          ]);
          const exists = removed.done.length === 0;
          const [person] = made.done;
          if (!exists && person) ensureSame((await users.get({ id: person.id })).roleIds, [], "roles of the user");
          if (exists) ensureSame((await roles.get({ id })).id, id, "the role");
        },
      ],
      "gives a role to all of five users who are made with it at the same instant": [
        ["roles.create", "roles.get", "users.create", "assignments.list"],
        async (context) => {
          const { id } = await createRole(context);
          const calls = times(5, () => createUser(context, { roleIds: [id] }));
          ensureSame((await outcomes(calls)).done.length, 5, "made");
          ensureSame((await context.as("admin").roles.get({ id })).userCount, 5, "who have it");
          const { items } = await context.as("admin").assignments.list({ roleId: id });
          ensureSame(items.length, 5, "assignments");
        },
      ],
    },
    "concurrency",
  ),
  ...casesOf(
    "calls",
    {
      "makes one record of a call that is saved six times at the same instant": [
        ["calls.save", "calls.list"],
        async ({ as, unique }) => {
          const [id, number] = [unique(), unique()];
          const { calls } = as("admin");
          await Promise.all(times(6, () => calls.save({ id, call: callInput(number) })));
          ensureSame((await calls.list({ q: number })).items.length, 1, "records");
        },
      ],
      "neither skips nor repeats calls while others are made": [
        ["calls.save", "calls.list"],
        async ({ as, unique }) => {
          const { calls } = as("admin");
          const number = unique();
          const save = (day: number): Promise<unknown> =>
            calls.save({
              id: unique(),
              call: callInput(number, { startedAt: `2026-02-${String(day).padStart(2, "0")}T09:00:00.000Z` }),
            });
          for (const day of [2, 4, 6, 8]) await save(day);
          const first = await calls.list({ q: number, limit: 2 });
          await save(9);
          await save(5);
          const rest = await calls.list({
            q: number,
            limit: 9,
            ...(first.nextCursor === null ? {} : { cursor: first.nextCursor }),
          });
          const days = [...first.items, ...rest.items].map(({ startedAt }) => Number(startedAt.slice(8, 10)));
          ensureSame(days, [8, 6, 5, 4, 2], "days, the newest first");
        },
      ],
      "does not reopen a call whose end arrives before its beginning": [
        ["calls.save", "calls.list"],
        async ({ as, unique }) => {
          const [id, number] = [unique(), unique()];
          const { calls } = as("admin");
          const over = { endedAt: "2026-03-01T09:05:00.000Z", result: "answered" } as const;
          await Promise.all(times(6, (index) => calls.save({ id, call: callInput(number, index === 2 ? over : {}) })));
          const { items } = await calls.list({ q: number });
          ensureSame(
            items.map(({ endedAt }) => endedAt),
            [over.endedAt],
            "the end",
          );
        },
      ],
    },
    "concurrency",
  ),
];
