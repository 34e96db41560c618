import { readFileSync } from "node:fs";
import { type Setting, settings, type Values } from "./settings.ts";

/** What is wrong with one variable; never holds what it was set to. */
export interface Problem {
  readonly variable: string;
  /** To follow the variable in a sentence, such as `has to be a whole number from 0 to 65535`. */
  readonly message: string;
}

/** The variables that are set or have a default. */
export type Configuration = Partial<Values> & Pick<Values, WithFallback>;

type WithFallback =
  | "CREWDOCK_DATABASE_CONNECTIONS"
  | "HOST"
  | "PORT"
  | "CREWDOCK_PUBLIC_URL"
  | "CREWDOCK_TENANT"
  | "CREWDOCK_HOST_KEY"
  | "CREWDOCK_TOKEN_KEYS"
  | "CREWDOCK_SEAL_KEYS"
  | "CREWDOCK_PROBES"
  | "CREWDOCK_LIMIT_USER"
  | "CREWDOCK_LIMIT_ADDRESS"
  | "CREWDOCK_LIMIT_HOST"
  | "CREWDOCK_LIMIT_STREAMS"
  | "CREWDOCK_LOGIN_LOG_DAYS"
  | "CREWDOCK_RECORD_USES"
  | "CREWDOCK_LOG_LEVEL"
  | "CREWDOCK_STOP_SECONDS"
  | "CREWDOCK_STOP_DELAY_SECONDS";

/** What came of reading the environment: the configuration, or every problem at once. */
export type Reading =
  | { readonly ok: true; readonly configuration: Configuration; readonly secrets: readonly string[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

type Name = keyof Values;
type Environment = Readonly<Record<string, string | undefined>>;

const names = Object.keys(settings) as readonly Name[];

/** What else stands in the environment and belongs to others of Crewdock. */
const OTHERS: ReadonlySet<string> = new Set(["CREWDOCK_LAB"]);

/** Variables that mean nothing one without the other: with one of the first, all of the second are needed. */
const TOGETHER: readonly (readonly [readonly Name[], readonly Name[]])[] = [
  [
    ["CREWDOCK_SIP_DOMAIN", "CREWDOCK_SIP_URL", "CREWDOCK_SIP_SECRET", "CREWDOCK_ICE_URLS", "CREWDOCK_TURN_SECRET"],
    ["CREWDOCK_SIP_DOMAIN", "CREWDOCK_SIP_URL", "CREWDOCK_SIP_SECRET"],
  ],
  [["CREWDOCK_TURN_SECRET"], ["CREWDOCK_ICE_URLS"]],
  [
    ["CREWDOCK_SMTP_URL", "CREWDOCK_MAIL_FROM", "CREWDOCK_LOGIN_URL", "CREWDOCK_PASSWORD_URL", "CREWDOCK_PRODUCT"],
    ["CREWDOCK_SMTP_URL", "CREWDOCK_MAIL_FROM", "CREWDOCK_LOGIN_URL"],
  ],
  [
    ["CREWDOCK_MAIL_OAUTH", "CREWDOCK_MAIL_OAUTH_REDIRECT"],
    ["CREWDOCK_MAIL_OAUTH", "CREWDOCK_MAIL_OAUTH_REDIRECT"],
  ],
];

const REQUIRED: readonly Name[] = ["CREWDOCK_HOST_KEY", "CREWDOCK_TOKEN_KEYS", "CREWDOCK_SEAL_KEYS"];

/** Reads all variables; an empty one counts as not set. */
export function readConfiguration(environment: Environment): Reading {
  const problems: Problem[] = [];
  const secrets: string[] = [];
  const found: Record<string, unknown> = {};
  for (const name of names) {
    const setting: Setting<unknown> = settings[name];
    const text = textOf(name, setting, environment, problems) ?? setting.fallback;
    if (text === undefined) continue;
    if (setting.secret) secrets.push(text);
    const result = setting.schema.safeParse(text);
    if (result.success) {
      found[name] = result.data;
      secrets.push(...(setting.secretsIn?.(result.data) ?? []));
    } else problems.push({ variable: name, message: result.error.issues[0]?.message ?? "cannot be read" });
  }
  if (found["CREWDOCK_PROBES"] === "off" && found["CREWDOCK_MAIL_OAUTH"] !== undefined)
    problems.push({
      variable: "CREWDOCK_MAIL_OAUTH",
      message: "is set, but CREWDOCK_PROBES=off switches off all that it is for; leave out one of the two",
    });
  const isSet = (name: Name): boolean => name in found || problems.some(({ variable }) => variable === name);
  problems.push(...missing(isSet), ...unknownNames(environment));
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, configuration: found as Configuration, secrets };
}

function textOf(
  name: Name,
  { secret }: Setting<unknown>,
  environment: Environment,
  problems: Problem[],
): string | undefined {
  const text = environment[name] || undefined;
  const file = (secret && environment[`${name}_FILE`]) || undefined;
  if (file === undefined) return text;
  if (text !== undefined) {
    problems.push({ variable: name, message: `is set, and so is ${name}_FILE: which of them counts?` });
    return undefined;
  }
  try {
    const content = readFileSync(file, "utf8").replace(/\r?\n$/, "");
    if (content !== "") return content;
    problems.push({ variable: `${name}_FILE`, message: "names a file that is empty" });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    problems.push({ variable: `${name}_FILE`, message: `names a file that cannot be read (${code})` });
  }
  return undefined;
}

function missing(isSet: (name: Name) => boolean): readonly Problem[] {
  const problems: Problem[] = REQUIRED.filter((name) => !isSet(name)).map((variable) => ({
    variable,
    message: "has to be set; crewdock-server keys makes one",
  }));
  if (!isSet("DATABASE_URL") && !isSet("CREWDOCK_DATA"))
    problems.push({ variable: "DATABASE_URL", message: "has to be set, or CREWDOCK_DATA for the embedded database" });
  if (isSet("DATABASE_URL") && isSet("CREWDOCK_DATA"))
    problems.push({ variable: "CREWDOCK_DATA", message: "is set, and so is DATABASE_URL: which of them counts?" });
  for (const [some, all] of TOGETHER) {
    const cause = some.find(isSet);
    if (cause === undefined) continue;
    for (const variable of all)
      if (!isSet(variable)) problems.push({ variable, message: `has to be set, because ${cause} is` });
  }
  return problems;
}

/** A misspelt variable would silently mean nothing. */
function unknownNames(environment: Environment): readonly Problem[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith("CREWDOCK_") && !OTHERS.has(name) && !isKnown(name))
    .map((variable) => ({ variable, message: "is not known; crewdock-server --help lists all variables" }));
}

function isKnown(name: string): boolean {
  const base = name.replace(/_FILE$/, "") as Name;
  return name in settings || (base in settings && settings[base].secret === true);
}
