import { type Setting, settings } from "./settings.ts";

/** What `crewdock-server --help` prints. */
export function helpText(): string {
  return `Usage: crewdock-server [command] [options]

Commands:
  serve (default)   runs the server until SIGTERM or SIGINT
  keys              prints fresh keys and secrets as variables; keep them where nobody else reads
  setup             makes the first administrator in an empty database:
                      --name "First Last" --email ADDRESS
                      [--login NAME] [--company NAME] [--time-zone ZONE] [--password-file FILE, - for stdin]
  audit             looks whether the audit records are all there, and as they were written

Options:
  --check-config    says what is wrong with the variables, all at once, and ends
  --help, --version

Variables (those with * also as <name>_FILE, which names a file with the value):
${Object.entries(settings).map(describe).join("\n")}

Exit codes: 0 done, 1 failed, 2 wrong arguments or variables, 3 database, 4 data folder in use, 5 address taken
`;
}

function describe([name, { about, fallback, secret }]: readonly [string, Setting<unknown>]): string {
  return `  ${name}${secret ? "*" : ""}\n      ${about}${fallback === undefined ? "" : ` (${fallback})`}`;
}
