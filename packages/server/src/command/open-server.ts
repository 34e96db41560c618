import { setFlagsFromString } from "node:v8";
import type { EventBus } from "../events/bus/event-bus.ts";
import { describeError, type Log } from "../log.ts";
import { type CrewServer, createCrewServer } from "../server.ts";
import type { Db } from "../store/db.ts";
import { FolderInUseError } from "../store/folder-lock.ts";
import { MigrationError } from "../store/migrate.ts";
import type { Configuration } from "./configuration.ts";
import { CommandError, exitCodes } from "./exit-codes.ts";
import { serverOptions } from "./server-options.ts";

/** A server with what was opened for it. */
export interface OpenServer {
  readonly crew: CrewServer;
  /** Closes the server, then the bus and the database, and lets the data folder go. */
  close(): Promise<void>;
}

/** Opens the database and builds the server on it. @throws CommandError when the database cannot be had */
export async function openServer(configuration: Configuration, log: Log): Promise<OpenServer> {
  const db = await openDatabase(configuration, log);
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
    throw databaseFailure(error);
  }
}

async function openDatabase(configuration: Configuration, log: Log): Promise<Db> {
  const { DATABASE_URL: url, CREWDOCK_DATA: folder, CREWDOCK_DATABASE_CONNECTIONS: connections } = configuration;
  if (url !== undefined) {
    const { openPostgres } = await import("../store/postgres.ts");
    const onError = (error: unknown): void =>
      log({ level: "warn", event: "database.connection", ...describeError(error) });
    return openPostgres({ url, connections, onError }).catch((error: unknown) => {
      throw databaseFailure(error);
    });
  }
  // The database is one large WebAssembly module. Compiling it for speed in many threads at once takes half a gigabyte and
  // the cores that the start needs; one after the other it is as fast in the end.
  setFlagsFromString("--wasm-num-compilation-tasks=1");
  const { openEmbedded } = await import("../store/embedded.ts");
  return openEmbedded(folder === undefined ? {} : { folder }).catch((error: unknown) => {
    if (error instanceof FolderInUseError) throw new CommandError(exitCodes.folderInUse, error.message, error);
    if (codeOf(error) === undefined) throw error;
    throw new CommandError(exitCodes.database, `The data folder cannot be opened (${codeOf(error)}).`, error);
  });
}

/** Says by its code alone what is wrong: the driver's words quote addresses and names. */
function databaseFailure(error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined) return error;
  return new CommandError(exitCodes.database, `The database cannot be used (${code}).`, error);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
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
