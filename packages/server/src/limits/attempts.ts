import { CrewError } from "@crewdock/contract";
import type { Queries } from "../store/db.ts";

/** At most `count` attempts within `seconds`. */
export interface AttemptLimit {
  readonly count: number;
  readonly seconds: number;
}

/**
 * Refuses when too many attempts stand under a key. They are kept in the database: all instances count together.
 * @throws CrewError `rate_limited` with the seconds until the oldest attempt no longer counts
 */
export async function demandAttempts(
  db: Queries,
  tenant: string,
  key: string,
  limit: AttemptLimit,
  now: Date,
): Promise<void> {
  const since = new Date(now.getTime() - limit.seconds * 1000);
  const rows = await db.query<{ at: Date }>(
    `select at from attempts where tenant_id = $1 and key = $2 and at > $3 order by at desc limit ${limit.count}`,
    [tenant, key, since],
  );
  const oldest = rows[limit.count - 1];
  if (!oldest) return;
  const wait = (oldest.at.getTime() - since.getTime()) / 1000;
  throw new CrewError("rate_limited", { retryAfter: Math.max(1, Math.ceil(wait)) });
}

export async function recordAttempt(db: Queries, tenant: string, key: string, now: Date): Promise<void> {
  await db.query("insert into attempts (tenant_id, key, at) values ($1, $2, $3)", [tenant, key, now]);
}

/** Counts one attempt, or refuses it. @throws CrewError `rate_limited` */
export async function takeAttempt(
  db: Queries,
  tenant: string,
  key: string,
  limit: AttemptLimit,
  now: Date,
): Promise<void> {
  await demandAttempts(db, tenant, key, limit, now);
  await recordAttempt(db, tenant, key, now);
}

/** Removes what no limit looks at any more. */
export async function pruneAttempts(db: Queries, before: Date): Promise<void> {
  await db.query("delete from attempts where at < $1", [before]);
  await db.query("delete from proven_logins where at < $1", [before]);
}
