import type { Page, User } from "@crewdock/contract";
import { createCrewServer } from "../../src/server.ts";
import type { Db } from "../../src/store/db.ts";
import { type Child, processorClock, startChild } from "./child.ts";
import { type Burst, load, percentile } from "./http-load.ts";
import { searches } from "./large-company.ts";
import { benchOptions } from "./options.ts";
import { statementsOf } from "./statements.ts";

const ROUNDS = 15;
const CONNECTIONS = 10;
const REQUESTS = 300;
/** Requests before each burst that do not count. */
const WARMING = 40;
const LIST = "/crewdock/v1/users?limit=50";

/** Ours, node:http and pg with the same statements, and node:http with the same bytes. */
export type Kind = "ours" | "database" | "bytes";
export const kinds: readonly Kind[] = ["ours", "database", "bytes"];

/** What is asked of every company. */
export type Question = "page 1" | "page 2,000" | "search";
export const questions: readonly Question[] = ["page 1", "page 2,000", "search"];

/** One burst of requests. */
export interface Sample {
  /** Requests a second. */
  readonly perSecond: number;
  /** 95th percentile in milliseconds. */
  readonly p95: number;
  /** Milliseconds of processor a request, server and PostgreSQL together. */
  readonly processor: number;
}

/** A sample a round. */
export type Samples = Readonly<Record<Question, Readonly<Record<Kind, Sample[]>>>>;

/** A company on PostgreSQL with the three servers that are asked for its people. */
export interface ListBench extends AsyncDisposable {
  readonly people: number;
  readonly samples: Samples;
  /** Asks everything once. @param counts otherwise it only warms up */
  measure(counts: boolean): Promise<void>;
}

export interface ListBenchOptions {
  readonly db: Db;
  readonly url: string;
  readonly people: number;
  /** Makes a token of an administrator; one is good for five minutes. */
  readonly mint: () => Promise<string>;
  /** Writes an answer to a file. */
  readonly keep: (bytes: Buffer) => Promise<string>;
}

export async function openListBench({ db, url, people, mint, keep }: ListBenchOptions): Promise<ListBench> {
  const headers = { Authorization: `Bearer ${await mint()}` };
  const crew = await createCrewServer(benchOptions(db));
  const get = async (path: string): Promise<string> =>
    (await crew.fetch(new Request(`http://127.0.0.1${path}`, { headers }))).text();
  const first = await get(LIST);
  const deep = `${LIST}&cursor=${await deepCursor(db, JSON.parse(first) as Page<User>, people)}`;
  await get(deep);
  await crew.close();
  const paths: Readonly<Record<Question, readonly string[]>> = {
    "page 1": [LIST],
    "page 2,000": [deep],
    search: searches(people).map((text) => `${LIST}&q=${encodeURIComponent(text)}`),
  };
  const statements = await statementsOf(db, Object.values(paths).flat(), headers);
  await using started = new AsyncDisposableStack();
  const children: Readonly<Record<Kind, Child>> = {
    ours: started.use(await startChild("ours.ts", url)),
    database: started.use(await startChild("bare-database.ts", url, JSON.stringify(statements))),
    bytes: started.use(await startChild("bare-bytes.ts", await keep(Buffer.from(first)))),
  };
  const none = (): Record<Kind, Sample[]> => ({ ours: [], database: [], bytes: [] });
  const samples: Samples = { "page 1": none(), "page 2,000": none(), search: none() };
  const sample = async (question: Question, { port, pid }: Child): Promise<Sample> => {
    const headers = { Authorization: `Bearer ${await mint()}` };
    const ask = (requests: number): Promise<Burst> =>
      load({ port, paths: paths[question], headers, connections: CONNECTIONS, requests });
    await ask(WARMING); // while the others were asked, its connections were closed and its pages may have left the memory
    const backends = await db.query<{ pid: number }>(
      "select pid from pg_stat_activity where backend_type = 'client backend'",
    );
    const spent = await processorClock([pid, ...backends.map((backend) => backend.pid)]);
    const { requests, seconds, times } = await ask(REQUESTS);
    return {
      perSecond: requests / seconds,
      p95: percentile(times, 0.95),
      processor: (await spent()) / requests,
    };
  };
  const servers = started.move();
  return {
    people,
    samples,
    async measure(counts) {
      for (const question of questions)
        for (const kind of kinds) {
          const measured = await sample(question, children[kind]);
          if (counts) samples[question][kind].push(measured);
        }
    },
    [Symbol.asyncDispose]: () => servers.disposeAsync(),
  };
}

/** Asks all servers of all companies in turns, over and over, so that whatever the machine does meanwhile hits all alike. */
export async function measureInTurns(companies: readonly ListBench[]): Promise<void> {
  for (let round = -1; round < ROUNDS; round++) for (const company of companies) await company.measure(round >= 0);
}

/** The cursor of page 2,000, or of the last full one where there are fewer, in the shape that the first page's has. */
async function deepCursor(db: Db, page: Page<User>, people: number): Promise<string> {
  const [shape] = JSON.parse(Buffer.from(page.nextCursor ?? "", "base64url").toString()) as [string];
  const rows = await db.query<{ sort_name: string; id: string }>(
    `select sort_name, id from users where tenant_id = 'main' order by sort_name, id offset ${Math.min(2_000, people / 50) * 50 - 51} limit 1`,
  );
  return Buffer.from(JSON.stringify([shape, rows[0]?.sort_name, rows[0]?.id])).toString("base64url");
}
