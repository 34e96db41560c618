import { spawn, type ChildProcess } from "node:child_process";
import { createSocket } from "node:dgram";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { answersOptions } from "./answers-options.ts";
import { findKamailio } from "./installed.ts";
import { GatewayError, type KamailioOptions } from "./options.ts";
import { renderKamailioConfig } from "./render.ts";

export interface StartKamailioOptions extends Omit<KamailioOptions, "dir" | "port"> {
  /** folder for the configuration and run-time files. @default a new one, removed when stopped */
  readonly dir?: string;
  /** 0 takes a free one. @default 0 */
  readonly port?: number;
  /** gives up the start; a running Kamailio is ended by `stop` */
  readonly signal?: AbortSignal;
}

export interface RunningKamailio {
  readonly webSocketUrl: string;
  /** SIP over UDP and, on the same number, over TCP */
  readonly udpPort: number;
  /** Settles when Kamailio ends, by `stop` or by itself, with the last lines of its log. Never rejects. */
  readonly exited: Promise<string>;
  /** Ends Kamailio and all its processes, and waits for it. */
  stop(): Promise<void>;
}

const START_MS = 10_000;
const STOP_MS = 5_000;
const LOG_LINES = 20;

/**
 * Writes a configuration and runs Kamailio with it as a child process, on 127.0.0.1 only. Resolves when it answers.
 *
 * @throws GatewayError `invalid_option`, `not_installed`, `did_not_start` (its cause holds the last lines of the log) or
 * `cancelled`
 */
export async function startKamailio(options: StartKamailioOptions): Promise<RunningKamailio> {
  const program = findKamailio();
  if (program === undefined) throw new GatewayError("not_installed", "Kamailio is not on this machine.");
  const port = await claimPort(options.port ?? 0);
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), "crewdock-kamailio-")));
  const removeDir = async (): Promise<void> => {
    if (options.dir === undefined) await rm(dir, { recursive: true, force: true });
  };
  try {
    await writeFiles(dir, renderKamailioConfig({ ...options, dir, port }));
    const { exited, stop } = await run(program, dir, port, options.signal);
    return {
      webSocketUrl: `ws://127.0.0.1:${port}`,
      udpPort: port,
      exited,
      stop: async () => {
        await stop();
        await removeDir();
      },
    };
  } catch (cause) {
    await removeDir();
    throw cause;
  }
}

async function writeFiles(dir: string, files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const file = join(dir, name);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, text, { mode: 0o600 });
  }
}

async function run(
  program: string,
  dir: string,
  port: number,
  signal?: AbortSignal,
): Promise<Pick<RunningKamailio, "exited" | "stop">> {
  const flags = [
    "-f",
    join(dir, "kamailio.cfg"),
    "-DD",
    "-E",
    "-m",
    "64",
    "-M",
    "8",
    "-Y",
    dir,
    "-P",
    join(dir, "pid"),
  ];
  // a process group of its own, so that a Kamailio that hangs can be ended with all its workers
  const child = spawn(program, flags, { stdio: ["ignore", "ignore", "pipe"], detached: true });
  const log = lastLines(child);
  const exited = new Promise<string>((resolve) => {
    // workers outlive a main process that was killed
    child.once("exit", () => killGroup(child));
    // closed and not only exited: the last words of the log come before that
    child.once("close", () => resolve(log())).once("error", () => resolve(log()));
  });
  const onProcessExit = (): void => endGroup(child);
  process.once("exit", onProcessExit);
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    const forced = setTimeout(() => endGroup(child), STOP_MS);
    await exited;
    clearTimeout(forced);
    process.off("exit", onProcessExit);
  };

  const controller = new AbortController();
  const late = setTimeout(() => controller.abort(failed("Kamailio did not answer in time.", log())), START_MS);
  const onAbort = (): void =>
    controller.abort(new GatewayError("cancelled", "The start was given up.", signal?.reason));
  if (signal?.aborted === true) onAbort();
  signal?.addEventListener("abort", onAbort, { once: true });
  void exited.then(() => controller.abort(failed("Kamailio ended while it started.", log())));
  try {
    await answersOptions(port, controller.signal);
  } catch (cause) {
    await stop();
    throw cause;
  } finally {
    clearTimeout(late);
    signal?.removeEventListener("abort", onAbort);
  }
  return { exited, stop };
}

function failed(message: string, log: string): GatewayError {
  return new GatewayError("did_not_start", message, new Error(log));
}

/** The last lines of the log; reading it also keeps the pipe from filling up. */
function lastLines(child: ChildProcess): () => string {
  let lines: readonly string[] = [];
  child.stderr?.on("data", (chunk: Buffer) => {
    lines = [...lines, ...chunk.toString().trimEnd().split("\n")].slice(-LOG_LINES);
  });
  return () => lines.join("\n");
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  killGroup(child);
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (cause) {
    // the group ended in between
    if (!(cause instanceof Error && "code" in cause && cause.code === "ESRCH")) throw cause;
  }
}

/** Finds a port that is free for TCP and UDP, or checks the one that is asked for. */
async function claimPort(wanted: number): Promise<number> {
  const server = createServer();
  const socket = createSocket("udp4");
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen(wanted, "127.0.0.1", resolve);
    });
    const { port } = server.address() as AddressInfo;
    await new Promise<void>((resolve, reject) => {
      socket.once("error", reject).bind({ port, address: "127.0.0.1", exclusive: true }, resolve);
    });
    return port;
  } catch (cause) {
    // otherwise whoever has the port would answer in Kamailio's place
    throw new GatewayError("did_not_start", "The port is taken.", cause);
  } finally {
    if (server.listening) await new Promise((resolve) => server.close(resolve));
    socket.close();
  }
}
