import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { access } from "node:fs/promises";
import { createInterface } from "node:readline";
import { freePort } from "../../testing/temporary-postgres.ts";

const PROGRAM = "/usr/sbin/nats-server";

/** A nats-server of its own on a free port of 127.0.0.1. */
export interface TemporaryNats extends AsyncDisposable {
  readonly servers: string;
  /** Kills it, as a machine that fails would. */
  kill(): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
}

/** Whether Debian's nats-server is installed. */
export async function hasNats(): Promise<boolean> {
  return access(PROGRAM).then(
    () => true,
    () => false,
  );
}

export async function startNats(): Promise<TemporaryNats> {
  const port = await freePort();
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    child = spawn(PROGRAM, ["--addr", "127.0.0.1", "--port", String(port)], { stdio: ["ignore", "ignore", "pipe"] });
    const lines = createInterface({ input: child.stderr! });
    for await (const line of lines) if (line.includes("Server is ready")) return;
    throw new Error("nats-server ended before it was ready");
  };
  const kill = async (): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  await start();
  return { servers: `127.0.0.1:${port}`, start, kill, [Symbol.asyncDispose]: kill };
}
