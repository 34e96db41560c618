// Kills the server, or PostgreSQL below it, in the middle of concurrent writes, and looks afterwards whether everything that
// was acknowledged is there, nothing is there by half, every change has its event and its audit record, and a call that is
// made again under its key does not happen twice. `-- crash --trials 20` makes fewer than 100 on each database.
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

const trials = Number(process.argv[process.argv.indexOf("--trials") + 1]) || 100;
const quiet = process.argv.includes("--json");

interface Row extends Findings {
  readonly database: string;
  readonly killed: string;
  readonly trials: number;
}

const rows: Row[] = [];
// Early and late, so that the blow falls into the first writes as well as into a server that is warm.
const after = (): number => 1 + Math.floor(80 * Math.random() ** 2);

const races: Record<string, Race> = {};
const RACING_EDITS = 1000;

const folder = await mkdtemp(join(tmpdir(), "crewdock-crash-"));
try {
  await run("PGlite", { folder }, killServer, trials);
} finally {
  await rm(folder, { recursive: true, force: true });
}
{
  await using crew = await startTestServer();
  races["PGlite"] = await raceEdits([crew], RACING_EDITS);
}
const programs = await postgresPrograms();
if (programs === undefined) {
  console.error("PostgreSQL is not installed: its trials are left out");
  process.exitCode = 1;
} else {
  await using postgres = await startPostgres(programs, { fsync: true });
  const place = { url: postgres.url };
  await run("PostgreSQL", place, killServer, trials);
  await run("PostgreSQL", place, killBackend(postgres), Math.ceil(trials / 5));
  await run("PostgreSQL", place, stopDatabase(postgres), Math.ceil(trials / 5));
  await using crew = await startTestServer({ db: await openPostgres(place) });
  await using other = await startTestServer({ db: await openPostgres(place) });
  races["PostgreSQL, two instances"] = await raceEdits([crew, other], RACING_EDITS);
}

const columns = ["acknowledged", "finished", "lost", "half", "doubled", "untold", "unaudited"] as const;
const bad =
  Object.values(races).some(({ lost }) => lost !== 0) ||
  rows.some((row) => columns.slice(2).some((column) => row[column] > 0));
if (bad) process.exitCode = 1;
report({ rows, races }, () => [
  `| database | killed | trials | ${columns.join(" | ")} |`,
  `|---|---|${"---:|".repeat(columns.length + 1)}`,
  ...rows.map(
    (row) =>
      `| ${row.database} | ${row.killed} | ${row.trials} | ${columns.map((column) => row[column]).join(" | ")} |`,
  ),
  ...Object.entries(races).map(
    ([database, { attempted, stored, refused, lost }]) =>
      `${database}: of ${attempted} racing edits ${stored} stored, ${refused} refused, ${lost} lost`,
  ),
]);

async function run(
  database: string,
  place: Parameters<typeof runTrials>[0]["place"],
  blow: Blow,
  count: number,
): Promise<void> {
  const told = (trial: number): void => {
    if (!quiet && process.stderr.isTTY) process.stderr.write(`\r${database}, ${blow.name}: ${trial + 1} of ${count} `);
  };
  const findings = await runTrials({ place, blows: Array.from({ length: count }, () => blow), after, told });
  rows.push({ database, killed: blow.name, trials: count, ...findings });
}
