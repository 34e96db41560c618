// Kills the server, or PostgreSQL below it, in the middle of concurrent writes, and looks afterwards whether everything that
// was acknowledged is there, nothing is there by half, every change has its event and its audit record, and a call that is
// made again under its key does not happen twice. Before that a thousand edits race for one person. A trial opens the
// database twice, which takes 3 s on PGlite and less than 1 s on PostgreSQL, so that all of them take some ten minutes:
// `-- crash --trials 20` makes fewer than 100 on each database, `-- crash --races` none; `--edits` changes the thousand.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { postgresPrograms, startPostgres } from "../src/testing/temporary-postgres.ts";
import { killBackend, stopDatabase } from "./crash/postgres-blows.ts";
import { type Blow, killServer, runTrials } from "./crash/trials.ts";
import type { Findings } from "./crash/verify.ts";
import { openPostgres } from "../src/store/postgres.ts";
import { startTestServer } from "../src/testing/test-server.ts";
import { type Race, raceEdits } from "./crash/racing-edits.ts";
import { report } from "./summary.ts";

const numberAfter = (option: string): number | undefined =>
  process.argv.includes(option) ? Number(process.argv[process.argv.indexOf(option) + 1]) : undefined;
const trials = numberAfter("--trials") ?? 100;
const edits = numberAfter("--edits") ?? 1000;
const onlyRaces = process.argv.includes("--races");
const quiet = process.argv.includes("--json");

interface Row extends Findings {
  readonly database: string;
  readonly killed: string;
  readonly trials: number;
  readonly seconds: number;
}

const rows: Row[] = [];
// Early and late, so that the blow falls into the first writes as well as into a server that is warm.
const after = (): number => 1 + Math.floor(80 * Math.random() ** 2);

const races: Record<string, Race> = {};

{
  await using crew = await startTestServer();
  races["PGlite"] = await raceEdits([crew], edits);
}
const programs = await postgresPrograms();
if (programs === undefined) {
  console.error("PostgreSQL is not installed: its races and trials are left out");
  process.exitCode = 1;
} else {
  await using postgres = await startPostgres(programs, { fsync: true });
  await using crew = await startTestServer({ db: await openPostgres({ url: postgres.url }) });
  await using other = await startTestServer({ db: await openPostgres({ url: postgres.url }) });
  races["PostgreSQL, two instances"] = await raceEdits([crew, other], edits);
}

if (!onlyRaces) await runAllTrials();

const columns = ["acknowledged", "finished", "lost", "half", "doubled", "untold", "unaudited"] as const;
const bad =
  Object.values(races).some(({ lost }) => lost !== 0) ||
  rows.some((row) => columns.slice(2).some((column) => row[column] > 0));
if (bad) process.exitCode = 1;
report({ rows, races }, () => [
  ...Object.entries(races).map(
    ([database, { attempted, stored, refused, lost, perSecond }]) =>
      `${database}: of ${attempted} racing edits ${stored} stored, ${refused} refused, ${lost} lost; ` +
      `${perSecond.attempted.toFixed(0)} tried and ${perSecond.stored.toFixed(0)} stored a second`,
  ),
  ...(rows.length === 0 ? [] : table()),
]);

function table(): readonly string[] {
  return [
    `| database | killed | trials | seconds | ${columns.join(" | ")} |`,
    `|---|---|${"---:|".repeat(columns.length + 2)}`,
    ...rows.map((row) => {
      const found = columns.map((column) => row[column]).join(" | ");
      return `| ${row.database} | ${row.killed} | ${row.trials} | ${row.seconds.toFixed(0)} | ${found} |`;
    }),
  ];
}

async function runAllTrials(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "crewdock-crash-"));
  try {
    await run("PGlite", { folder }, killServer, trials);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  if (programs === undefined) return;
  await using postgres = await startPostgres(programs, { fsync: true });
  const place = { url: postgres.url };
  await run("PostgreSQL", place, killServer, trials);
  await run("PostgreSQL", place, killBackend(postgres), Math.ceil(trials / 5));
  await run("PostgreSQL", place, stopDatabase(postgres), Math.ceil(trials / 5));
}

async function run(
  database: string,
  place: Parameters<typeof runTrials>[0]["place"],
  blow: Blow,
  count: number,
): Promise<void> {
  const started = performance.now();
  const told = (trial: number): void => {
    if (!quiet && process.stderr.isTTY) process.stderr.write(`\r${database}, ${blow.name}: ${trial + 1} of ${count} `);
  };
  const findings = await runTrials({ place, blows: Array.from({ length: count }, () => blow), after, told });
  const seconds = (performance.now() - started) / 1000;
  rows.push({ database, killed: blow.name, trials: count, seconds, ...findings });
}
