import { isCrewError } from "@crewdock/contract";
import type { Bench } from "./bench.ts";
import { type ConformanceCase, type Family, NotOffered } from "./conformance-case.ts";
import { ConformanceError, within } from "./expect.ts";
import { hintFor } from "./hints.ts";
import { type RecordedCall, Tape } from "./tape.ts";

/** Why a case failed, for whoever has to mend the backend. */
export interface CaseFailure {
  readonly message: string;
  readonly expected: string | undefined;
  readonly actual: string | undefined;
  readonly hint: string;
  /** The newest calls of the case, the last one last. */
  readonly calls: readonly RecordedCall[];
  readonly error: unknown;
}

/** What became of one case. */
export interface CaseReport {
  readonly name: string;
  readonly port: string;
  readonly family: Family;
  readonly result: "passed" | "failed" | "skipped";
  /** Why it was skipped. */
  readonly reason?: string;
  readonly failure?: CaseFailure;
  readonly ms: number;
}

/** Runs one case. Never throws: whatever goes wrong is in the report. */
export async function runCase(one: ConformanceCase, bench: Bench): Promise<CaseReport> {
  const { name, port, family } = one;
  const started = performance.now();
  const report = (more: Omit<CaseReport, "name" | "port" | "family" | "ms">): CaseReport => ({
    name,
    port,
    family,
    ...more,
    ms: performance.now() - started,
  });
  const missing = one.needs.find((method) => !bench.supports(method));
  if (missing !== undefined) return report({ result: "skipped", reason: `${missing} is not offered` });
  const tape = new Tape(bench.isSecret);
  const over = new AbortController();
  try {
    const late = `did not end within ${String(bench.timeLimit)} ms`;
    await within(bench.timeLimit, late, () => one.run(bench.contextOf(one, tape, over.signal)));
    if (tape.fault) throw tape.fault;
    return report({ result: "passed" });
  } catch (error) {
    if (error instanceof NotOffered) return report({ result: "skipped", reason: error.message });
    return report({ result: "failed", failure: failureOf(one, tape.fault ?? error, tape) });
  } finally {
    over.abort();
  }
}

function failureOf(one: ConformanceCase, error: unknown, { calls }: Tape): CaseFailure {
  const compared = error instanceof ConformanceError ? error.compared : undefined;
  return {
    message: isCrewError(error)
      ? `failed with ${error.message} where it had to succeed`
      : error instanceof Error
        ? error.message
        : String(error),
    expected: compared?.expected ?? (isCrewError(error) ? "success" : undefined),
    actual: compared?.actual ?? (isCrewError(error) ? `${error.code} ${JSON.stringify(error.fields)}` : undefined),
    hint: hintFor(one),
    calls,
    error,
  };
}
