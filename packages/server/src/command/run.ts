import { parseArgs } from "node:util";
import { createJsonLog } from "./json-log.ts";
import { describeError, type Log } from "../log.ts";
import { type Configuration, readConfiguration } from "./configuration.ts";
import { CommandError, type ExitCode, exitCodes } from "./exit-codes.ts";
import { openDatabase } from "./open-database.ts";
import type { CommandContext } from "./open-server.ts";

/** The process that a run of the command belongs to. */
export interface CommandHost {
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Resolves when the process is told to stop. */
  readonly stopped: Promise<string>;
}

const OPTIONS = {
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
  "check-config": { type: "boolean" },
  name: { type: "string" },
  email: { type: "string" },
  login: { type: "string" },
  company: { type: "string" },
  "time-zone": { type: "string" },
  "password-file": { type: "string" },
} as const;

type Parsed = ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>;

/** Runs the command. @returns the exit code; what went wrong stands on standard error */
export async function run(host: CommandHost): Promise<ExitCode> {
  try {
    return await dispatch(host, parse(host.arguments));
  } catch (error) {
    if (!(error instanceof CommandError)) return failUnforeseen(host, error);
    host.err(`crewdock-server: ${error.message}\n`);
    return error.exitCode;
  }
}

/** Tells of an error that nobody foresaw without its own words, which may quote a value. */
export function failUnforeseen({ err }: Pick<CommandHost, "err">, error: unknown): ExitCode {
  err(`crewdock-server: failed ${JSON.stringify(describeError(error))}\n`);
  return exitCodes.failed;
}

function parse(given: readonly string[]): Parsed {
  try {
    return parseArgs({ args: [...given], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    const message = error instanceof Error ? error.message.split(". ")[0] : "the arguments cannot be read";
    throw new CommandError(exitCodes.usage, `${message}; see crewdock-server --help`, error);
  }
}

async function dispatch(host: CommandHost, { values, positionals }: Parsed): Promise<ExitCode> {
  const [command = "serve", ...more] = positionals;
  if (values.help) return print(host, (await import("./help.ts")).helpText());
  if (values.version) return print(host, `${host.version}\n`);
  if (more.length > 0 || !["serve", "keys", "setup", "audit"].includes(command))
    throw new CommandError(
      exitCodes.usage,
      `there is no command "${positionals.join(" ")}"; see crewdock-server --help`,
    );
  if (command === "keys") return print(host, (await import("./keys.ts")).freshKeys(new Date()));
  const { configuration, log } = configure(host);
  if (values["check-config"]) return print(host, "The configuration is in order.\n");
  if (command === "serve") return runServer(host, configuration, log);
  const context = { configuration, log: quiet(log), database: () => openDatabase(configuration, log) };
  if (command === "setup") return setUpFirst(host, context, values);
  const verdict = await (await import("./audit.ts")).checkAudit(context);
  print(host, `${JSON.stringify(verdict)}\n`);
  return verdict.brokenAt === null ? exitCodes.ok : exitCodes.failed;
}

async function runServer(host: CommandHost, configuration: Configuration, log: Log): Promise<ExitCode> {
  const database = openDatabase(configuration, log); // opens while the server's own code is loaded
  database.catch(() => {}); // heard of below, where it is waited for
  try {
    const { serve } = await import("./serve.ts");
    await serve({ configuration, log, database: () => database }, host.stopped);
    return exitCodes.ok;
  } catch (error) {
    log({ level: "error", event: "failed", ...describeError(error) });
    throw error;
  }
}

function configure(host: CommandHost): { readonly configuration: Configuration; readonly log: Log } {
  const reading = readConfiguration(host.environment);
  if (!reading.ok) {
    const lines = reading.problems.map(({ variable, message }) => `  ${variable} ${message}`);
    throw new CommandError(exitCodes.usage, `the configuration has to be mended:\n${lines.join("\n")}`);
  }
  const { configuration, secrets } = reading;
  return { configuration, log: createJsonLog({ level: configuration.CREWDOCK_LOG_LEVEL, write: host.out, secrets }) };
}

async function setUpFirst(
  host: CommandHost,
  context: CommandContext,
  {
    name,
    email,
    login,
    company = "Company",
    "time-zone": timeZone = "UTC",
    "password-file": passwordFile,
  }: Parsed["values"],
): Promise<ExitCode> {
  if (name === undefined || email === undefined)
    throw new CommandError(exitCodes.usage, "setup needs --name and --email; see crewdock-server --help");
  const { setUp } = await import("./setup.ts");
  const result = await setUp(context, { name, email, login, company, timeZone, passwordFile });
  if (result.userId === null) host.err("crewdock-server: there are users already; nothing was changed\n");
  return print(host, `${JSON.stringify(result)}\n`);
}

/** Standard output holds the result alone, so that a script can read it. */
function quiet(log: Log): Log {
  return (entry) => {
    if (entry.level === "error") log(entry);
  };
}

function print(host: CommandHost, text: string): ExitCode {
  host.out(text);
  return exitCodes.ok;
}
