import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { isCrewError } from "@crewdock/contract";
import { makeInvitation } from "../auth/invitations.ts";
import { setUpCompany } from "../seed/set-up-company.ts";
import type { CrewServer } from "../server.ts";
import { runUnit } from "../store/unit.ts";
import { CommandError, exitCodes } from "./exit-codes.ts";
import { type CommandContext, openServer } from "./open-server.ts";
import { passwordLink } from "./server-options.ts";

/** What `crewdock-server setup` is told. */
export interface SetupArguments {
  readonly name: string;
  readonly email: string;
  /** @default what stands before the @ of the address */
  readonly login: string | undefined;
  /** Name of the one department that there is at first. */
  readonly company: string;
  /** IANA name, such as `Europe/Warsaw`. */
  readonly timeZone: string;
  /** File with the password, `-` for standard input; without one the administrator gets a link, or your CRM logs them in. */
  readonly passwordFile: string | undefined;
}

/** What came of it. */
export interface SetupResult {
  /** Null when there were users already: then nothing was changed. */
  readonly userId: string | null;
  /** Where the administrator chooses a password; good for a week and once. */
  readonly passwordLink: string | null;
}

const DEPARTMENT = "d-company";

/** Makes the first administrator in an empty database. @throws CommandError for what the policy does not allow */
export async function setUp(context: CommandContext, given: SetupArguments): Promise<SetupResult> {
  const [first, ...rest] = given.name.trim().split(/\s+/);
  const last = rest.pop();
  if (first === undefined || last === undefined) throw usage("--name has to be a first and a last name");
  if (!/^[^\s@]+@[^\s@]+$/.test(given.email)) throw usage("--email has to be an address");
  if (!Intl.supportedValuesOf("timeZone").includes(given.timeZone) && given.timeZone !== "UTC")
    throw usage("--time-zone has to be a name such as Europe/Warsaw");
  const password = await readPassword(given.passwordFile);
  const server = await openServer(context);
  try {
    const userId = await setUpCompany(server.crew, {
      organisation: {
        departments: [{ id: DEPARTMENT, version: "1", name: given.company, parentId: null, headId: null }],
        positions: [],
        groups: [],
      },
      administrator: {
        name: { first, last, patronymic: rest.length > 0 ? rest.join(" ") : null },
        email: given.email,
        login: given.login ?? given.email.slice(0, given.email.indexOf("@")),
        password,
        timeZone: given.timeZone,
        departmentId: DEPARTMENT,
      },
    });
    const template = context.configuration.CREWDOCK_PASSWORD_URL;
    if (userId === null || password !== null || template === undefined) return { userId, passwordLink: null };
    return { userId, passwordLink: passwordLink(template, await invite(server.crew, userId)) };
  } catch (error) {
    if (isCrewError(error) && error.code === "validation")
      throw usage("the password is too easily guessed or too short");
    throw error;
  } finally {
    await server.close();
  }
}

function invite({ db, services }: CrewServer, userId: string): Promise<string> {
  const options = { tenant: services.tenant, actorId: null, now: services.now(), requestId: null };
  return runUnit(
    db,
    options,
    () => {},
    (unit) => makeInvitation(unit, userId),
  );
}

async function readPassword(file: string | undefined): Promise<string | null> {
  if (file === undefined) return null;
  try {
    return (file === "-" ? await text(process.stdin) : await readFile(file, "utf8")).replace(/\r?\n$/, "");
  } catch (error) {
    throw new CommandError(exitCodes.usage, "--password-file cannot be read", error);
  }
}

function usage(message: string): CommandError {
  return new CommandError(exitCodes.usage, message);
}
