import type { Services } from "../services.ts";
import type { Queries } from "../store/db.ts";

/** How long a passed check vouches for what is saved afterwards, in milliseconds. */
const VALID_MS = 30 * 60 * 1000;

/** Remembers that exactly these credentials passed a check, by a keyed hash of them. */
export async function rememberProof(services: Services, db: Queries, credentials: object): Promise<void> {
  await db.query(
    `insert into proven_logins (tenant_id, fingerprint, at) values ($1, $2, $3)
     on conflict (tenant_id, fingerprint) do update set at = excluded.at`,
    [services.tenant, services.proofHashes.of(credentials), services.now()],
  );
}

/** When these credentials passed a check a short while ago; null otherwise. */
export async function provenAt(services: Services, db: Queries, credentials: object): Promise<Date | null> {
  const rows = await db.query<{ at: Date }>(
    "select at from proven_logins where tenant_id = $1 and fingerprint = $2 and at > $3",
    [services.tenant, services.proofHashes.of(credentials), new Date(services.now().getTime() - VALID_MS)],
  );
  return rows[0]?.at ?? null;
}
