import { CrewError } from "@crewdock/contract";
import type { Db, Queries } from "../store/db.ts";

/** At most `count` attempts within `seconds`. */
export interface AttemptLimit {
  readonly count: number;
  readonly seconds: number;
}

/** What an attempt counts under. */
export interface LimitedKey {
  readonly key: string;
  readonly limit: AttemptLimit;
}

/** That an attempt was refused, and under which key. */
export class TooManyAttempts extends CrewError {
  readonly limited: LimitedKey;

  constructor(limited: LimitedKey, retryAfter: number) {
    super("rate_limited", { retryAfter });
    this.limited = limited;
  }
}

/** Attempts that were counted. */
export interface TakenAttempts {
  /** Lets them not have been, because they turned out well: all of them, or those under some of the keys. */
  giveBack(keys?: readonly string[]): Promise<void>;
}

/**
 * Refuses when too many attempts stand under a key. They are kept in the database: all instances count together.
 * @throws TooManyAttempts with the seconds until the oldest attempt no longer counts
 */
async function demandAttempts(db: Queries, tenant: string, { key, limit }: LimitedKey, now: Date): Promise<void> {
  const since = new Date(now.getTime() - limit.seconds * 1000);
  const rows = await db.query<{ at: Date }>(
    `select at from attempts where tenant_id = $1 and key = $2 and at > $3 order by at desc limit ${limit.count}`,
    [tenant, key, since],
  );
  const oldest = rows[limit.count - 1];
  if (!oldest) return;
  const wait = (oldest.at.getTime() - since.getTime()) / 1000;
  throw new TooManyAttempts({ key, limit }, Math.max(1, Math.ceil(wait)));
}

/** Counts an attempt. @returns its id */
async function recordAttempt(db: Queries, tenant: string, key: string, now: Date): Promise<string> {
  const rows = await db.query<{ id: string }>(
    "insert into attempts (tenant_id, key, at) values ($1, $2, $3) returning id::text as id",
    [tenant, key, now],
  );
  if (!rows[0]) throw new CrewError("internal");
  return rows[0].id;
}

/**
 * Counts one attempt under each key, or refuses it and counts none. Those who come at once wait for each other here, and
 * not for the attempt itself: so take it before what it limits, and give it back afterwards where only failures count.
 * @throws CrewError `rate_limited`
 */
export async function takeAttempts(
  db: Db,
  tenant: string,
  keys: readonly LimitedKey[],
  now: Date,
): Promise<TakenAttempts> {
  const ids = await db.transaction((tx) => countAttempts(tx, tenant, keys, now));
  return {
    async giveBack(some = [...ids.keys()]) {
      const back = some.flatMap((key) => ids.get(key) ?? []);
      if (back.length > 0) await db.query("delete from attempts where id = any($1::bigint[])", [back]);
    },
  };
}

/** Whether a refusal is the first under its key for as long as the limit looks back: one of many is worth a record. */
export async function isFirstRefusal(
  db: Db,
  tenant: string,
  { limited }: TooManyAttempts,
  now: Date,
): Promise<boolean> {
  const once = { key: `refused ${limited.key}`, limit: { count: 1, seconds: limited.limit.seconds } };
  try {
    await takeAttempts(db, tenant, [once], now);
    return true;
  } catch (error) {
    if (error instanceof TooManyAttempts) return false;
    throw error;
  }
}

/**
 * Counts attempts within a transaction that does what they limit: they count when it is committed.
 * @returns their ids by key
 * @throws CrewError `rate_limited`
 */
export async function countAttempts(
  tx: Queries,
  tenant: string,
  keys: readonly LimitedKey[],
  now: Date,
): Promise<ReadonlyMap<string, string>> {
  // In one order for all, or two of them could wait for each other.
  for (const { key } of keys.toSorted((a, b) => (a.key < b.key ? -1 : 1)))
    await tx.query("select pg_advisory_xact_lock(7267430, hashtext($1))", [`${tenant} ${key}`]);
  for (const each of keys) await demandAttempts(tx, tenant, each, now);
  const taken = new Map<string, string>();
  for (const { key } of keys) taken.set(key, await recordAttempt(tx, tenant, key, now));
  return taken;
}

/** Removes what no limit looks at any more. */
export async function pruneAttempts(db: Queries, before: Date): Promise<void> {
  await db.query("delete from attempts where at < $1", [before]);
  await db.query("delete from proven_logins where at < $1", [before]);
}
