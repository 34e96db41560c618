// What the server costs beside the barest one that could be written. For lists, pages and searches of 100,000 people on
// PostgreSQL: (a) node:http and pg with the same statements, (b) node:http with the same bytes. The three are loaded in
// turns, over and over, and each round compared with itself; time on the processor (of the server and of its
// PostgreSQL) is told as well, because it is hardly touched by what else the machine does. `-- server --large` adds a
// million people.
import { availableParallelism, cpus, tmpdir } from "node:os";
import { writeFile, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { createTokens } from "../src/auth/tokens.ts";
import { createCrewServer } from "../src/server.ts";
import type { Db } from "../src/store/db.ts";
import { openPostgres } from "../src/store/postgres.ts";
import { postgresPrograms, startPostgres } from "../src/testing/temporary-postgres.ts";
import { type ListBench, measureInTurns, openListBench } from "./server/compare-lists.ts";
import { fanOut } from "./server/fan-out.ts";
import { ADMIN, fillCompany, settle } from "./server/large-company.ts";
import { figuresOf, growthOf, linesOf, times } from "./server/list-figures.ts";
import { benchOptions, ORIGIN, TOKEN_KEYS } from "./server/options.ts";
import { writeCost } from "./server/write-cost.ts";
import { milliseconds, report } from "./summary.ts";

const programs = await postgresPrograms();
if (programs === undefined) {
  console.error("needs PostgreSQL");
  process.exit(1);
}
await using owned = new AsyncDisposableStack();
const folder = await mkdtemp(join(tmpdir(), "crewdock-bench-"));
owned.defer(() => rm(folder, { recursive: true }));
const postgres = owned.use(
  await startPostgres(programs, { fsync: true, settings: ["shared_buffers=1GB", "max_connections=200"] }),
);
const small = await fill(100_000);
const companies = process.argv.includes("--large") ? [small, await fill(1_000_000)] : [small];
const told = await fanOut(small.url, await small.mint());
const writes = await writeCost(small.url, await small.mint());
await settle(small.url);
const benches: ListBench[] = [];
for (const company of companies) benches.push(owned.use(await openListBench({ ...company, keep })));
await measureInTurns(benches);

const lists = benches.map(figuresOf);
const [smaller, larger] = benches;
const growth = smaller && larger ? growthOf(smaller, larger) : [];
const machine = `${availableParallelism()} × ${cpus()[0]?.model ?? "processor"}, PostgreSQL on the same machine`;
report({ machine, lists, growth, told, writes }, () => [
  machine,
  ...lists.flatMap(linesOf),
  ...growth.map(({ question, people, ratio }) => `${question}: ${people} people ${times(ratio)}`),
  `an event at ${told.readers} readers: ${milliseconds(told.fromAnswer)} after the change was answered, ` +
    `${milliseconds(told.fromRequest)} after it was sent; ${told.processor.toFixed(0)} ms of processor`,
  `edits/s ${writes.perSecond.events.toFixed(0)} with events, ${writes.perSecond.none.toFixed(0)} without: ` +
    `${(100 * writes.lost).toFixed(0)} % of the throughput, ${(100 * writes.added).toFixed(0)} % more processor`,
]);

/** A database of its own with so many people. */
interface Company {
  readonly people: number;
  readonly url: string;
  readonly db: Db;
  readonly mint: () => Promise<string>;
}

async function fill(people: number): Promise<Company> {
  const url = new URL(postgres.url);
  const maker = await openPostgres({ url: url.href });
  await maker.query(`create database people${String(people)}`);
  await maker.close();
  url.pathname = `/people${String(people)}`;
  const db = await openPostgres({ url: url.href });
  owned.defer(() => db.close());
  const crew = await createCrewServer(benchOptions(db));
  await fillCompany(crew, people);
  await crew.close();
  await settle(url.href);
  const mint = async (): Promise<string> => {
    const request = { userId: ADMIN, origin: ORIGIN, ttlSeconds: 300 };
    return (await createTokens(TOKEN_KEYS).mint("main", request, new Date())).token;
  };
  return { people, url: url.href, db, mint };
}

async function keep(bytes: Buffer): Promise<string> {
  const file = join(folder, "answer.json");
  await writeFile(file, bytes);
  return file;
}
