import { randomUUID } from "node:crypto";
import type { MailGrant } from "@crewdock/contract";
import type { SealContext } from "../../secrets/seal.ts";
import type { Services } from "../../services.ts";
import type { Queries } from "../../store/db.ts";
import type { Unit } from "../../store/unit.ts";
import type { OAuthTokens } from "./oauth-client.ts";

/** How long a grant waits for the account that it is meant for, in milliseconds. */
const GRANT_MS = 30 * 60 * 1000;

/** A grant as it is stored. */
export interface StoredGrant {
  readonly id: string;
  readonly providerId: string;
  readonly sealed: string;
}

export function grantSeal(tenant: string, id: string): SealContext {
  return { tenant, record: `mail_grant:${id}`, field: "tokens" };
}

export async function insertGrant(
  { sealer }: Services,
  unit: Unit,
  {
    userId,
    providerId,
    tokens,
  }: { readonly userId: string; readonly providerId: string; readonly tokens: OAuthTokens },
): Promise<MailGrant> {
  const id = randomUUID();
  const expiresAt = new Date(unit.now.getTime() + GRANT_MS);
  await unit.query(
    `insert into mail_grants (tenant_id, id, user_id, provider_id, tokens_sealed, expires_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [unit.tenant, id, userId, providerId, sealer.seal(JSON.stringify(tokens), grantSeal(unit.tenant, id)), expiresAt],
  );
  return { id, providerId, expiresAt: expiresAt.toISOString() };
}

/** A grant of somebody's own that has not run out. */
export async function findGrant(
  db: Queries,
  { tenant, userId, now }: { readonly tenant: string; readonly userId: string; readonly now: Date },
  id: string,
): Promise<StoredGrant | undefined> {
  const [row] = await db.query<{ readonly provider_id: string; readonly tokens_sealed: string }>(
    `select provider_id, tokens_sealed from mail_grants
     where tenant_id = $1 and id = $2 and user_id = $3 and expires_at > $4`,
    [tenant, id, userId, now],
  );
  return row && { id, providerId: row.provider_id, sealed: row.tokens_sealed };
}
