import { type Adapter, type Client, connect, supports } from "@crewdock/contract";
import type { Actor, ConformanceCase, ConformanceContext } from "./conformance-case.ts";
import { conformanceCases } from "./conformance-cases.ts";

/** What became of one case. */
export type CaseResult = "passed" | "not_offered";

/** What a backend under test is reached by. It holds the sample company of `@crewdock/contract/sample`. */
export interface ConformanceSubject {
  /** Connects on behalf of one of the sample's people. */
  readonly adapterFor: (actor: Actor) => Adapter | Promise<Adapter>;
}

interface SkippableTest {
  readonly skip?: (reason?: string) => unknown;
}

/** Test functions of any runner: node:test, vitest, mocha. */
export interface Runner {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: (test?: unknown) => Promise<void>) => unknown;
}

export interface ConformanceOptions extends ConformanceSubject, Runner {
  /** Cases that this backend is excused from, by name, each with the reason. */
  readonly excused?: Readonly<Record<string, string>> | undefined;
}

/**
 * Declares every case as a test.
 * @throws RangeError when an excused case does not exist, so that no exception outlives its case
 */
export function runConformance({ adapterFor, describe, it, excused = {} }: ConformanceOptions): void {
  const unknown = Object.keys(excused).filter((name) => !conformanceCases.some((one) => one.name === name));
  if (unknown.length > 0) throw new RangeError(`no such case: ${unknown.join(", ")}`);
  for (const port of new Set(conformanceCases.map((one) => one.port))) {
    describe(port, () => {
      for (const one of conformanceCases.filter((each) => each.port === port)) {
        it(one.name, async (test) => {
          const reason = excused[one.name];
          if (reason !== undefined) return skip(test, reason);
          if ((await runCase(one, { adapterFor })) === "not_offered") skip(test, "not offered by this backend");
        });
      }
    });
  }
}

function skip(test: unknown, reason: string): void {
  if (typeof test === "object" && test !== null && "skip" in test) (test as SkippableTest).skip?.(reason);
}

/** Runs one case. @throws ConformanceError when the backend does something else than the contract says */
export async function runCase(one: ConformanceCase, { adapterFor }: ConformanceSubject): Promise<CaseResult> {
  const adapters = {
    admin: await adapterFor("admin"),
    head: await adapterFor("head"),
    manager: await adapterFor("manager"),
  };
  const clients = Object.fromEntries(
    Object.entries(adapters).map(([actor, adapter]) => [actor, connect(adapter, () => "en")]),
  ) as Readonly<Record<Actor, Client>>;
  const sessions = {
    admin: await clients.admin.session.me({}),
    head: await clients.head.session.me({}),
    manager: await clients.manager.session.me({}),
  };
  const { capabilities } = sessions.admin;
  if (!one.needs.every((method) => supports(capabilities, method))) return "not_offered";
  const over = new AbortController();
  const context: ConformanceContext = {
    as: (actor) => clients[actor],
    people: { admin: sessions.admin.user.id, head: sessions.head.user.id, manager: sessions.manager.user.id },
    unique,
    signal: over.signal,
  };
  try {
    await one.run(context);
  } finally {
    over.abort();
  }
  return "passed";
}

function unique(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return `t${Array.from(bytes, (byte) => byte.toString(36).padStart(2, "0")).join("")}`;
}
