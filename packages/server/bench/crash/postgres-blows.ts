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
      const client = new pg.Client({ connectionString: postgres.url });
      const { promise: gone, resolve } = Promise.withResolvers<void>();
      client.on("error", () => {}).on("end", resolve); // it is ended with the others
      await client.connect();
      const { rows } = await client.query<{ pid: number }>(
        `select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()
           and application_name = '' order by state = 'active' desc, random() limit 1`,
      );
      if (rows[0]) process.kill(rows[0].pid, "SIGKILL");
      else await client.end();
      await gone;
      await accepting(postgres.url);
      await recovered(server);
    },
  };
}

/**
 * Keeps PostgreSQL from writing its log while a trial runs, then ends it and the server. A commit that waits for the disk writes the
 * log itself and is safe; with `synchronous_commit=off` all that the trial wrote is gone.
 */
export function withholdLog(postgres: TemporaryPostgres): Blow {
  let logWriter = 0;
  return {
    name: "PostgreSQL, without its log",
    async prepare() {
      const client = new pg.Client({ connectionString: postgres.url });
      await client.connect();
      const { rows } = await client.query<{ pid: number }>(
        "select pid from pg_stat_activity where backend_type = 'walwriter'",
      );
      logWriter = rows[0]!.pid;
      process.kill(logWriter, "SIGSTOP");
      await client.query("checkpoint"); // what was there before the trial stays
      await client.end();
    },
    async strike(server) {
      await server.kill(); // so that nobody goes on from what is going to be lost
      process.kill(logWriter, "SIGKILL"); // PostgreSQL then ends all others, too
      await accepting(postgres.url);
    },
  };
}

/** From the first process that died until its recovery is over PostgreSQL lets nobody in. */
async function accepting(connectionString: string): Promise<void> {
  for (const until = Date.now() + RECOVERY_MS; ;) {
    const client = new pg.Client({ connectionString });
    try {
      await client.connect();
      return await client.end();
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
