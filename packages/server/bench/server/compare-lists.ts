import type { Page, User } from "@crewdock/contract";
import { createCrewServer } from "../../src/server.ts";
import type { Db } from "../../src/store/db.ts";
import { type Child, processorTime, startChild } from "./child.ts";
import { load, median, percentile } from "./http-load.ts";
import { searches } from "./large-company.ts";
import { benchOptions } from "./options.ts";
import { statementsOf } from "./statements.ts";

const ROUNDS = 5;
const CONNECTIONS = 10;
const LIST = "/crewdock/v1/users?limit=50";

/** One way of asking, ours beside the bare ones. */
export interface Comparison {
  readonly name: string;
  /** Requests a second of ours, of node:http and pg, and of node:http with the same bytes. */
  readonly perSecond: Readonly<Record<"ours" | "database" | "bytes", number>>;
  /** 95th percentile in milliseconds. */
  readonly p95: Readonly<Record<"ours" | "database" | "bytes", number>>;
  /** Milliseconds of processor a request, server and PostgreSQL together. */
  readonly processor: Readonly<Record<"ours" | "database" | "bytes", number>>;
  /** Medians over the rounds of ours against node:http and pg: requests a second, 95th percentile, processor. */
  readonly ratio: { readonly perSecond: number; readonly p95: number; readonly processor: number };
}

export interface ListFigures {
  readonly people: number;
  readonly comparisons: readonly Comparison[];
  readonly lines: readonly string[];
}

export interface ListBench {
  readonly db: Db;
  readonly url: string;
  readonly people: number;
  /** Makes a token of an administrator; one is good for five minutes. */
  readonly mint: () => Promise<string>;
  /** Writes an answer to a file. */
  readonly keep: (bytes: Buffer) => Promise<string>;
}

export async function compareLists({ db, url, people, mint, keep }: ListBench): Promise<ListFigures> {
  const headers = { Authorization: `Bearer ${await mint()}` };
  const crew = await createCrewServer(benchOptions(db));
  const get = async (path: string): Promise<string> =>
    (await crew.fetch(new Request(`http://127.0.0.1${path}`, { headers }))).text();
  const first = await get(LIST);
  const deep = `${LIST}&cursor=${await deepCursor(db, JSON.parse(first) as Page<User>, people)}`;
  const found = searches(people).map((text) => `${LIST}&q=${encodeURIComponent(text)}`);
  await get(deep);
  await crew.close();
  const paths = [LIST, deep, ...found];
  const statements = await statementsOf(db, paths, headers);
  const children = {
    ours: await startChild("ours.ts", url),
    database: await startChild("bare-database.ts", url, JSON.stringify(statements)),
    bytes: await startChild("bare-bytes.ts", await keep(Buffer.from(first))),
  };
  try {
    const compare = async (name: string, asked: readonly string[], requests: number): Promise<Comparison> =>
      compared({
        name,
        paths: asked,
        requests,
        headers: { Authorization: `Bearer ${await mint()}` },
        children,
        db,
      });
    const comparisons = [
      await compare("page 1", [LIST], 300),
      await compare("page 2,000", [deep], 300),
      await compare("search", found, 160),
    ];
    return { people, comparisons, lines: [`${people.toLocaleString("en")} people`, ...comparisons.map(line)] };
  } finally {
    await Promise.all(Object.values(children).map((child) => child.stop()));
  }
}

/** The cursor of page 2,000, or of the last full one where there are fewer, in the shape that the first page's has. */
async function deepCursor(db: Db, page: Page<User>, people: number): Promise<string> {
  const [shape] = JSON.parse(Buffer.from(page.nextCursor ?? "", "base64url").toString()) as [string];
  const rows = await db.query<{ sort_name: string; id: string }>(
    `select sort_name, id from users where tenant_id = 'main' order by sort_name, id offset ${Math.min(2_000, people / 50) * 50 - 51} limit 1`,
  );
  return Buffer.from(JSON.stringify([shape, rows[0]?.sort_name, rows[0]?.id])).toString("base64url");
}

type Kind = "ours" | "database" | "bytes";
const kinds: readonly Kind[] = ["ours", "database", "bytes"];

interface Compared {
  readonly name: string;
  readonly paths: readonly string[];
  readonly requests: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly children: Readonly<Record<Kind, Child>>;
  readonly db: Db;
}

async function compared({ name, paths, requests, headers, children, db }: Compared): Promise<Comparison> {
  const rounds: Record<Kind, { perSecond: number; p95: number; processor: number }[]> = {
    ours: [],
    database: [],
    bytes: [],
  };
  for (let round = -1; round < ROUNDS; round++) {
    for (const kind of kinds) {
      const { port, pid } = children[kind];
      const backends = await db.query<{ pid: number }>(
        "select pid from pg_stat_activity where backend_type = 'client backend'",
      );
      const pids = [pid, ...backends.map((backend) => backend.pid)];
      const before = await processorTime(pids);
      const burst = await load({ port, paths, headers, connections: CONNECTIONS, requests });
      const spent = (await processorTime(pids)) - before;
      if (round < 0) continue; // warms up
      rounds[kind].push({
        perSecond: burst.requests / burst.seconds,
        p95: percentile(burst.times, 0.95),
        processor: spent / burst.requests,
      });
    }
  }
  const of = (kind: Kind, what: "perSecond" | "p95" | "processor"): number =>
    median(rounds[kind].map((each) => each[what]));
  const all = (what: "perSecond" | "p95" | "processor"): Record<Kind, number> => ({
    ours: of("ours", what),
    database: of("database", what),
    bytes: of("bytes", what),
  });
  const ratio = (what: "perSecond" | "p95" | "processor"): number =>
    median(rounds.ours.map((each, index) => each[what] / (rounds.database[index]?.[what] ?? Number.NaN)));
  return {
    name,
    perSecond: all("perSecond"),
    p95: all("p95"),
    processor: all("processor"),
    ratio: { perSecond: ratio("perSecond"), p95: ratio("p95"), processor: ratio("processor") },
  };
}

function line({ name, perSecond, p95, processor, ratio }: Comparison): string {
  const three = (values: Readonly<Record<Kind, number>>, digits: number): string =>
    kinds.map((kind) => values[kind].toFixed(digits)).join(" / ");
  return (
    `${name}: requests/s ${three(perSecond, 0)}, p95 ms ${three(p95, 1)}, processor ms ${three(processor, 2)} ` +
    `(ours / node:http + pg / node:http); against node:http + pg: requests/s ${percent(ratio.perSecond)}, ` +
    `p95 × ${ratio.p95.toFixed(2)}, processor × ${ratio.processor.toFixed(2)}`
  );
}

function percent(value: number): string {
  return `${(100 * value).toFixed(0)} %`;
}
