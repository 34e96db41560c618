import { createTokens } from "../../src/auth/tokens.ts";
import { seedSample } from "../../src/seed/seed-sample.ts";
import { type CrewServer, createCrewServer } from "../../src/server.ts";
import { type ServerProcess, startServerProcess } from "./process.ts";
import { openPlace, optionsFor, ORIGIN, type Place, TOKEN_KEYS } from "./server-under-test.ts";
import { type Findings, verify } from "./verify.ts";
import { writeUntil } from "./writers.ts";

/** What is killed in a trial, the server or something below it. */
export interface Blow {
  readonly name: string;
  /** What has to be done before anything is written in the trial. @default nothing */
  readonly prepare?: () => Promise<void>;
  /** Strikes the server or its database. A database that it takes down it starts again before it returns. */
  readonly strike: (server: ServerProcess) => Promise<void>;
}

export const killServer: Blow = { name: "server process", strike: (server) => server.kill() };

export interface Trials {
  readonly place: Place;
  readonly blows: readonly Blow[];
  /** After how many acknowledgements the blow falls. */
  readonly after: () => number;
  readonly told?: (trial: number, findings: Findings) => void;
}

const EDITED = 4;

/** Runs one trial for each blow, all on the same data, which grows. @returns the sum of what they found */
export async function runTrials({ place, blows, after, told }: Trials): Promise<Findings> {
  const company = await withServer(place, async (crew) => (await seedSample(crew)).company);
  const token = async (): Promise<string> =>
    (
      await createTokens(TOKEN_KEYS).mint(
        "main",
        { userId: company.demoPeople.admin, origin: ORIGIN, ttlSeconds: 300 },
        new Date(),
      )
    ).token;
  const people = company.users.filter(({ state }) => state === "active").slice(1, 1 + EDITED);
  let sum: Findings = { acknowledged: 0, finished: 0, lost: 0, half: 0, doubled: 0, untold: 0, unaudited: 0 };
  for (const [index, blow] of blows.entries()) {
    const trial = `t${Date.now().toString(36)}${index}`;
    const server = await startServerProcess(place);
    const stop = new AbortController();
    const enough = Promise.withResolvers<void>();
    let left = after();
    try {
      await blow.prepare?.();
      const writing = writeUntil({
        api: server.api,
        token: await token(),
        trial,
        people: people.map(({ id }) => id),
        signal: stop.signal,
        acknowledged: () => --left <= 0 && enough.resolve(),
      });
      await Promise.race([enough.promise, writing]);
      await blow.strike(server);
      stop.abort();
      const ledger = await writing;
      await server.kill();
      const findings = await withServer(place, async (crew) => verify(crew, await token(), trial, ledger));
      sum = Object.fromEntries(
        Object.entries(sum).map(([name, value]) => [name, value + findings[name as keyof Findings]]),
      ) as unknown as Findings;
      told?.(index, findings);
    } finally {
      stop.abort();
      await server.kill();
    }
  }
  return sum;
}

async function withServer<T>(place: Place, work: (crew: CrewServer) => Promise<T>): Promise<T> {
  const db = await openPlace(place);
  try {
    const crew = await createCrewServer(optionsFor(db));
    try {
      return await work(crew);
    } finally {
      await crew.close();
    }
  } finally {
    await db.close();
  }
}
