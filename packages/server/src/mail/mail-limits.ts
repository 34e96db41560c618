import type { MailFailure, MailFailureCode, MailProtocol, MailSettings } from "@crewdock/contract";
import type { Call } from "../http/handlers.ts";
import { demandAttempts, recordAttempt, takeAttempts } from "../limits/attempts.ts";
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

function wrongKey({ host, username }: MailSettings[MailProtocol]): string {
  return `mail-password:${canonicalHost(host)}:${username.toLowerCase()}`;
}

/** Counts one probe of mail servers, or refuses it. @throws CrewError `rate_limited` */
export async function takeMailProbe(
  { db }: Services,
  { tenant, actor, now }: Call,
  settings: MailSettings,
): Promise<void> {
  const servers = [settings.imap, settings.smtp];
  for (const server of servers)
    await demandAttempts(db, tenant, { key: wrongKey(server), limit: WRONG_PASSWORDS }, now);
  const hosts = new Set(servers.map(({ host }) => canonicalHost(host)));
  const keys = [
    { key: `mail-user:${actor.user.id}`, limit: PER_USER },
    ...[...hosts].map((host) => ({ key: `mail-host:${host}`, limit: PER_HOST })),
  ];
  await takeAttempts(db, tenant, keys, now);
}

/** Remembers for each server whether it said that the password was wrong; once where both are the same account. */
export async function noteFailures(
  { db, tenant }: Call,
  settings: MailSettings,
  codes: Readonly<Partial<Record<MailProtocol, MailFailureCode | undefined>>>,
  now: Date,
): Promise<void> {
  const wrong = (["imap", "smtp"] as const).filter((protocol) => WRONG.has(codes[protocol] ?? "unknown"));
  for (const key of new Set(wrong.map((protocol) => wrongKey(settings[protocol]))))
    await recordAttempt(db, tenant, key, now);
}

/** Why a probe could not list the folders, from the error it threw or from that error's cause; undefined for any other. */
export function failureOf(error: unknown): MailFailure | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === "MailProbeError" && "failure" in error) return error.failure as MailFailure;
  return failureOf(error.cause);
}
