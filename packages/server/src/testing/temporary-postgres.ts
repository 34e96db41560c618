import { execFile } from "node:child_process";
import { chown, mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A PostgreSQL of its own on a free port of 127.0.0.1. */
export interface TemporaryPostgres extends AsyncDisposable {
  readonly url: string;
  /** Ends it as a crash does: no process finishes what it was at, the next start reads the log again. */
  stopAtOnce(): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
}

export interface TemporaryPostgresOptions {
  /** Whether a commit waits until it stands on the disk, as in production. @default false */
  readonly fsync?: boolean;
  /** Further settings, such as `shared_buffers=256MB`. @default none */
  readonly settings?: readonly string[];
}

/** Where Debian keeps the programs of the newest PostgreSQL; undefined when it is not installed. */
export async function postgresPrograms(): Promise<string | undefined> {
  const root = "/usr/lib/postgresql";
  try {
    const [newest] = (await readdir(root)).sort((a, b) => Number(b) - Number(a));
    return newest === undefined ? undefined : join(root, newest, "bin");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** Starts a cluster in a temporary folder. PostgreSQL refuses to run as root, so then the user `postgres` runs it. */
export async function startPostgres(
  programs: string,
  options: TemporaryPostgresOptions = {},
): Promise<TemporaryPostgres> {
  const folder = await mkdtemp(join(tmpdir(), "crewdock-pg-"));
  const asRoot = process.getuid?.() === 0;
  const call = (program: string, ...args: string[]): Promise<unknown> =>
    asRoot
      ? run("runuser", ["-u", "postgres", "--", join(programs, program), ...args], { cwd: "/" })
      : run(join(programs, program), args);
  if (asRoot) {
    const { stdout } = await run("id", ["-u", "postgres"]);
    await chown(folder, Number(stdout), -1);
  }
  const data = join(folder, "data");
  await call("initdb", "-D", data, "-U", "crewdock", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync");
  const port = await freePort();
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    `fsync=${options.fsync ? "on" : "off"}`,
    ...(options.settings ?? []),
  ];
  const flags = `-p ${port} ${settings.map((setting) => `-c ${setting}`).join(" ")}`;
  const start = async (): Promise<void> => {
    await call("pg_ctl", "-D", data, "-w", "-l", join(folder, "log"), "-o", flags, "start");
  };
  const stopAtOnce = async (): Promise<void> => {
    await call("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop");
  };
  await start();
  return {
    url: `postgres://crewdock@127.0.0.1:${port}/postgres`,
    start,
    stopAtOnce,
    async [Symbol.asyncDispose]() {
      await stopAtOnce();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
