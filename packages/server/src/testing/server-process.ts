import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../command/main.ts", import.meta.url));

export type Environment = Readonly<Record<string, string>>;

/** What a run of the command came to. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `crewdock-server` in a process of its own. */
export interface ServerProcess extends AsyncDisposable {
  /** Address of the root, known once it listens. */
  readonly url: string;
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** What it has logged so far. */
  log(): readonly Readonly<Record<string, unknown>>[];
  /** Waits for a log entry. */
  logged(event: string): Promise<Readonly<Record<string, unknown>>>;
}

/** Nothing of the surrounding environment but what a program needs to run. */
function environmentOf(variables: Environment): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return { PATH, HOME, TMPDIR, NODE_DISABLE_COMPILE_CACHE: "1", ...variables };
}

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  readonly output: () => string;
  readonly onOutput: (listener: () => void) => void;
}

function start(args: readonly string[], variables: Environment, input?: string): Started {
  const child = spawn(process.execPath, ["--conditions=source", MAIN, ...args], { env: environmentOf(variables) });
  const texts = { stdout: "", stderr: "" };
  const listeners: (() => void)[] = [];
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (text: string) => {
      texts[name] += text;
      for (const listener of listeners) listener();
    });
  child.stdin.end(input ?? "");
  const ended = once(child, "close").then(([code]): Ended => ({ code: code as number | null, ...texts }));
  void ended.then(() => listeners.forEach((listener) => listener()));
  return { child, ended, output: () => texts.stdout, onOutput: (listener) => listeners.push(listener) };
}

/** Runs the command to its end. */
export function runCommand(args: readonly string[], variables: Environment = {}, input?: string): Promise<Ended> {
  return start(args, variables, input).ended;
}

/** Starts the server and waits until it listens on a free port. */
export async function startServerProcess(variables: Environment): Promise<ServerProcess> {
  const { child, ended, output, onOutput } = start([], { PORT: "0", ...variables });
  const log = (): readonly Readonly<Record<string, unknown>>[] =>
    output()
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  const logged = (event: string): Promise<Readonly<Record<string, unknown>>> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const entry = log().find((each) => each["event"] === event);
        if (entry) resolve(entry);
      };
      onOutput(look);
      void ended.then(({ code, stderr }) => reject(new Error(`ended with ${code} before ${event}: ${stderr}`)));
      look();
    });
  const { port } = await logged("listening");
  return {
    url: `http://127.0.0.1:${String(port)}`,
    process: child,
    ended,
    log,
    logged,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null) child.kill("SIGKILL");
      await ended;
    },
  };
}
