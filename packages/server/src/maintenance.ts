import { pruneOutbox } from "./events/outbox.ts";
import { IDEMPOTENCY_MS } from "./http/idempotency.ts";
import { pruneAttempts } from "./limits/attempts.ts";
import type { Services } from "./services.ts";

const HOUR_MS = 60 * 60 * 1000;
/** A page that slept for longer reads everything anew. */
const EVENTS_KEPT_MS = 24 * HOUR_MS;

/** Clears away once an hour what nobody reads any more. @returns stops it */
export function startMaintenance(services: Services): () => void {
  const timer = setInterval(() => services.background("maintenance.failed", () => maintain(services)), HOUR_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** One round of it. */
export async function maintain({ db, now }: Services): Promise<void> {
  const before = (ms: number): Date => new Date(now().getTime() - ms);
  await pruneOutbox(db, before(EVENTS_KEPT_MS));
  await db.query("delete from ended_phones where at < $1", [before(EVENTS_KEPT_MS)]);
  await pruneAttempts(db, before(HOUR_MS));
  await db.query("delete from idempotent_answers where at < $1", [before(IDEMPOTENCY_MS)]);
}
