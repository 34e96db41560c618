import type { MailCheckEvent, MailFailure, MailFailureCode, MailProtocol, MailSettings } from "@crewdock/contract";
import type { Call } from "../http/handlers.ts";
import { takeAttempts } from "../limits/attempts.ts";
import { canonicalHost } from "../net/egress.ts";
import type { Services } from "../services.ts";

const PER_USER = { count: 30, seconds: 10 * 60 };
const PER_HOST = { count: 60, seconds: 10 * 60 };
/** Providers lock an account after a few wrong passwords; we stop before they do. */
const WRONG_PASSWORDS = { count: 3, seconds: 10 * 60 };

const WRONG: ReadonlySet<MailFailureCode> = new Set<MailFailureCode>([
  "bad_login",
  "bad_login_or_imap_disabled",
  "app_password_required",
]);

const PROTOCOLS: readonly MailProtocol[] = ["imap", "smtp"];

function wrongKey({ host, username }: MailSettings[MailProtocol]): string {
  return `mail-password:${canonicalHost(host)}:${username.toLowerCase()}`;
}

/** What one probe of mail servers came to, as far as wrong passwords go. */
export interface MailProbeAttempt {
  /** Follows a check as it goes. */
  note(event: MailCheckEvent): void;
  /** How it went with one of the servers; null when all was well. */
  ended(protocol: MailProtocol, failure: MailFailure | null): void;
  /**
   * Lets those servers go on counting a wrong password that were told one, or may have been when the caller left; the
   * others never counted. To be called once, whatever happened.
   */
  settle(): Promise<void>;
}

/**
 * Counts one probe of mail servers, and beforehand a wrong password at each of them, or refuses it: many that come at once
 * get no more tries than those that come one by one.
 * @throws CrewError `rate_limited`
 */
export async function takeMailProbe(
  { db }: Services,
  { tenant, actor, now }: Call,
  settings: MailSettings,
): Promise<MailProbeAttempt> {
  const hosts = new Set(PROTOCOLS.map((protocol) => canonicalHost(settings[protocol].host)));
  const guesses = new Set(PROTOCOLS.map((protocol) => wrongKey(settings[protocol])));
  const taken = await takeAttempts(
    db,
    tenant,
    [
      { key: `mail-user:${actor.user.id}`, limit: PER_USER },
      ...[...hosts].map((host) => ({ key: `mail-host:${host}`, limit: PER_HOST })),
      ...[...guesses].map((key) => ({ key, limit: WRONG_PASSWORDS })),
    ],
    now,
  );
  /** Those that were told the password and have not taken it. */
  const told = new Set<MailProtocol>();
  const ended = (protocol: MailProtocol, failure: MailFailure | null): void => {
    if (failure && mayHaveBeenWrong(failure)) told.add(protocol);
    else told.delete(protocol);
  };
  return {
    note(event) {
      if (event.type === "report") for (const protocol of PROTOCOLS) ended(protocol, event.report[protocol].failure);
      else if (event.stage === "login" && event.state === "running") told.add(event.protocol);
      else if (event.stage === "login" && event.state === "ok") told.delete(event.protocol);
    },
    ended,
    settle() {
      const kept = new Set([...told].map((protocol) => wrongKey(settings[protocol])));
      return taken.giveBack([...guesses].filter((key) => !kept.has(key)));
    },
  };
}

/** Whoever leaves while the password is looked at is not told the outcome, and could have guessed all the same. */
function mayHaveBeenWrong({ code, stage }: MailFailure): boolean {
  return WRONG.has(code) || (code === "cancelled" && stage === "login");
}

/** Why a probe could not list the folders, from the error it threw or from that error's cause; undefined for any other. */
export function failureOf(error: unknown): MailFailure | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === "MailProbeError" && "failure" in error) return error.failure as MailFailure;
  return failureOf(error.cause);
}
