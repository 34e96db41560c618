import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A server in a process of its own. */
export interface Child extends AsyncDisposable {
  readonly port: number;
  readonly pid: number;
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
      async [Symbol.asyncDispose]() {
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

/** Starts to count what processes spend on the processor. @returns milliseconds so far, of those that are still there */
export async function processorClock(pids: readonly number[]): Promise<() => Promise<number>> {
  const before = await Promise.all(pids.map(spent));
  return async () => {
    const now = await Promise.all(pids.map(spent));
    return now.reduce(
      (sum: number, time, index) => sum + (time ?? 0) - (time === undefined ? 0 : (before[index] ?? 0)),
      0,
    );
  };
}

/** Milliseconds of processor that a process has taken; undefined for one that is gone. */
async function spent(pid: number): Promise<number | undefined> {
  const line = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  if (line === undefined) return undefined;
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
  return MS_PER_TICK * (Number(fields[11]) + Number(fields[12]));
}
