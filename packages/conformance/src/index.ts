export { conformanceCases } from "./conformance-cases.ts";
export { type Bench, type BenchOptions, type ConformanceSubject, type FaultyAdapters, openBench } from "./kit/bench.ts";
export {
  type Actor,
  casesOf,
  type ConformanceCase,
  type ConformanceContext,
  type Family,
  NotOffered,
  onlyIf,
  type Person,
} from "./kit/conformance-case.ts";
export { ConformanceError } from "./kit/expect.ts";
export type { Fault, FaultPlan, FaultyLine, SeenRequest } from "./kit/faulty-line.ts";
export { type CaseFailure, type CaseReport, runCase } from "./kit/run-case.ts";
export {
  type ConformanceOptions,
  runCases,
  runConformance,
  type Runner,
  type RunOptions,
} from "./kit/run-conformance.ts";
export type { StoreProbe } from "./kit/store-probe.ts";
export type { RecordedCall } from "./kit/tape.ts";
export type { World } from "./kit/world.ts";
