import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root: string = fileURLToPath(new URL("..", import.meta.url));

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export interface StepResult {
  readonly status: number;
  readonly output: string;
}

/** No test is silent for that long: one that hangs, or leaves something running, must not hold up the rest, in milliseconds. */
const LONGEST_TEST_MS = 300_000;
const LONGEST_SILENCE_MS = 2 * LONGEST_TEST_MS;

/** Every test file is a process of its own: none has to strip and compile anew what another one has. Known by its content. */
const COMPILED: NodeJS.ProcessEnv = { NODE_COMPILE_CACHE: join(root, "node_modules/.cache/compiled") };

/** Runs a program in the project's root, shows its output as it comes and returns it. */
export function run(
  command: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<StepResult> {
  const { promise, resolve, reject } = Promise.withResolvers<StepResult>();
  const child = spawn(command, args, {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...environment },
  });
  const chunks: string[] = [];
  const silence = setTimeout(() => {
    console.log(`not ok ${command} said nothing for ${LONGEST_SILENCE_MS / 1000} s and was stopped`);
    child.kill();
  }, LONGEST_SILENCE_MS);
  const forward = (stream: NodeJS.WriteStream) => (data: Buffer) => {
    silence.refresh();
    chunks.push(data.toString());
    stream.write(data);
  };
  child.stdout.on("data", forward(process.stdout));
  child.stderr.on("data", forward(process.stderr));
  child.on("error", reject);
  child.on("close", (status) => {
    clearTimeout(silence);
    resolve({ status: status ?? 1, output: chunks.join("") });
  });
  return promise;
}

/** Runs files of node:test and counts from the summary that its spec reporter prints. */
export async function nodeTests(files: readonly string[], concurrency: number): Promise<Counts> {
  if (files.length === 0) return { passed: 0, failed: 0, skipped: 0 };
  const flags = [
    "--conditions=source",
    "--liftoff-only", // the embedded database of a test lives for seconds: optimising its machine code costs more than it saves
    "--test",
    `--test-concurrency=${concurrency}`,
    `--test-timeout=${LONGEST_TEST_MS}`,
    "--test-reporter=dot",
    "--test-reporter-destination=stdout",
    "--test-reporter=./.ci/failures-reporter.mjs",
    "--test-reporter-destination=stdout",
  ];
  const { status, output } = await run(process.execPath, [...flags, ...files], COMPILED);
  return counted(status, output);
}

/** Runs the browser tests that a glob names. */
export async function browserTests(glob: string): Promise<Counts> {
  const { status, output } = await run("wtr", ["--config", "web-test-runner.config.mjs", "--files", glob]);
  return counted(status, output);
}

/** Reads the last plain closing line; a run without one, or that ended badly without a failure in it, has failed. */
function counted(status: number, output: string): Counts {
  // the runners move the cursor about before their closing lines
  const plain = output.replaceAll(/\u001b\[[\d;]*[A-Za-z]/g, "\n");
  const line = [...plain.matchAll(/^(\d+) passed, (\d+) failed, (\d+) skipped$/gm)].at(-1);
  const counts = line
    ? { passed: Number(line[1]), failed: Number(line[2]), skipped: Number(line[3]) }
    : { passed: 0, failed: 1, skipped: 0 };
  if (status !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

/** Runs a check that passes or fails as a whole. */
export async function check(command: string, ...args: string[]): Promise<Counts> {
  const started = performance.now();
  const { status } = await run(command, args);
  console.log(
    `${status === 0 ? "ok" : "not ok"} ${command} ${args.join(" ")} (${Math.round(performance.now() - started)} ms)`,
  );
  return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 };
}

export function add(total: Counts, more: Counts): void {
  total.passed += more.passed;
  total.failed += more.failed;
  total.skipped += more.skipped;
}
