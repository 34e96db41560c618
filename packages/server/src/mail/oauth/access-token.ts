import type { MailFailureCode } from "@crewdock/contract";
import type { SealContext } from "../../secrets/seal.ts";
import type { Services } from "../../services.ts";
import { type OAuthClient, OAuthRefused, type OAuthTokens } from "./oauth-client.ts";

/** A token that ends sooner than this is as good as ended, in milliseconds: the mail server has its own clock. */
const MARGIN_MS = 60_000;

/** Where sealed tokens are kept. */
export interface TokenPlace {
  readonly table: "mail_accounts" | "mail_grants";
  readonly column: "password_sealed" | "tokens_sealed";
  readonly id: string;
  readonly providerId: string;
  readonly sealed: string;
  readonly seal: SealContext;
}

/** There is no token to log in with; `code` says why, as a check's report does. */
export class NoAccessToken extends Error {
  override readonly name = "NoAccessToken";
  readonly code: Extract<MailFailureCode, "oauth_revoked" | "oauth_unavailable">;

  constructor(code: NoAccessToken["code"], cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

/** Refreshes that are under way, by their place: a refresh token that is used twice at once may count as stolen. */
const underWay = new WeakMap<OAuthClient, Map<string, Promise<string>>>();

/**
 * A token that the mail server takes now; one that has run out is refreshed first, and the fresh one kept.
 * @throws NoAccessToken
 */
export async function accessToken(services: Services, client: OAuthClient, place: TokenPlace): Promise<string> {
  const read = opened(services, place, place.sealed);
  if (isFresh(read, services)) return read.accessToken;
  const all = underWay.get(client) ?? new Map<string, Promise<string>>();
  underWay.set(client, all);
  const key = `${place.table} ${place.id}`;
  const known = all.get(key);
  if (known) return known;
  const refreshing = refreshed(services, client, place).finally(() => all.delete(key));
  all.set(key, refreshing);
  return refreshing;
}

async function refreshed(services: Services, client: OAuthClient, place: TokenPlace): Promise<string> {
  const { db, sealer, tenant } = services;
  // somebody may have refreshed it since it was read, and a provider may take each refresh token once
  const sealed = await storedNow(services, place);
  const tokens = opened(services, place, sealed);
  if (isFresh(tokens, services)) return tokens.accessToken;
  try {
    const fresh = await client.refresh(place.providerId, tokens.refreshToken);
    await db.query(
      `update ${place.table} set ${place.column} = $4 where tenant_id = $1 and id = $2 and ${place.column} = $3`,
      [tenant, place.id, sealed, sealer.seal(JSON.stringify(fresh), place.seal)],
    );
    return fresh.accessToken;
  } catch (error) {
    if (!(error instanceof OAuthRefused)) throw error;
    const present = await storedNow(services, place); // another instance may have been faster meanwhile
    if (present !== sealed) {
      const others = opened(services, place, present);
      if (isFresh(others, services)) return others.accessToken;
    }
    services.log({
      level: "warn",
      event: "mail_oauth.not_refreshed",
      providerId: place.providerId,
      reason: error.reason,
      said: error.said,
    });
    throw new NoAccessToken(error.reason === "unavailable" ? "oauth_unavailable" : "oauth_revoked", error);
  }
}

/** The tokens that are stored by now; those that were read where there are none any more, but a password or nothing. */
async function storedNow(
  { db, tenant }: Services,
  { table, column, id, providerId, sealed }: TokenPlace,
): Promise<string> {
  const provider = table === "mail_accounts" ? "oauth_provider" : "provider_id";
  const [row] = await db.query<{ readonly sealed: string }>(
    `select ${column} as sealed from ${table} where tenant_id = $1 and id = $2 and ${provider} = $3`,
    [tenant, id, providerId],
  );
  return row?.sealed ?? sealed;
}

function opened({ sealer }: Services, { seal }: TokenPlace, sealed: string): OAuthTokens {
  return JSON.parse(sealer.open(sealed, seal)) as OAuthTokens;
}

function isFresh({ expiresAt }: OAuthTokens, { now }: Services): boolean {
  return Date.parse(expiresAt) - now().getTime() > MARGIN_MS;
}
