import { randomUUID } from "node:crypto";
import { link, open, readFile, readlink, rename, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";

/** How often a holder shows that it is still there, in milliseconds. */
const HEARTBEAT_MS = 5_000;
/** A holder that cannot be looked at is given up after this silence, in milliseconds. */
const SILENCE_MS = 60_000;

/** The data folder is open in another process. */
export class FolderInUseError extends Error {
  override readonly name = "FolderInUseError";
  readonly folder: string;
  readonly pid: number;
  /** The machine or container of that process; null when it is this one. */
  readonly host: string | null;

  constructor(folder: string, pid: number, host: string | null) {
    super(
      host === null
        ? `The data folder ${folder} is in use by process ${pid}. Stop that process first, or use PostgreSQL.`
        : `The data folder ${folder} is in use by process ${pid} on the machine or in the container ${host}. ` +
            `Stop it there first. If it is gone already, start again in a minute. Several servers need PostgreSQL.`,
    );
    this.folder = folder;
    this.pid = pid;
    this.host = host;
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
  readonly host: string;
  /** Within which boot of the kernel and which namespace of processes `pid` means anything; null where it cannot be told. */
  readonly boot: string | null;
}

/**
 * Takes the lock file of a folder. A lock left behind by a process that is gone is taken over: at once where it can be
 * seen that the process is gone, after a minute of silence where it ran on another machine or in another container.
 * @throws FolderInUseError
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const path = join(folder, "crewdock.lock");
  const mine = `${path}.${randomUUID()}`;
  const me: Holder = {
    pid: process.pid,
    started: await startOf(process.pid),
    host: hostname(),
    boot: await bootOf(),
  };
  await writeFile(mine, JSON.stringify(me), { mode: 0o600 });
  // the file itself and not its path is touched: the path may become another holder's
  const file = await open(mine, "r+");
  try {
    await claim(path, mine, folder, me);
  } catch (error) {
    await file.close();
    throw error;
  } finally {
    await rm(mine, { force: true });
  }
  const beat = async (): Promise<void> => {
    const now = new Date();
    // a folder that is away for a moment is noticed by the database; the next touch may succeed
    await file.utimes(now, now).catch(() => {});
  };
  let touched: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    touched = touched.then(beat);
  }, HEARTBEAT_MS);
  timer.unref();
  return {
    async release() {
      clearInterval(timer);
      await touched;
      await file.close();
      if (isSame(await readHolder(path), me)) await rm(path, { force: true });
    },
  };
}

/** A link appears with its whole content or not at all: nobody ever reads a lock that is half written. */
async function claim(path: string, mine: string, folder: string, me: Holder): Promise<void> {
  for (;;) {
    try {
      return await link(mine, path);
    } catch (error) {
      if (!hasCode(error, "EEXIST")) throw error;
    }
    const holder = await readHolder(path);
    if (holder) {
      const here = holder.host === me.host && holder.boot === me.boot;
      if (here ? await isAlive(holder) : await wasHeardOf(path))
        throw new FolderInUseError(folder, holder.pid, here ? null : holder.host);
    }
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
  if (!isSame(await readHolder(aside), stale)) await link(aside, path);
  await rm(aside, { force: true });
}

function isSame(a: Holder | undefined, b: Holder | undefined): boolean {
  return a?.pid === b?.pid && a?.started === b?.started && a?.host === b?.host && a?.boot === b?.boot;
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, "utf8"));
    if (typeof value !== "object" || value === null || !("pid" in value) || typeof value.pid !== "number")
      return undefined;
    const text = (member: string): string | null => {
      const found: unknown = Reflect.get(value, member);
      return typeof found === "string" ? found : null;
    };
    return { pid: value.pid, started: text("started"), host: text("host") ?? "?", boot: text("boot") };
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

async function wasHeardOf(path: string): Promise<boolean> {
  try {
    return Date.now() - (await stat(path)).mtimeMs < SILENCE_MS;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return false;
    throw error;
  }
}

/** Start time in clock ticks since boot: field 22 of /proc/<pid>/stat (proc(5)). */
async function startOf(pid: number): Promise<string | null> {
  try {
    const line = await readFile(`/proc/${pid}/stat`, "utf8");
    return line.slice(line.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null; // only Linux has it
  }
}

/** Containers of one machine share its boot, and may share a host name, but each counts its processes by itself. */
async function bootOf(): Promise<string | null> {
  try {
    const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8");
    return `${boot.trim()} ${await readlink("/proc/self/ns/pid")}`;
  } catch {
    return null; // only Linux has them
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
