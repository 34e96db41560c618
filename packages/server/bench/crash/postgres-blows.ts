import pg from "pg";
import type { TemporaryPostgres } from "../../src/testing/temporary-postgres.ts";
import type { ServerProcess } from "./process.ts";
import type { Blow } from "./trials.ts";

/** How long a server may take to work again after its database is back, in milliseconds. */
const RECOVERY_MS = 10_000;

/** Ends PostgreSQL as a power cut does and starts it again. The server goes on living and has to find it again. */
export function stopDatabase(postgres: TemporaryPostgres): Blow {
  return {
    name: "PostgreSQL, immediate",
    async strike(server) {
      await postgres.stopAtOnce();
      await postgres.start();
      await recovered(server);
    },
  };
}

/** Kills one of the processes that answer the server; PostgreSQL then ends all others too and recovers from its log. */
export function killBackend(postgres: TemporaryPostgres): Blow {
  return {
    name: "PostgreSQL, one backend",
    async strike(server) {
      await kill(postgres.url, "backend_type = 'client backend' and application_name = ''");
      await recovered(server);
    },
  };
}

/**
 * Keeps PostgreSQL from writing its log while a trial runs, then ends it and the server. A commit that waits for the
 * disk writes the log itself and is safe; with `synchronous_commit=off` all that the trial wrote is gone.
 */
export function withholdLog(postgres: TemporaryPostgres): Blow {
  return {
    name: "PostgreSQL, without its log",
    async prepare() {
      await using client = await connected(postgres.url);
      for (;;) {
        const { pid } = await busiest(client, LOG_WRITER);
        process.kill(pid, "SIGSTOP");
        if ((await busiest(client, LOG_WRITER)).sleeps) break;
        process.kill(pid, "SIGCONT"); // it may have held a lock that others need
      }
      await client.query("checkpoint"); // what was there before the trial stays
    },
    async strike(server) {
      await server.kill(); // so that nobody goes on from what is going to be lost
      await kill(postgres.url, LOG_WRITER);
    },
  };
}

const LOG_WRITER = "backend_type = 'walwriter'";

/** Kills a process of PostgreSQL that a condition names, and waits until all have recovered. */
async function kill(url: string, condition: string): Promise<void> {
  await using client = await connected(url);
  const { promise: gone, resolve } = Promise.withResolvers<void>();
  client.on("end", resolve); // it is ended with the others
  process.kill((await busiest(client, condition)).pid, "SIGKILL");
  await gone;
  await accepting(url);
}

interface PostgresProcess {
  readonly pid: number;
  /** Waits for work. */
  readonly sleeps: boolean;
}

/** The process of PostgreSQL that a condition names, the busiest of several. @throws Error where there is none */
async function busiest(client: pg.Client, condition: string): Promise<PostgresProcess> {
  const { rows } = await client.query<PostgresProcess>(
    `select pid, wait_event_type is not distinct from 'Activity' as sleeps from pg_stat_activity
       where ${condition} and pid <> pg_backend_pid() order by state = 'active' desc, random() limit 1`,
  );
  if (rows[0] === undefined) throw new Error(`PostgreSQL has no process where ${condition}`);
  return rows[0];
}

async function connected(connectionString: string): Promise<pg.Client & AsyncDisposable> {
  const client = new pg.Client({ connectionString });
  client.on("error", () => {}); // that it was ended shows in what is waited for
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}

/** From the first process that died until its recovery is over PostgreSQL lets nobody in. */
async function accepting(connectionString: string): Promise<void> {
  for (const until = Date.now() + RECOVERY_MS; ;) {
    try {
      await using _client = await connected(connectionString);
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
    }
  }
}

async function recovered({ api }: ServerProcess): Promise<void> {
  const signal = AbortSignal.timeout(RECOVERY_MS);
  for (;;) {
    const response = await fetch(api.replace("/v1", "/readyz"), { signal });
    await response.body?.cancel();
    if (response.ok) return;
  }
}
