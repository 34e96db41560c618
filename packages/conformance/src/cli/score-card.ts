import { contractVersion, groupBy } from "@crewdock/contract";
import type { CaseReport } from "../kit/run-case.ts";
import type { Exchange } from "./wire-log.ts";

/** One case on the score card. */
export interface ScoredCase {
  readonly name: string;
  readonly port: string;
  readonly family: string;
  readonly result: CaseReport["result"];
  readonly ms: number;
  /** Why it was skipped. */
  readonly reason?: string;
  readonly message?: string;
  readonly expected?: string;
  readonly actual?: string;
  readonly hint?: string;
  /** The newest requests with their answers, the last one last. */
  readonly exchanges?: readonly Exchange[];
}

export interface ScoreCard {
  readonly url: string;
  /** The version of the contract that the kit looks at. */
  readonly contract: string;
  readonly seed: number;
  readonly ms: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Why the run ended before all was asked. */
  readonly stopped?: string;
  readonly cases: readonly ScoredCase[];
}

export function scoredCase(
  { name, port, family, result, ms, reason, failure }: CaseReport,
  exchanges: readonly Exchange[],
): ScoredCase {
  return {
    name,
    port,
    family,
    result,
    ms: Math.round(ms),
    ...(reason === undefined ? {} : { reason }),
    ...(failure
      ? {
          message: failure.message,
          ...(failure.expected === undefined ? {} : { expected: failure.expected }),
          ...(failure.actual === undefined ? {} : { actual: failure.actual }),
          hint: failure.hint,
          exchanges,
        }
      : {}),
  };
}

export function scoreCard(
  url: string,
  seed: number,
  ms: number,
  cases: readonly ScoredCase[],
  stopped?: string,
): ScoreCard {
  const count = (result: CaseReport["result"]): number => cases.filter((one) => one.result === result).length;
  return {
    url,
    contract: contractVersion,
    seed,
    ms: Math.round(ms),
    passed: count("passed"),
    failed: count("failed"),
    skipped: count("skipped"),
    ...(stopped === undefined ? {} : { stopped }),
    cases,
  };
}

/** The score card for people. */
export function scoreText(card: ScoreCard): string {
  const { url, contract, seed, ms, passed, failed, skipped, stopped, cases } = card;
  const asked = passed + failed;
  const share = asked === 0 ? 0 : Math.floor((passed / asked) * 1000) / 10;
  return [
    `Crewdock contract ${contract}, seed ${String(seed)}`,
    url,
    "",
    "By port:",
    ...table(cases, ({ port }) => port),
    "",
    "By question:",
    ...table(cases, ({ family }) => family),
    "",
    ...failures(cases),
    ...skips(cases),
    ...(stopped === undefined ? [] : [`STOPPED: ${stopped}`, ""]),
    `${String(share)} %: ${String(passed)} of ${String(asked)} passed, ${String(failed)} failed, ${String(skipped)} skipped, in ${(ms / 1000).toFixed(1)} s`,
    "",
  ].join("\n");
}

function table(cases: readonly ScoredCase[], groupOf: (one: ScoredCase) => string): readonly string[] {
  const cell = (all: readonly ScoredCase[], result: string): string =>
    `${String(all.filter((one) => one.result === result).length).padStart(5)} ${result}`;
  return [...groupBy(cases, groupOf)].map(
    ([group, all]) =>
      `  ${group.padEnd(14)}${["passed", "failed", "skipped"].map((result) => cell(all, result)).join("  ")}`,
  );
}

function failures(cases: readonly ScoredCase[]): readonly string[] {
  return cases
    .filter(({ result }) => result === "failed")
    .flatMap(({ name, message = "", expected, actual, hint = "", exchanges = [] }) => {
      const last = exchanges.at(-1);
      return [
        `FAILED  ${name}`,
        `        ${message.replaceAll("\n", "\n        ")}`,
        ...(last ? [`  request   ${last.request}`, `  answer    ${last.answer}`] : []),
        ...(expected === undefined ? [] : [`  expected  ${expected}`]),
        ...(actual === undefined ? [] : [`  got       ${actual}`]),
        `  hint      ${hint}`,
        "",
      ];
    });
}

function skips(cases: readonly ScoredCase[]): readonly string[] {
  const skipped = cases.filter(({ result }) => result === "skipped");
  if (skipped.length === 0) return [];
  return [
    "Skipped:",
    ...[...groupBy(skipped, ({ reason }) => reason ?? "")].map(
      ([reason, all]) => `  ${String(all.length).padStart(4)}  ${reason}`,
    ),
    "",
  ];
}
