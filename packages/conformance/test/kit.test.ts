import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { createMemoryAdapter } from "@crewdock/adapters/memory";
import {
  conformanceCases,
  type ConformanceCase,
  NotOffered,
  openBench,
  runCases,
  runConformance,
} from "@crewdock/conformance";
import { CrewError, supports } from "@crewdock/contract";
import { methods } from "../src/kit/operations.ts";
import { recipes } from "../src/samples/recipes.ts";
import { bareInput, idleInput } from "../src/families/ask.ts";
import { memorySubject } from "./memory-subject.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

test("there are at least 250 cases, 12 of them on concurrency and faults, each with a name of its own", () => {
  assert.ok(conformanceCases.length >= 250);
  assert.equal(new Set(conformanceCases.map(({ name }) => name)).size, conformanceCases.length);
  const hard = conformanceCases.filter(({ family }) => family === "concurrency" || family === "faults");
  assert.ok(hard.length >= 12, `${hard.length}`);
});

test("each case needs only methods that the contract has", () => {
  const known = new Set([...methods.map(({ name }) => name), "users.invite"]);
  assert.deepEqual(
    conformanceCases.flatMap(({ needs }) => needs.filter((method) => !known.has(method))),
    [],
  );
});

test("a good call can be made up for each method but those that would hurt the company or need a log-in", () => {
  const without = methods.filter(({ name }) => recipes[name] === undefined).map(({ name }) => name);
  assert.deepEqual(without.sort(), [
    "access.consume",
    "access.endSession",
    "access.restore",
    "access.setLimits",
    "calls.removeRecording",
    "events.subscribe",
    "mail.folders",
    "roles.setExpectations",
    "telephony.credentials",
  ]);
});

test("the inputs that are made up from schemas fit them", () => {
  for (const method of methods)
    for (const input of [idleInput(method), bareInput(method)])
      assert.ok(method.operation.input.safeParse(input).success, `${method.name} ${JSON.stringify(input)}`);
});

test("files have at most 300 lines", () => {
  const long = globSync("src/**/*.ts", { cwd: root }).filter(
    (file) => readFileSync(join(root, file), "utf8").split("\n").length > 301,
  );
  assert.deepEqual(long, []);
});

test("the cases run in a browser too: nothing that they load is Node's", () => {
  const seen = new Set<string>();
  const load = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, specifier = ""] of readFileSync(file, "utf8").matchAll(/from "([^"]+)"/g)) {
      assert.ok(!specifier.startsWith("node:"), `${file} loads ${specifier}`);
      if (specifier.startsWith(".")) load(join(dirname(file), specifier));
    }
  };
  load(join(root, "src/index.ts"));
  assert.ok(seen.size > 30);
});

test("a backend that offers little is asked only about that, and each refusal is looked at", async () => {
  const offered = ["session.me", "users.list", "users.get", "roles.list", "roles.get"];
  const memory = createMemoryAdapter();
  const subject = memorySubject(memory);
  const small = {
    ...subject,
    adapterFor: async (actor: Parameters<typeof subject.adapterFor>[0]) => {
      const adapter = await subject.adapterFor(actor);
      if (!adapter) return undefined;
      const ports = adapter.ports as unknown as Record<
        string,
        Record<string, (...args: unknown[]) => Promise<unknown>>
      >;
      const kept = Object.fromEntries(
        Object.entries(ports).map(([port, verbs]) => [
          port,
          Object.fromEntries(Object.entries(verbs).filter(([verb]) => offered.includes(`${port}.${verb}`))),
        ]),
      );
      const me = ports["session"]?.["me"];
      kept["session"] = {
        me: async (...args: unknown[]) => {
          const session = (await me?.(...args)) as { readonly capabilities: object };
          const named = Object.fromEntries(offered.map((method) => [method, { supported: true }]));
          return { ...session, capabilities: { ...session.capabilities, methods: named } };
        },
      };
      return { ...adapter, ports: kept };
    },
  };
  const bench = await openBench(small as typeof subject);
  const reports = await runCases(bench);
  assert.deepEqual(
    reports.filter(({ result }) => result === "failed").map(({ name }) => name),
    [],
  );
  const refused = reports.filter(({ family, result }) => family === "unsupported" && result === "passed");
  assert.equal(refused.length, methods.length - offered.length);
  assert.ok(!supports(bench.world.session("admin").capabilities, "users.create"));
});

const one = (run: ConformanceCase["run"]): ConformanceCase => ({
  name: "a case",
  port: "users",
  family: "behaviour",
  needs: [],
  run,
});

test("a failure carries the calls, what was expected and a hint", async () => {
  const bench = await openBench(memorySubject());
  const [report] = await runCases(bench, {
    cases: [one(async ({ as }) => void (await as("admin").users.get({ id: "x-none" })))],
  });
  assert.equal(report?.result, "failed");
  assert.deepEqual([report?.failure?.expected, report?.failure?.actual], ["success", "not_found []"]);
  assert.deepEqual(
    report?.failure?.calls.map(({ method, actor, error }) => [method, actor, error?.code]),
    [["users.get", "admin", "not_found"]],
  );
  assert.ok((report?.failure?.hint.length ?? 0) > 20);
});

test("an answer that breaks a rule fails the case even where the case does not look", async () => {
  const subject = memorySubject();
  const bench = await openBench(subject);
  const leak = one(async (context) => {
    const { users } = context.as("admin");
    const secret = context.secret();
    await users.list({ q: secret.slice(0, 200) }).catch(() => undefined);
    await context
      .as("admin")
      .roles.create({ role: { name: secret, description: null, grants: {} } })
      .catch(() => undefined);
  });
  const [report] = await runCases(bench, { cases: [leak] });
  assert.match(report?.failure?.message ?? "", /a secret came back/);
});

test("a case that hangs fails after its time", async () => {
  const bench = await openBench(memorySubject(), { timeLimit: 20 });
  const [report] = await runCases(bench, { cases: [one(() => new Promise(() => {}))] });
  assert.match(report?.failure?.message ?? "", /did not end within 20 ms/);
});

test("a case that means nothing here is skipped with the reason", async () => {
  const bench = await openBench(memorySubject());
  const cases = [
    one(() => Promise.reject(new NotOffered("no moon"))),
    { ...one(async () => {}), needs: ["moon.rise"] },
  ];
  const reports = await runCases(bench, { cases });
  assert.deepEqual(
    reports.map(({ result, reason }) => [result, reason]),
    [
      ["skipped", "no moon"],
      ["skipped", "moon.rise is not offered"],
    ],
  );
});

test("an exception for a case that does not exist is refused", () => {
  const options = { ...memorySubject(), describe: () => {}, it: () => {}, excused: { "no such case": "why" } };
  assert.throws(() => runConformance(options), RangeError);
});

test("a random sequence that differs is printed as the shortest one", async () => {
  const subject = memorySubject();
  const broken = {
    ...subject,
    adapterFor: async (actor: Parameters<typeof subject.adapterFor>[0]) => {
      const adapter = await subject.adapterFor(actor);
      const setState = adapter?.ports.users?.setState;
      if (!adapter || !setState) return adapter;
      const users = {
        ...adapter.ports.users,
        setState: async (...[input, context]: Parameters<typeof setState>) => {
          if (input.state === "deactivated") throw new CrewError("unavailable");
          return setState(input, context);
        },
      };
      return { ...adapter, ports: { ...adapter.ports, users } };
    },
  };
  const name = "users: does what the memory adapter does in random sequences about users";
  const cases = conformanceCases.filter((each) => each.name === name);
  const [report] = await runCases(await openBench(broken), { cases });
  const lines = (report?.failure?.message ?? "").split("\n");
  assert.equal(lines.length, 4, lines.join("\n"));
  assert.match(lines[1] ?? "", /^1\. create user .* -> \{/);
  assert.match(lines[2] ?? "", /^2\. set state of user .* -> unavailable$/);
  assert.match(lines[3] ?? "", /the memory adapter: \{.*deactivated/);
});

test("a backend without service numbers and patronymics is asked about what it has", async () => {
  const subject = memorySubject();
  const kept = ["serviceNumber", "name.patronymic"];
  const without = {
    ...subject,
    adapterFor: async (actor: Parameters<typeof subject.adapterFor>[0]) => {
      const adapter = await subject.adapterFor(actor);
      const me = adapter?.ports.session?.me;
      if (!adapter || !me) return adapter;
      const fields = Object.fromEntries(kept.map((name) => [name, { write: false }]));
      const session = {
        me: async (...args: Parameters<typeof me>) => {
          const answer = await me(...args);
          return { ...answer, capabilities: { ...answer.capabilities, fields } };
        },
      };
      return { ...adapter, ports: { ...adapter.ports, session } };
    },
  };
  const reports = await runCases(await openBench(without));
  const failed = reports.filter(({ result }) => result === "failed").map(({ name }) => name);
  // the memory adapter takes the members all the same: of that alone it is accused
  assert.deepEqual(failed, ["users: refuses to change a member that cannot be written, and changes nothing"]);
});
