// How long the second start of the demo takes, from the process's start to the printed address, beside a bare HTTP server
// in Node started in turns with it. The page is built and the data folder is filled before the clock runs.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROUNDS = 7;
const demo = ["--conditions=source", fileURLToPath(new URL("../start.ts", import.meta.url)), "--port", "4820"];
const bare = ["-e", `require("node:http").createServer().listen(0, "127.0.0.1", () => console.log("listening"))`];

const folder = await mkdtemp(join(tmpdir(), "crewdock-start-"));
try {
  const first = await start([...demo, "--data", folder], /http:\/\/127/);
  const times: { readonly demo: number[]; readonly bare: number[] } = { demo: [], bare: [] };
  while (times.demo.length < ROUNDS) {
    const { ms, output } = await start([...demo, "--data", folder], /http:\/\/127/);
    if (output.includes("Building")) continue; // a source file was saved meanwhile
    times.demo.push(ms);
    times.bare.push((await start(bare, /listening/)).ms);
  }
  const [ours, theirs] = [median(times.demo), median(times.bare)];
  const ratio = Math.round((10 * ours) / theirs) / 10;
  const result = { unit: "ms", rounds: ROUNDS, first: Math.round(first.ms), second: ours, bare: theirs, ratio };
  console.log(
    process.argv.includes("--json")
      ? JSON.stringify({ ...result, slowest: Math.round(Math.max(...times.demo)) })
      : `second start ${ours} ms, bare server ${theirs} ms, ratio ${ratio} (medians of ${ROUNDS}; empty folder ${result.first} ms)`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Starts Node, waits for what it prints, and ends it in order. */
async function start(
  args: readonly string[],
  ready: RegExp,
): Promise<{ readonly ms: number; readonly output: string }> {
  const started = performance.now();
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  let output = "";
  const ms = await new Promise<number>((resolve, reject) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (ready.test(output)) resolve(performance.now() - started);
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`ended with ${code} before it was ready`)));
  });
  child.kill("SIGTERM");
  await exited;
  return { ms, output };
}

function median(values: readonly number[]): number {
  return Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0);
}
