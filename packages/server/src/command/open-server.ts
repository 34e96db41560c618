import { isCrewError } from "@crewdock/contract";
import type { EventBus } from "../events/bus/event-bus.ts";
import { describeError, type Log } from "../log.ts";
import { type CrewServer, createCrewServer } from "../server.ts";
import type { Db } from "../store/db.ts";
import { MigrationError } from "../store/migrate.ts";
import type { Configuration } from "./configuration.ts";
import { CommandError, exitCodes } from "./exit-codes.ts";
import { codeOf, databaseFailure } from "./open-database.ts";
import { serverOptions } from "./server-options.ts";

/** What every command that works with the data is given. */
export interface CommandContext {
  readonly configuration: Configuration;
  readonly log: Log;
  /** Opens the database, or waits for it where that is under way already. */
  readonly database: () => Promise<Db>;
}

/** A server with what was opened for it. */
export interface OpenServer {
  readonly crew: CrewServer;
  /** Closes the server, then the bus and the database, and lets the data folder go. */
  close(): Promise<void>;
}

/** Builds the server on the database. @throws CommandError when that cannot be had or does not fit */
export async function openServer({ configuration, log, database }: CommandContext): Promise<OpenServer> {
  const db = await database();
  const bus = await openBus(configuration, log);
  const close = async (): Promise<void> => {
    await bus?.close();
    await db.close();
  };
  try {
    const crew = await createCrewServer({ ...serverOptions(configuration), db, log, ...(bus ? { bus } : {}) });
    return {
      crew,
      async close() {
        await crew.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    if (error instanceof MigrationError) throw new CommandError(exitCodes.database, error.message, error);
    throw isCrewError(error) ? error : databaseFailure(error);
  }
}

async function openBus({ CREWDOCK_NATS_URL: address }: Configuration, log: Log): Promise<EventBus | undefined> {
  if (address === undefined) return undefined;
  const { natsBus } = await import("../events/bus/nats-bus.ts").catch((error: unknown) => {
    if (codeOf(error) !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new CommandError(exitCodes.usage, "CREWDOCK_NATS_URL needs the package @nats-io/transport-node.", error);
  });
  const { protocol, hostname, port, username, password } = new URL(address);
  return natsBus({
    connection: {
      servers: `${hostname}:${port === "" ? 4222 : port}`,
      ...(protocol === "tls:" ? { tls: {} } : {}),
      ...(username === "" ? {} : { user: decodeURIComponent(username), pass: decodeURIComponent(password) }),
    },
    onError: (error) => log({ level: "warn", event: "bus.failed", ...describeError(error) }),
  });
}
