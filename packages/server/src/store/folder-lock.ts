import { randomUUID } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The data folder is open in another process. */
export class FolderInUseError extends Error {
  override readonly name = "FolderInUseError";
  readonly folder: string;
  readonly pid: number;

  constructor(folder: string, pid: number) {
    super(`The data folder ${folder} is in use by process ${pid}. Stop that process first, or use PostgreSQL.`);
    this.folder = folder;
    this.pid = pid;
  }
}

/** Held while a data folder is open. */
export interface FolderLock {
  release(): Promise<void>;
}

interface Holder {
  readonly pid: number;
  /** When the process started, so that a recycled process id is not taken for the holder; null where it cannot be told. */
  readonly started: string | null;
}

/**
 * Takes the lock file of a folder. A lock left behind by a process that is gone is taken over.
 * @throws FolderInUseError
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const path = join(folder, "crewdock.lock");
  const mine = `${path}.${randomUUID()}`;
  const me: Holder = { pid: process.pid, started: await startOf(process.pid) };
  await writeFile(mine, JSON.stringify(me), { mode: 0o600 });
  try {
    await claim(path, mine, folder);
  } finally {
    await rm(mine, { force: true });
  }
  return { release: () => rm(path, { force: true }) };
}

/** A link appears with its whole content or not at all: nobody ever reads a lock that is half written. */
async function claim(path: string, mine: string, folder: string): Promise<void> {
  for (;;) {
    try {
      return await link(mine, path);
    } catch (error) {
      if (!hasCode(error, "EEXIST")) throw error;
    }
    const holder = await readHolder(path);
    if (holder && (await isAlive(holder))) throw new FolderInUseError(folder, holder.pid);
    await discard(path, holder);
  }
}

/** Moves the stale lock away. Somebody else may have taken it over meanwhile; theirs is put back then. */
async function discard(path: string, stale: Holder | undefined): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return;
    throw error;
  }
  const moved = await readHolder(aside);
  if (moved?.pid !== stale?.pid || moved?.started !== stale?.started) await link(aside, path);
  await rm(aside, { force: true });
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, "utf8"));
    if (typeof value !== "object" || value === null || !("pid" in value) || typeof value.pid !== "number")
      return undefined;
    const started = "started" in value && typeof value.started === "string" ? value.started : null;
    return { pid: value.pid, started };
  } catch (error) {
    if (hasCode(error, "ENOENT") || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function isAlive({ pid, started }: Holder): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return hasCode(error, "EPERM"); // it runs, but belongs to somebody else
  }
  return started === null || (await startOf(pid)) === started;
}

/** Start time in clock ticks since boot: field 22 of /proc/<pid>/stat (proc(5)). */
async function startOf(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null; // only Linux has it
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
