// What the server costs beside the barest one that could be written. For lists, pages and searches of 100,000 people on
// PostgreSQL: (a) node:http and pg with the same statements, (b) node:http with the same bytes. The three are loaded in
// turns, over and over, and the medians of the rounds are compared; time on the processor (of the server and of its
// PostgreSQL) is told as well, because it is hardly touched by what else the machine does. `-- server --large` adds a
// million people.
import { availableParallelism, cpus, tmpdir } from "node:os";
import { writeFile, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { createTokens } from "../src/auth/tokens.ts";
import { createCrewServer } from "../src/server.ts";
import { openPostgres } from "../src/store/postgres.ts";
import { postgresPrograms, startPostgres } from "../src/testing/temporary-postgres.ts";
import { compareLists, type ListFigures } from "./server/compare-lists.ts";
import { fanOut, type FanOut } from "./server/fan-out.ts";
import { ADMIN, fillCompany, settle } from "./server/large-company.ts";
import { benchOptions, ORIGIN, TOKEN_KEYS } from "./server/options.ts";
import { writeCost, type WriteCost } from "./server/write-cost.ts";
import { milliseconds, report } from "./summary.ts";

const programs = await postgresPrograms();
if (programs === undefined) {
  console.error("needs PostgreSQL");
  process.exit(1);
}
const folder = await mkdtemp(join(tmpdir(), "crewdock-bench-"));
await using postgres = await startPostgres(programs, {
  fsync: true,
  settings: ["shared_buffers=512MB", "max_connections=200"],
});
const sizes = process.argv.includes("--large") ? [100_000, 1_000_000] : [100_000];
const lists: ListFigures[] = [];
let told: FanOut | undefined;
let writes: WriteCost | undefined;
for (const people of sizes) {
  const url = new URL(postgres.url);
  const maker = await openPostgres({ url: url.href });
  await maker.query(`create database people${String(people)}`);
  await maker.close();
  url.pathname = `/people${String(people)}`;
  const db = await openPostgres({ url: url.href });
  const crew = await createCrewServer(benchOptions(db));
  await fillCompany(crew, people);
  await crew.close();
  await settle(url.href);
  const mint = async (): Promise<string> => {
    const request = { userId: ADMIN, origin: ORIGIN, ttlSeconds: 300 };
    return (await createTokens(TOKEN_KEYS).mint("main", request, new Date())).token;
  };
  lists.push(await compareLists({ db, url: url.href, people, mint, keep }));
  if (people === sizes[0]) {
    told = await fanOut(url.href, await mint());
    writes = await writeCost(url.href, await mint());
  }
  await db.close();
}
await rm(folder, { recursive: true });

const machine = `${availableParallelism()} × ${cpus()[0]?.model ?? "processor"}, PostgreSQL on the same machine`;
report({ machine, lists, growth: growth(), told, writes }, () => [
  machine,
  ...lists.flatMap(({ lines }) => lines),
  ...growth().map(({ name, times }) => `${name}: from 100,000 to 1,000,000 people × ${times.toFixed(2)}`),
  ...(told
    ? [
        `an event at ${told.readers} readers: ${milliseconds(told.fromAnswer)} after the change was answered, ` +
          `${milliseconds(told.fromRequest)} after it was sent; ${told.processor.toFixed(0)} ms of processor`,
      ]
    : []),
  ...(writes
    ? [
        `edits/s ${writes.perSecond.events.toFixed(0)} with events, ${writes.perSecond.none.toFixed(0)} without: ` +
          `${(100 * writes.lost).toFixed(0)} % of the throughput, ${(100 * writes.added).toFixed(0)} % more processor`,
      ]
    : []),
]);

/** How much longer a page and a search take of ours with ten times the people: by the processor, which other load does not stretch. */
function growth(): readonly { readonly name: string; readonly times: number }[] {
  const [small, large] = lists;
  if (!small || !large) return [];
  return small.comparisons.map(({ name, processor }, index) => ({
    name,
    times: (large.comparisons[index]?.processor.ours ?? Number.NaN) / processor.ours,
  }));
}

async function keep(bytes: Buffer): Promise<string> {
  const file = join(folder, "answer.json");
  await writeFile(file, bytes);
  return file;
}
