import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Place } from "./server-under-test.ts";

const victim = fileURLToPath(new URL("victim.ts", import.meta.url));

/** A server in a process of its own. */
export interface ServerProcess {
  /** Where its API is, such as `http://127.0.0.1:4711/crewdock/v1`. */
  readonly api: string;
  /** SIGKILL: nothing of it runs on. Resolves when the process is gone. */
  kill(): Promise<void>;
}

/** @throws Error when it ends before it listens */
export async function startServerProcess(place: Place): Promise<ServerProcess> {
  const child = spawn(process.execPath, ["--conditions=source", victim, JSON.stringify(place)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const port = await portOf(child);
  return {
    api: `http://127.0.0.1:${port}/crewdock/v1`,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}

async function portOf(child: ChildProcess): Promise<number> {
  if (!child.stdout) throw new TypeError("the process has no output");
  for await (const line of createInterface({ input: child.stdout })) return Number(line);
  throw new Error("the server ended before it listened");
}
