import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { conformanceCases, openBench, runCases } from "@crewdock/conformance";
import { callMutants } from "./mutants/calls.mutants.ts";
import { companyMutants } from "./mutants/company.mutants.ts";
import { expectationMutants } from "./mutants/expectations.mutants.ts";
import { guardMutants } from "./mutants/guards.mutants.ts";
import { importMutants } from "./mutants/import.mutants.ts";
import { mailOAuthMutants } from "./mutants/mail-oauth.mutants.ts";
import { hasVerb, type Mutant, subjectOf } from "./mutants/mutant.ts";
import { numberMutants } from "./mutants/numbers.mutants.ts";
import { readMutants } from "./mutants/reads.mutants.ts";
import { subtleMutants } from "./mutants/subtle.mutants.ts";
import { usageMutants } from "./mutants/usage.mutants.ts";
import { writeMutants } from "./mutants/writes.mutants.ts";

const all: readonly Mutant[] = [
  ...writeMutants,
  ...readMutants,
  ...guardMutants,
  ...expectationMutants,
  ...usageMutants,
  ...companyMutants,
  ...callMutants,
  ...numberMutants,
  ...subtleMutants,
  ...importMutants,
  ...mailOAuthMutants,
];

/** Defects that no case notices yet, each with the reason. Whoever adds the case takes it off the list. */
const uncaught: Readonly<Record<string, string>> = {
  "assignments.list hides what has ended": "the contract does not say whether assignments are listed after their end",
};

/** Cases that look at the method first: most defects show there. */
function inOrderFor({ method }: Mutant): typeof conformanceCases {
  const near = (one: (typeof conformanceCases)[number]): number =>
    one.name.startsWith(`${method}:`) ? 0 : one.needs.includes(method) ? 1 : one.port === method.split(".")[0] ? 2 : 3;
  return conformanceCases.toSorted((a, b) => near(a) - near(b));
}

/** The name of the first case that notices, or undefined. */
async function noticed(mutant: Mutant): Promise<string | undefined> {
  try {
    const bench = await openBench(subjectOf(mutant), { timeLimit: 5000 });
    const reports = await runCases(bench, { cases: inOrderFor(mutant), stopAtFailure: true });
    return reports.find(({ result }) => result === "failed")?.name;
  } catch (error) {
    return `opening: ${String(error)}`; // a backend that cannot even be opened is told so as well
  }
}

test("the adapter without a defect passes behind the same wrapper", async () => {
  const reports = await runCases(await openBench(subjectOf(null)));
  assert.deepEqual(
    reports.filter(({ result }) => result === "failed").map(({ name }) => name),
    [],
  );
});

const alive: string[] = [];

describe("broken adapters", () => {
  for (const mutant of all) {
    it(`notices: ${mutant.name}`, { skip: hasVerb(mutant.method) ? false : `no ${mutant.method}` }, async (context) => {
      const by = await noticed(mutant);
      if (by === undefined) alive.push(mutant.name);
      else context.diagnostic(by);
    });
  }
});

test("at least 95 % of at least 40 are caught, and the list of the others is honest", () => {
  const tried = all.filter(({ method }) => hasVerb(method));
  assert.ok(tried.length >= 40, `${tried.length} mutants`);
  assert.deepEqual(alive, Object.keys(uncaught));
  assert.ok(alive.length <= tried.length * 0.05, `${alive.length} of ${tried.length} alive`);
});
