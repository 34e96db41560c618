import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A server in a process of its own. */
export interface Child {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts a file of this folder. */
export async function startChild(file: string, ...args: readonly string[]): Promise<Child> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, ["--conditions=source", path, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_ENV: "production" },
  });
  for await (const line of createInterface({ input: child.stdout })) {
    return {
      port: Number(line),
      pid: child.pid ?? 0,
      async stop() {
        const gone = once(child, "exit");
        child.kill();
        await gone;
      },
    };
  }
  throw new Error(`${file} ended before it listened`);
}

/** A clock tick of proc(5) on Linux. */
const MS_PER_TICK = 10;

/** Milliseconds that processes have spent on the processor; those that are gone count nothing. */
export async function processorTime(pids: readonly number[]): Promise<number> {
  const times = await Promise.all(
    pids.map(async (pid) => {
      const line = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
      const fields = line?.slice(line.lastIndexOf(")") + 2).split(" ") ?? [];
      return MS_PER_TICK * (Number(fields[11] ?? 0) + Number(fields[12] ?? 0));
    }),
  );
  return times.reduce((sum, time) => sum + time, 0);
}
