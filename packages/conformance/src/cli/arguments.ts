import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { Person } from "../kit/conformance-case.ts";

/** Gets the text of a token; a file is read again each time, so that something else may keep it fresh. */
export type TokenSource = () => Promise<string>;

/** What the command was asked to do. */
export interface Arguments {
  readonly url: string;
  readonly tokens: Readonly<Partial<Record<Person, TokenSource>>> & { readonly admin: TokenSource };
  readonly json: boolean;
  readonly list: boolean;
  readonly faults: boolean;
  readonly seed: number;
  /** Parts of names, ports or families. */
  readonly only: readonly string[];
  /** Reasons by name of the case. */
  readonly excused: Readonly<Record<string, string>>;
}

/** The command was called wrongly; the message says how. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export const usage: string = `Checks a REST backend against the Crewdock contract and prints a score card.

  npx @crewdock/conformance --url https://crm.example/crewdock/v1 --token @admin.token

  --url <url>              where the API is, with its version
  --token <token>          of somebody who manages all users and roles        [CREWDOCK_TOKEN]
  --token-limited <token>  of somebody who manages the users of one
                           department and no roles                            [CREWDOCK_TOKEN_LIMITED]
  --token-nobody <token>   of somebody who works in the CRM and manages
                           nothing                                            [CREWDOCK_TOKEN_NOBODY]
                           A token can be @file, which is read again each time, or stand in the
                           environment, where other users of the machine do not see it. Without the
                           second and third the cases that need them are skipped by name.
  --only <text>            only cases whose name, port or family has the text; can be repeated
  --excuse <name=reason>   skips a case; can be repeated
  --seed <number>          decides whatever is picked at random; printed with each run
  --no-faults              leaves out the cases that disturb the connection
  --list                   names the cases and ends
  --json                   prints the score card as JSON
  --help

Run it against a test system: it makes users, roles, departments and calls, and does not delete them.
Ends with 0 when every case passed or was skipped, 1 when one failed, 2 when it could not run.
`;

const options = {
  url: { type: "string" },
  token: { type: "string" },
  "token-limited": { type: "string" },
  "token-nobody": { type: "string" },
  only: { type: "string", multiple: true },
  excuse: { type: "string", multiple: true },
  seed: { type: "string" },
  "no-faults": { type: "boolean" },
  list: { type: "boolean" },
  json: { type: "boolean" },
  help: { type: "boolean" },
} as const;

/**
 * Reads the command line and the environment; undefined when only help is wanted.
 * @throws UsageError
 */
export function readArguments(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Arguments | undefined {
  const values = parsed(args);
  if (values.help === true) return undefined;
  const list = values.list === true;
  const token = (given: string | undefined, variable: string): TokenSource | undefined => {
    const text = given ?? environment[variable];
    return text === undefined || text === "" ? undefined : sourceOf(text);
  };
  const admin = token(values.token, "CREWDOCK_TOKEN");
  if (!list && !values.url) throw new UsageError("--url is missing");
  if (!list && !admin) throw new UsageError("--token is missing");
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
  if (!Number.isInteger(seed)) throw new UsageError("--seed takes a whole number");
  return {
    url: urlOf(values.url ?? "http://localhost/v1"),
    tokens: {
      admin: admin ?? sourceOf(""),
      limited: token(values["token-limited"], "CREWDOCK_TOKEN_LIMITED"),
      nobody: token(values["token-nobody"], "CREWDOCK_TOKEN_NOBODY"),
    } as Arguments["tokens"],
    json: values.json === true,
    list,
    faults: values["no-faults"] !== true,
    seed,
    only: values.only ?? [],
    excused: Object.fromEntries((values.excuse ?? []).map(excuseOf)),
  };
}

function parsed(args: readonly string[]): ReturnType<typeof parseArgs<{ options: typeof options }>>["values"] {
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function urlOf(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new UsageError("--url takes an http(s) address");
  return text.replace(/\/+$/, "");
}

function sourceOf(text: string): TokenSource {
  if (!text.startsWith("@")) return () => Promise.resolve(text.trim());
  return async () => (await readFile(text.slice(1), "utf8")).trim();
}

function excuseOf(text: string): readonly [string, string] {
  const at = text.lastIndexOf("=");
  if (at < 1 || at === text.length - 1) throw new UsageError("--excuse takes name=reason");
  return [text.slice(0, at), text.slice(at + 1)];
}
