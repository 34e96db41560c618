import type { User } from "@crewdock/contract";
import { type CrewServer, createCrewServer } from "../../src/server.ts";
import type { Db, Queries } from "../../src/store/db.ts";
import { openPostgres } from "../../src/store/postgres.ts";
import { processorClock } from "./child.ts";
import { median } from "./http-load.ts";
import { benchOptions } from "./options.ts";

const WRITERS = 8;
const EDITS = 400;
const ROUNDS = 9;

/** What events cost of the throughput of changes. */
export interface WriteCost {
  /** Edits a second with events and without. */
  readonly perSecond: { readonly events: number; readonly none: number };
  /** Milliseconds of processor an edit, the process and PostgreSQL together. */
  readonly processor: { readonly events: number; readonly none: number };
  /** Share of the throughput that is lost, and of processor time that is added: medians over the rounds. */
  readonly lost: number;
  readonly added: number;
}

/** The same database without an outbox: nothing is written to it, nothing numbered, nobody woken. */
function withoutEvents({ kind, ...db }: Db): Db {
  const without =
    (inner: Queries["query"]): Queries["query"] =>
    async (sql, ...rest) =>
      /\boutbox/.test(sql) ? [] : inner(sql, ...rest);
  return {
    kind,
    query: without(db.query),
    transaction: (work) => db.transaction((tx) => work({ ...tx, query: without(tx.query) })),
    close: () => db.close(),
  };
}

/** Edits people over the API, eight at a time, in turns with and without events; somebody listens to them. */
export async function writeCost(url: string, token: string): Promise<WriteCost> {
  const db = await openPostgres({ url });
  const servers = {
    events: await createCrewServer(benchOptions(db)),
    none: await createCrewServer(benchOptions(withoutEvents(db))),
  };
  servers.none.services.feed.wake = (): void => {};
  const unlisten = servers.events.services.feed.listen(() => {});
  const rounds = { events: [] as Round[], none: [] as Round[] };
  for (let round = -1; round < ROUNDS; round++)
    for (const kind of ["events", "none"] as const) {
      const result = await edit(servers[kind], token);
      if (round >= 0) rounds[kind].push(result);
    }
  unlisten();
  for (const server of Object.values(servers)) await server.close();
  await db.close();
  const of = (kind: "events" | "none", what: keyof Round): number => median(rounds[kind].map((each) => each[what]));
  const ratio = (what: keyof Round): number =>
    median(rounds.events.map((each, index) => each[what] / (rounds.none[index]?.[what] ?? Number.NaN)));
  return {
    perSecond: { events: of("events", "perSecond"), none: of("none", "perSecond") },
    processor: { events: of("events", "processor"), none: of("none", "processor") },
    lost: 1 - ratio("perSecond"),
    added: ratio("processor") - 1,
  };
}

interface Round {
  readonly perSecond: number;
  readonly processor: number;
}

async function edit(crew: CrewServer, token: string): Promise<Round> {
  const backends = await crew.db.query<{ pid: number }>(
    "select pid from pg_stat_activity where backend_type = 'client backend'",
  );
  const pids = [process.pid, ...backends.map(({ pid }) => pid)];
  const spent = await processorClock(pids);
  const started = performance.now();
  let left = EDITS;
  const writer = async (_: unknown, index: number): Promise<void> => {
    const path = `/crewdock/v1/users/u-${index + 1}`;
    let user = await ask(crew, token, "GET", path);
    while (left-- > 0) user = await ask(crew, token, "PATCH", path, user.version);
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
  const seconds = (performance.now() - started) / 1000;
  return { perSecond: EDITS / seconds, processor: (await spent()) / EDITS };
}

async function ask(crew: CrewServer, token: string, method: string, path: string, version?: string): Promise<User> {
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json", "If-Match": `"${version}"` };
  const body = version === undefined ? {} : { body: JSON.stringify({ serviceNumber: version }) };
  const response = await crew.fetch(new Request(`http://127.0.0.1${path}`, { method, headers, ...body }));
  if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as User;
}
