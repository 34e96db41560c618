import { conformanceCases } from "../conformance-cases.ts";
import { type Bench, type BenchOptions, type ConformanceSubject, openBench } from "./bench.ts";
import type { ConformanceCase } from "./conformance-case.ts";
import { ConformanceError } from "./expect.ts";
import { type CaseReport, runCase } from "./run-case.ts";

interface SkippableTest {
  readonly skip?: (reason?: string) => unknown;
}

/** Test functions of any runner: node:test, vitest, mocha (and so @web/test-runner). */
export interface Runner {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: (this: unknown, ...test: readonly unknown[]) => Promise<void>) => unknown;
}

export interface ConformanceOptions extends ConformanceSubject, BenchOptions, Runner {
  /** Cases that this backend is excused from, by name, each with the reason. */
  readonly excused?: Readonly<Record<string, string>> | undefined;
  /** @default all */
  readonly cases?: readonly ConformanceCase[] | undefined;
}

/**
 * Declares every case as a test, port by port. A case that means nothing for the backend is skipped with the reason;
 * so is every case after one by which the administrator lost their rights.
 * @throws RangeError when an excused case does not exist, so that no exception outlives its case
 */
export function runConformance(options: ConformanceOptions): void {
  const { describe, it, excused = {}, cases = conformanceCases } = options;
  const unknown = Object.keys(excused).filter((name) => !cases.some((one) => one.name === name));
  if (unknown.length > 0) throw new RangeError(`no such case: ${unknown.join(", ")}`);
  let opened: Promise<Bench> | undefined;
  let lockedOut: string | undefined;
  for (const port of new Set(cases.map((one) => one.port))) {
    describe(port, () => {
      for (const one of cases.filter((each) => each.port === port)) {
        // mocha takes a body with a named parameter for one that calls back, and skips by `this`
        it(one.name, async function (...[test]) {
          const reason = lockedOut ?? excused[one.name];
          if (reason !== undefined) return skip(test ?? this, reason);
          const bench = await (opened ??= openBench(options, options));
          const report = await runCase(one, bench);
          if (report.result === "failed" && (await bench.isLockedOut())) lockedOut = lockOut(one);
          if (report.result === "skipped") skip(test ?? this, report.reason);
          if (report.failure) throw failed(report, lockedOut);
        });
      }
    });
  }
}

function skip(test: unknown, reason: string | undefined): void {
  if (typeof test === "object" && test !== null && "skip" in test) (test as SkippableTest).skip?.(reason);
}

function failed({ failure }: CaseReport, lockedOut: string | undefined): Error {
  const lines = [
    failure?.message ?? "",
    `Hint: ${failure?.hint ?? ""}`,
    ...(lockedOut === undefined ? [] : [lockedOut]),
  ];
  return new ConformanceError(lines.join("\n"), { cause: failure?.error });
}

function lockOut({ name }: ConformanceCase): string {
  return `the administrator lost their rights in case "${name}"; what follows would mean nothing`;
}

export interface RunOptions {
  readonly cases?: readonly ConformanceCase[] | undefined;
  /** Cases that this backend is excused from, by name, each with the reason. */
  readonly excused?: Readonly<Record<string, string>> | undefined;
  /** Told of each case as it ends. */
  readonly onReport?: ((report: CaseReport) => void) | undefined;
  /** Told why the cases that follow are not asked: the administrator lost their rights, and it cannot be undone. */
  readonly onLockOut?: ((reason: string) => void) | undefined;
  /** Ends the run with the first failure. @default false */
  readonly stopAtFailure?: boolean | undefined;
}

/**
 * Runs cases one after the other without a test runner. Once the administrator has lost their rights by a case, those
 * that follow are reported as skipped.
 */
export async function runCases(bench: Bench, options: RunOptions = {}): Promise<readonly CaseReport[]> {
  const { cases = conformanceCases, excused = {}, onReport, onLockOut, stopAtFailure = false } = options;
  const reports: CaseReport[] = [];
  let lockedOut: string | undefined;
  for (const one of cases) {
    const reason = lockedOut ?? excused[one.name];
    const { name, port, family } = one;
    const report: CaseReport =
      reason === undefined ? await runCase(one, bench) : { name, port, family, result: "skipped", reason, ms: 0 };
    reports.push(report);
    onReport?.(report);
    if (report.result !== "failed") continue;
    if (stopAtFailure) break;
    if (!(await bench.isLockedOut())) continue;
    lockedOut = lockOut(one);
    onLockOut?.(lockedOut);
  }
  return reports;
}
