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
import { ADMIN, fillCompany } from "./server/large-company.ts";
import { benchOptions, ORIGIN, TOKEN_KEYS } from "./server/options.ts";
import { report } from "./summary.ts";

const programs = await postgresPrograms();
if (programs === undefined) {
  console.error("needs PostgreSQL");
  process.exit(1);
}
const folder = await mkdtemp(join(tmpdir(), "crewdock-bench-"));
await using postgres = await startPostgres(programs, { settings: ["shared_buffers=512MB", "max_connections=200"] });
const sizes = process.argv.includes("--large") ? [100_000, 1_000_000] : [100_000];
const lists: ListFigures[] = [];
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
  const { token } = await createTokens(TOKEN_KEYS).mint(
    "main",
    { userId: ADMIN, origin: ORIGIN, ttlSeconds: 300 },
    new Date(),
  );
  lists.push(await compareLists({ db, url: url.href, people, token, keep: (bytes) => keep(bytes) }));
  await db.close();
}
await rm(folder, { recursive: true });

const machine = `${availableParallelism()} × ${cpus()[0]?.model ?? "processor"}, PostgreSQL on the same machine`;
report({ machine, lists }, () => [machine, ...lists.flatMap(({ lines }) => lines)]);

async function keep(bytes: Buffer): Promise<string> {
  const file = join(folder, "answer.json");
  await writeFile(file, bytes);
  return file;
}
