import { CrewError, type Id } from "@crewdock/contract";
import type { Call } from "../http/handlers.ts";
import type { Db, Queries } from "../store/db.ts";
import { reachedCall } from "./reached-call.ts";

/** A recording that somebody is about to hear. */
export interface HeardRecording {
  readonly callId: Id;
  readonly contentId: string;
  readonly seconds: number;
}

/** For as long as the recording lasts and this much more, requests of one person are one listening: a player asks for many parts. */
const PAUSES_MS = 300_000;

/**
 * Writes into the audit log that the actor listens to a recording, once for each listening, before any of it is heard.
 * @throws CrewError `not_found`, `forbidden` where the recording or the right to it has gone meanwhile
 */
export async function beginListening({ callId, contentId, seconds }: HeardRecording, call: Call): Promise<void> {
  const { db, tenant, actor, now } = call;
  if (await isListening(db, [tenant, callId, actor.user.id, contentId, now])) return; // reads only: players ask often
  await call.write(async (unit, listener) => {
    await holdRecording(unit, [tenant, callId, contentId]);
    const { call: heard } = await reachedCall(unit, tenant, listener, callId, "call.recording.listen");
    const ends = new Date(unit.now.getTime() + seconds * 1000 + PAUSES_MS);
    const begun = await unit.query(
      `insert into recording_listenings as l (tenant_id, call_id, user_id, content_id, ends_at) values ($1, $2, $3, $4, $5)
       on conflict (tenant_id, call_id, user_id) do update set content_id = excluded.content_id, ends_at = excluded.ends_at
         where l.content_id <> excluded.content_id or l.ends_at <= $6
       returning call_id`,
      [tenant, callId, listener.user.id, contentId, ends, unit.now],
    );
    if (begun.length === 0) return; // of two requests that came at once the other has begun it
    await unit.audit({
      action: "call.listenRecording",
      recordType: "call",
      recordId: callId,
      before: heard,
      after: heard,
    });
  });
}

/** Forgets listenings that are over. */
export async function pruneListenings(db: Db, now: Date): Promise<void> {
  await db.query("delete from recording_listenings where ends_at <= $1", [now]);
}

/** Lets nobody remove or replace a recording before the unit has ended. @throws CrewError `not_found` where somebody has */
async function holdRecording(unit: Queries, values: readonly string[]): Promise<void> {
  const rows = await unit.query(
    "select 1 as held from call_recordings where tenant_id = $1 and call_id = $2 and content_id = $3 for key share",
    values,
  );
  if (rows.length === 0) throw new CrewError("not_found", { detail: "no recording" });
}

async function isListening(db: Queries, values: readonly (string | Date)[]): Promise<boolean> {
  const rows = await db.query(
    `select 1 as goes_on from recording_listenings
     where tenant_id = $1 and call_id = $2 and user_id = $3 and content_id = $4 and ends_at > $5`,
    values,
  );
  return rows.length > 0;
}
