import type { RestAdapterOptions } from "@crewdock/adapters/rest";
import { isCrewError } from "@crewdock/contract";
import { conformanceCases } from "../conformance-cases.ts";
import { openBench } from "../kit/bench.ts";
import type { ConformanceCase } from "../kit/conformance-case.ts";
import { runCases } from "../kit/run-conformance.ts";
import { restSubject } from "../rest/rest-subject.ts";
import { type Arguments, readArguments, type TokenSource, usage, UsageError } from "./arguments.ts";
import { scoreCard, type ScoredCase, scoredCase, scoreText } from "./score-card.ts";
import { wireLog } from "./wire-log.ts";

/** Where the command reads and writes. */
export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly write: (text: string) => void;
  readonly warn: (text: string) => void;
  /** Told how far the run has come; only where somebody watches. */
  readonly progress?: ((done: number, all: number) => void) | undefined;
}

const baseUrlHint = "Is the base path right? --url ends with the version, such as https://crm.example/crewdock/v1";

/** Runs the command. @returns the exit code: 0 good, 1 a case failed, 2 it could not run */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const read = readArguments(args, terminal.environment);
    if (!read) {
      terminal.write(usage);
      return 0;
    }
    const cases = casesFor(read);
    if (read.list) {
      terminal.write(cases.map(({ name }) => `${name}\n`).join(""));
      return 0;
    }
    return await check(read, cases, terminal);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.warn(`${error.message}\n\n${usage}`);
    return 2;
  }
}

/** @throws UsageError */
function casesFor({ only, excused }: Arguments): readonly ConformanceCase[] {
  const unknown = Object.keys(excused).find((name) => !conformanceCases.some((one) => one.name === name));
  if (unknown !== undefined) throw new UsageError(`there is no case "${unknown}"`);
  const cases = conformanceCases.filter(
    ({ name, port, family }) =>
      only.length === 0 || only.some((text) => name.includes(text) || port === text || family === text),
  );
  if (cases.length === 0) throw new UsageError(`no case has ${only.join(" or ")} in it`);
  return cases;
}

async function check(read: Arguments, cases: readonly ConformanceCase[], terminal: Terminal): Promise<number> {
  const { url, seed, faults, excused, json } = read;
  const log = wireLog();
  const tokens = new Set<string>();
  const subject = restSubject({
    baseUrl: url,
    tokens: {
      admin: fetchToken(read.tokens.admin, tokens),
      limited: read.tokens.limited && fetchToken(read.tokens.limited, tokens),
      nobody: read.tokens.nobody && fetchToken(read.tokens.nobody, tokens),
    },
    faults,
    fetch: log.fetch,
  });
  const started = performance.now();
  let scored: readonly ScoredCase[];
  let stopped: string | undefined;
  try {
    const bench = await openBench(subject, { seed });
    log.take();
    const all: ScoredCase[] = [];
    await runCases(bench, {
      cases,
      excused,
      onLockOut: (reason) => {
        stopped = reason;
      },
      onReport: (report) => {
        all.push(scoredCase(report, log.take()));
        terminal.progress?.(all.length, cases.length);
      },
    });
    scored = all;
  } catch (error) {
    const last = log.take().at(-1);
    const exchange = last ? `\n  request   ${last.request}\n  answer    ${last.answer}` : "";
    const why = isCrewError(error) || error instanceof Error ? error.message : String(error);
    const hint = isCrewError(error) && error.code === "not_found" ? `\n  hint      ${baseUrlHint}` : "";
    terminal.warn(withoutTokens(`cannot begin at ${url}: ${why}${exchange}${hint}\n`, tokens));
    return 2;
  }
  const card = scoreCard(url, seed, performance.now() - started, scored, stopped);
  terminal.write(withoutTokens(json ? `${JSON.stringify(card, null, 2)}\n` : scoreText(card), tokens));
  return card.failed > 0 ? 1 : 0;
}

function fetchToken(source: TokenSource, seen: Set<string>): RestAdapterOptions["fetchToken"] {
  return async () => {
    const token = await source();
    if (token !== "") seen.add(token);
    // the backend knows when it ends; asking again after an hour at most costs nothing
    return { token, expiresAt: new Date(Date.now() + 3_600_000).toISOString() };
  };
}

/** Whatever a backend answers, a token of the caller's is never printed. */
function withoutTokens(text: string, tokens: ReadonlySet<string>): string {
  return [...tokens].reduce((left, token) => left.replaceAll(token, "<token>"), text);
}
