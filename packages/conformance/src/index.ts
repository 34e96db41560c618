export type { Actor, ConformanceCase, ConformanceContext } from "./conformance-case.ts";
export { conformanceCases } from "./conformance-cases.ts";
export { ConformanceError } from "./expect.ts";
export {
  type CaseResult,
  type ConformanceOptions,
  type ConformanceSubject,
  runCase,
  runConformance,
  type Runner,
} from "./run-conformance.ts";
