import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type ConformanceSubject, openBench, runCases } from "@crewdock/conformance";

/**
 * Runs the kit and declares each case that means something for the backend as a test, so that none counts as passed that
 * was not run. Why others were left out has to be exactly `reasons`, or a case could go silent.
 */
export async function declareCases(subject: ConformanceSubject, reasons: readonly string[]): Promise<void> {
  const reports = await runCases(await openBench(subject));
  const ran = reports.filter(({ result }) => result !== "skipped");
  for (const port of new Set(ran.map((report) => report.port))) {
    describe(port, () => {
      for (const { name, failure } of ran.filter((report) => report.port === port)) {
        it(name, () => {
          if (failure) throw new Error(`${failure.message}\nHint: ${failure.hint ?? ""}`, { cause: failure.error });
        });
      }
    });
  }
  it("leaves out no other cases than those that mean nothing here", () => {
    const told = reports.flatMap(({ result, reason = "" }) => (result === "skipped" ? [reason] : []));
    assert.deepEqual([...new Set(told)].sort(), [...reasons].sort());
  });
}
