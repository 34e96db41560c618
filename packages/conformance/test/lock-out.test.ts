import assert from "node:assert/strict";
import { test } from "node:test";
import { createMemoryAdapter } from "@crewdock/adapters/memory";
import {
  casesOf,
  type CaseReport,
  type ConformanceCase,
  type ConformanceSubject,
  openBench,
  runCases,
  runConformance,
} from "@crewdock/conformance";
import { type Adapter, CrewError } from "@crewdock/contract";

/** A backend that lets administrators block themselves: then nobody knows them any more, unless it goes on serving them. */
function unguarded(servesBlocked: boolean): {
  readonly subject: ConformanceSubject;
  readonly isBlocked: () => boolean;
} {
  const memory = createMemoryAdapter();
  const adminId = memory.company.demoPeople.admin;
  let state: "active" | "blocked" | "deactivated" = "active";
  const adapter: Adapter = memory.as(adminId);
  const guarded = <A extends readonly unknown[], T>(verb: (...args: A) => Promise<T>) => {
    return async (...args: A): Promise<T> => {
      if (state !== "active" && !servesBlocked) throw new CrewError("forbidden");
      return verb(...args);
    };
  };
  const { session, users } = adapter.ports;
  assert.ok(session?.me && users?.get && users.setState && users.list);
  const { get, setState, list } = users;
  const ports: Adapter["ports"] = {
    ...adapter.ports,
    session: { ...session, me: guarded(session.me) },
    users: {
      ...users,
      list: guarded(list),
      get: guarded(async (input, context) => {
        const user = await get(input, context);
        return input.id === adminId ? { ...user, state } : user;
      }),
      setState: guarded(async (input, context) => {
        if (input.id !== adminId) return setState(input, context);
        ({ state } = input);
        return { ...(await get(input, context)), state };
      }),
    },
  };
  return {
    subject: { adapterFor: (actor) => (actor === "admin" ? { ...adapter, ports } : undefined) },
    isBlocked: () => state !== "active",
  };
}

const [locking, after] = casesOf("users", {
  "blocks the administrator": [
    [],
    async ({ as, people }) => {
      const { id, version } = await as("admin").users.get({ id: people.admin });
      await as("admin").users.setState({ id, version, state: "blocked" });
      throw new Error("blocked all the same");
    },
  ],
  "is asked afterwards": [[], async ({ as }) => void (await as("admin").users.list({}))],
}) as readonly [ConformanceCase, ConformanceCase];

const results = (reports: readonly CaseReport[]): readonly CaseReport["result"][] =>
  reports.map(({ result }) => result);
const reason =
  'the administrator lost their rights in case "users: blocks the administrator"; what follows would mean nothing';

test("a case that takes the administrator's rights ends the run with that one reason", async () => {
  const bench = await openBench(unguarded(false).subject);
  const told: string[] = [];
  const reports = await runCases(bench, { cases: [after, locking, after], onLockOut: (why) => told.push(why) });
  assert.deepEqual(results(reports), ["passed", "failed", "skipped"]);
  assert.equal(reports.at(-1)?.reason, reason);
  assert.deepEqual(told, [reason]);
});

test("what can be undone is undone, and the run goes on", async () => {
  const { subject, isBlocked } = unguarded(true);
  const reports = await runCases(await openBench(subject), { cases: [locking, after] });
  assert.deepEqual(results(reports), ["failed", "passed"]);
  assert.ok(!isBlocked());
});

test("an ordinary failure does not end the run", async () => {
  const failing = { ...after, run: () => Promise.reject(new CrewError("unavailable")) };
  const reports = await runCases(await openBench(unguarded(false).subject), { cases: [failing, after] });
  assert.deepEqual(results(reports), ["failed", "passed"]);
});

test("in a test runner the case fails with the reason, and those that follow are skipped", async () => {
  const bodies: (() => Promise<void>)[] = [];
  const skipped: unknown[] = [];
  const runner = { skip: (why?: string) => skipped.push(why) };
  runConformance({
    ...unguarded(false).subject,
    cases: [locking, after],
    describe: (_name, body) => body(),
    it: (_name, body) => bodies.push(() => body.call(runner, runner)),
  });
  const [first, second] = bodies;
  await assert.rejects(first!(), (error: Error) => error.message.endsWith(reason));
  await second!();
  assert.deepEqual(skipped, [reason]);
});
