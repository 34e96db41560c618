import { endSuspensions } from "./access/suspension.ts";
import { pruneOutbox } from "./events/outbox.ts";
import { chainAudit } from "./audit/audit-chain.ts";
import { pruneLogins } from "./auth/login-records.ts";
import { pruneSessions, SESSION_MS } from "./auth/login-sessions.ts";
import { IDEMPOTENCY_MS } from "./http/idempotency.ts";
import { pruneListenings } from "./calls/listenings.ts";
import { pruneContents } from "./calls/recording-content.ts";
import { pruneAttempts } from "./limits/attempts.ts";
import { sendLetters } from "./users/send-letters.ts";
import type { Services } from "./services.ts";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** So long somebody may be shown as suspended whose period is over; who comes along is let in at once. */
const SUSPENSIONS_MS = 15 * SECOND_MS;
/** Letters that failed, or whose sender is gone, are looked for this often. */
const LETTERS_MS = 30 * SECOND_MS;
/** A page that slept for longer reads everything anew. */
const EVENTS_KEPT_MS = 24 * HOUR_MS;

/** Sends letters that were left over, ends suspensions, chains new audit records and stores who used which rights once a minute, and clears away once an hour what nobody reads any more. @returns stops it */
export function startMaintenance(services: Services): () => void {
  const timers = [
    setInterval(
      () => services.background("suspensions.not_ended", async () => void (await endSuspensions(services))),
      SUSPENSIONS_MS,
    ),
    setInterval(() => services.background("invitation.failed", () => sendLetters(services)), LETTERS_MS),
    setInterval(() => services.background("audit.not_chained", () => chainNewAudit(services)), MINUTE_MS),
    setInterval(() => services.background("uses.not_stored", async () => services.uses?.flush()), MINUTE_MS),
    setInterval(() => services.background("maintenance.failed", () => maintain(services)), HOUR_MS),
  ];
  for (const timer of timers) timer.unref();
  return () => timers.forEach(clearInterval);
}

/** Lets the chain of audit records reach the newest one, and tells the log how far it reaches. */
export async function chainNewAudit({ db, tenant, log }: Services): Promise<void> {
  const { added, number, hash } = await chainAudit(db, tenant);
  if (added > 0) log({ level: "info", event: "audit.chained", added, number, hash });
}

/** One round of it. */
export async function maintain({ db, tenant, now, options }: Services): Promise<void> {
  const before = (ms: number): Date => new Date(now().getTime() - ms);
  await pruneOutbox(db, before(EVENTS_KEPT_MS));
  await db.query("delete from ended_phones where at < $1", [before(EVENTS_KEPT_MS)]);
  await pruneSessions(db, before(SESSION_MS));
  if (options.loginLogDays !== null) await pruneLogins(db, tenant, before(options.loginLogDays * 24 * HOUR_MS));
  await pruneAttempts(db, before(HOUR_MS));
  await pruneContents(db, before(HOUR_MS));
  await pruneListenings(db, now());
  await db.query("delete from idempotent_answers where at < $1", [before(IDEMPOTENCY_MS)]);
  for (const table of ["mail_oauth_states", "mail_grants"])
    await db.query(`delete from ${table} where expires_at < $1`, [now()]);
}
