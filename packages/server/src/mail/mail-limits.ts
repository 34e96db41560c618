import type { MailFailure, MailFailureCode, MailSettings } from "@crewdock/contract";
import type { Call } from "../http/handlers.ts";
import { demandAttempts, recordAttempt, takeAttempts } from "../limits/attempts.ts";
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

function wrongKey({ imap }: MailSettings): string {
  return `mail-password:${imap.host.toLowerCase()}:${imap.username.toLowerCase()}`;
}

/** Counts one probe of mail servers, or refuses it. @throws CrewError `rate_limited` */
export async function takeMailProbe(
  { db }: Services,
  { tenant, actor, now }: Call,
  settings: MailSettings,
): Promise<void> {
  await demandAttempts(db, tenant, { key: wrongKey(settings), limit: WRONG_PASSWORDS }, now);
  const hosts = new Set([settings.imap.host.toLowerCase(), settings.smtp.host.toLowerCase()]);
  const keys = [
    { key: `mail-user:${actor.user.id}`, limit: PER_USER },
    ...[...hosts].map((host) => ({ key: `mail-host:${host}`, limit: PER_HOST })),
  ];
  await takeAttempts(db, tenant, keys, now);
}

/** Remembers a failure if it says that the password was wrong. */
export async function noteFailure(
  { db, tenant }: Call,
  settings: MailSettings,
  codes: readonly (MailFailureCode | undefined)[],
  now: Date,
): Promise<void> {
  if (codes.some((code) => code !== undefined && WRONG.has(code)))
    await recordAttempt(db, tenant, wrongKey(settings), now);
}

/** Why a probe could not list the folders, from the error it threw or from that error's cause; undefined for any other. */
export function failureOf(error: unknown): MailFailure | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === "MailProbeError" && "failure" in error) return error.failure as MailFailure;
  return failureOf(error.cause);
}
