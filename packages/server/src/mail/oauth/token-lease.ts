import { setTimeout as pause } from "node:timers/promises";
import type { Services } from "../../services.ts";
import { databaseTrouble } from "../../store/db.ts";
import type { TokenPlace } from "./access-token.ts";
import type { OAuthTokens } from "./oauth-client.ts";

/**
 * Whoever refreshes tokens has so long, in seconds, by the clock of the database, which all instances share: as long as a
 * provider may take to answer and the database to store what it said. No transaction is open meanwhile.
 */
const LEASE_SECONDS = 30;

/** How long the database is waited for, try by try, in milliseconds. */
const WAITS_MS: readonly number[] = [100, 500, 2000, 5000];

/** The statement's end that finds a place: what stands there now is tokens of the same provider. */
function at({ table }: TokenPlace): string {
  const provider = table === "mail_accounts" ? "oauth_provider" : "provider_id";
  return `where tenant_id = $1 and id = $2 and ${provider} = $3`;
}

function keyOf({ tenant }: Services, { id, providerId }: TokenPlace): readonly string[] {
  return [tenant, id, providerId];
}

/** Takes the right to refresh. @returns the sealed tokens as they are now; undefined when another one has it, or none are there */
export async function takeLease(services: Services, place: TokenPlace, lease: string): Promise<string | undefined> {
  const { table, column } = place;
  const [row] = await services.db.query<{ readonly sealed: string }>(
    `update ${table} set refresh_lease = $4, refresh_until = clock_timestamp() + interval '${LEASE_SECONDS} seconds'
     ${at(place)} and (refresh_until is null or refresh_until < clock_timestamp()) returning ${column} as sealed`,
    [...keyOf(services, place), lease],
  );
  return row?.sealed;
}

/** The sealed tokens as they are now; undefined when none are there. */
export async function readTokens(services: Services, place: TokenPlace): Promise<string | undefined> {
  const [row] = await services.db.query<{ readonly sealed: string }>(
    `select ${place.column} as sealed from ${place.table} ${at(place)}`,
    keyOf(services, place),
  );
  return row?.sealed;
}

/** What a refresh came to. */
interface Refreshed {
  readonly lease: string;
  readonly used: OAuthTokens;
  readonly fresh: OAuthTokens;
}

/**
 * Stores fresh tokens in the place of those that were used for them, also where these were sealed anew meanwhile. What
 * somebody has given since stays. A database that is away for a moment is waited for: the former tokens may count no more.
 */
export async function keepTokens(
  services: Services,
  place: TokenPlace,
  refreshed: Refreshed,
  waitsMs: readonly number[] = WAITS_MS,
): Promise<void> {
  for (const wait of [...waitsMs, null])
    try {
      return await store(services, place, refreshed);
    } catch (error) {
      if (wait === null || databaseTrouble(error) !== "unavailable") throw error;
      await pause(wait);
    }
}

function store(services: Services, place: TokenPlace, { lease, used, fresh }: Refreshed): Promise<void> {
  const { db, sealer } = services;
  const { table, column, seal } = place;
  return db.transaction(async (tx) => {
    const [row] = await tx.query<{ readonly sealed: string; readonly lease: string | null }>(
      `select ${column} as sealed, refresh_lease as lease from ${table} ${at(place)} for update`,
      keyOf(services, place),
    );
    if (!row) return;
    if (row.lease !== lease) {
      // the lease ran out, or somebody gave another login: the token that was used tells
      const present = JSON.parse(sealer.open(row.sealed, seal)) as OAuthTokens;
      if (present.refreshToken !== used.refreshToken) return;
    }
    await tx.query(`update ${table} set ${column} = $4 ${at(place)}`, [
      ...keyOf(services, place),
      sealer.seal(JSON.stringify(fresh), seal),
    ]);
  });
}

/** Lets others refresh, where the lease is still one's own. */
export async function endLease(services: Services, place: TokenPlace, lease: string): Promise<void> {
  await services.db.query(
    `update ${place.table} set refresh_lease = null, refresh_until = null ${at(place)} and refresh_lease = $4`,
    [...keyOf(services, place), lease],
  );
}
