import assert from "node:assert/strict";
import { test } from "node:test";
import { createMemoryAdapter } from "@crewdock/adapters/memory";
import { type CaseReport, conformanceCases, openBench, runCase } from "@crewdock/conformance";
import type { Capabilities } from "@crewdock/contract";
import { fieldCapabilityCases } from "../src/cases/field-capabilities.cases.ts";
import { memorySubject } from "./memory-subject.ts";

const fields = {
  "name.patronymic": { write: false },
  timeZone: { write: false, why: "read_only" },
  positionId: { write: false },
  groupIds: { write: false },
  sipAccount: { write: false },
  password: { write: false },
  serviceNumber: { write: true, required: true },
} as const;

async function reportsOf(said: Capabilities["fields"], kept: Capabilities["fields"]): Promise<readonly CaseReport[]> {
  const memory = createMemoryAdapter({ fields: kept });
  const { adapterFor } = memorySubject(memory);
  const bench = await openBench({
    adapterFor: async (actor) => {
      const adapter = await adapterFor(actor);
      const me = adapter?.ports.session?.me;
      if (adapter === undefined || me === undefined) return adapter;
      const session: typeof adapter.ports.session = {
        me: async (input, context) => {
          const own = await me(input, context);
          return { ...own, capabilities: { ...own.capabilities, fields: said } };
        },
      };
      return { ...adapter, ports: { ...adapter.ports, session } };
    },
  });
  const reports: CaseReport[] = [];
  for (const one of fieldCapabilityCases) reports.push(await runCase(one, bench));
  return reports;
}

const results = (reports: readonly CaseReport[]): readonly string[] => reports.map(({ result }) => result);

test("the cases of single fields belong to the kit", () => {
  assert.ok(fieldCapabilityCases.every((one) => conformanceCases.includes(one)));
});

test("a backend that keeps to what it says of its fields passes", async () => {
  assert.deepEqual(results(await reportsOf(fields, fields)), ["passed", "passed", "passed"]);
});

test("a backend that says so and keeps to nothing of it fails", async () => {
  const [fixed, , demanded] = await reportsOf(fields, undefined);
  assert.deepEqual([fixed?.result, demanded?.result], ["failed", "failed"]);
});

test("a backend that says nothing of its fields is excused", async () => {
  assert.deepEqual(results(await reportsOf(undefined, undefined)), ["skipped", "skipped", "skipped"]);
});
