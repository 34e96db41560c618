import assert from "node:assert/strict";
import { test } from "node:test";
import { conformanceCases, openBench, runCase, runCases } from "@crewdock/conformance";
import { randomFrom } from "../src/kit/random.ts";
import { memorySubject } from "./memory-subject.ts";

/** `CREWDOCK_ORDERS=20` tries as many as the kit promises; each takes as long as the whole kit. */
const orders = Number(process.env["CREWDOCK_ORDERS"] ?? "2");

async function resultsIn(cases: typeof conformanceCases): Promise<readonly string[]> {
  const reports = await runCases(await openBench(memorySubject()), { cases });
  return reports
    .map(({ name, result, failure }) => `${name}: ${result} ${failure?.message ?? ""}`)
    .sort((a, b) => (a < b ? -1 : 1));
}

test(`${String(orders)} shuffled orders give the same result`, async () => {
  const first = await resultsIn(conformanceCases);
  assert.deepEqual(
    first.filter((line) => line.includes(": failed")),
    [],
  );
  for (let order = 1; order <= orders; order++)
    assert.deepEqual(await resultsIn(randomFrom(order).shuffle(conformanceCases)), first, `order ${String(order)}`);
});

test("the whole kit takes at most 20 seconds of the processor on the memory adapter", async () => {
  const before = process.cpuUsage();
  await resultsIn(conformanceCases);
  const { user, system } = process.cpuUsage(before); // not of the clock: other tests run meanwhile
  assert.ok((user + system) / 1e6 <= 20, `${String((user + system) / 1e6)} s`);
});

test("cases that run side by side on one backend do not disturb each other", async () => {
  const bench = await openBench(memorySubject());
  const waiting = randomFrom(42).shuffle(conformanceCases).slice();
  const failed: string[] = [];
  const worker = async (): Promise<void> => {
    for (let one = waiting.pop(); one; one = waiting.pop()) {
      const { result, failure } = await runCase(one, bench);
      // eight at a time on one thread: what has to be quick is measured elsewhere
      if (result === "failed" && !/\d+ ms/.test(failure?.message ?? ""))
        failed.push(`${one.name}: ${failure?.message ?? ""}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  assert.deepEqual(failed, []);
});

test("the same seed makes the same decisions, another one others", async () => {
  const decisions = async (seed: number): Promise<readonly number[]> => {
    const bench = await openBench(memorySubject(), { seed });
    const numbers: number[] = [];
    for (const name of ["one", "two"]) {
      const run = async ({
        random,
      }: {
        readonly random: { readonly below: (limit: number) => number };
      }): Promise<void> => {
        numbers.push(random.below(1e6), random.below(1e6));
      };
      await runCase({ name, port: "session", family: "behaviour", needs: [], run }, bench);
    }
    return numbers;
  };
  assert.deepEqual(await decisions(5), await decisions(5));
  assert.notDeepEqual(await decisions(5), await decisions(6));
});
