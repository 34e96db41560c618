import { setFlagsFromString } from "node:v8";
import { describeError, type Log } from "../log.ts";
import type { Db } from "../store/db.ts";
import type { Configuration } from "./configuration.ts";
import { CommandError, exitCodes } from "./exit-codes.ts";

/** Opens the database; only the driver that is needed is loaded. @throws CommandError when it cannot be had */
export async function openDatabase(configuration: Configuration, log: Log): Promise<Db> {
  const { DATABASE_URL: url, CREWDOCK_DATA: folder, CREWDOCK_DATABASE_CONNECTIONS: connections } = configuration;
  return url === undefined ? openFolder(folder) : openUrl(url, connections, log);
}

async function openUrl(url: string, connections: number, log: Log): Promise<Db> {
  const { openPostgres } = await import("../store/postgres.ts");
  const onError = (error: unknown): void =>
    log({ level: "warn", event: "database.connection", ...describeError(error) });
  try {
    return await openPostgres({ url, connections, onError });
  } catch (error) {
    throw databaseFailure(error);
  }
}

async function openFolder(folder: string | undefined): Promise<Db> {
  // The database is one large WebAssembly module. Compiling it for speed in many threads at once takes half a gigabyte and
  // the cores that the start needs; one after the other it is as fast in the end.
  setFlagsFromString("--wasm-num-compilation-tasks=1");
  const { FolderInUseError } = await import("../store/folder-lock.ts");
  const { openEmbedded } = await import("../store/embedded.ts");
  try {
    return await openEmbedded(folder === undefined ? {} : { folder });
  } catch (error) {
    if (error instanceof FolderInUseError) throw new CommandError(exitCodes.folderInUse, error.message, error);
    const code = codeOf(error);
    if (code === undefined) throw error;
    throw new CommandError(exitCodes.database, `The data folder cannot be opened (${code}).`, error);
  }
}

/** Says by its code alone what is wrong: the driver's words quote addresses and names. */
export function databaseFailure(error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined) return error;
  return new CommandError(exitCodes.database, `The database cannot be used (${code}).`, error);
}

/** The code of an error of the system or of the database. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
