import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { MailFailureCode } from "@crewdock/contract";
import { describeError } from "../../log.ts";
import type { SealContext } from "../../secrets/seal.ts";
import type { Services } from "../../services.ts";
import { type OAuthClient, OAuthRefused, type OAuthTokens } from "./oauth-client.ts";
import { endLease, keepTokens, readTokens, takeLease } from "./token-lease.ts";

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

export interface AccessTokenOptions {
  /** Of the caller, who may leave. */
  readonly signal: AbortSignal;
  /**
   * So long they wait for tokens that another one refreshes, in milliseconds: a provider answers within ten seconds.
   * @default 15_000
   */
  readonly patienceMs?: number;
  /**
   * How often they look whether those are there, in milliseconds.
   * @default 100
   */
  readonly lookMs?: number;
  /** How long a database that is away is waited for, see {@link keepTokens}. */
  readonly storeWaitsMs?: readonly number[];
}

/**
 * A token that the mail server takes now; one that has run out is refreshed first, and the fresh one kept. A refresh token
 * that is used twice may count as stolen, so one of all who ask refreshes, on whatever instance, and the others wait.
 * Whoever has begun to refresh goes on when the caller leaves: what the provider gives then has to be kept.
 * @throws NoAccessToken, or the reason of the signal or of the server's end
 */
export async function accessToken(
  services: Services,
  client: OAuthClient,
  place: TokenPlace,
  { signal, patienceMs = 15_000, lookMs = 100, storeWaitsMs }: AccessTokenOptions,
): Promise<string> {
  let tokens: OAuthTokens | undefined = openTokens(services, place, place.sealed);
  const waitUntil = performance.now() + patienceMs;
  const left = AbortSignal.any([signal, services.closing]);
  while (tokens && !isFresh(tokens, services)) {
    const lease = randomUUID();
    const taken = await takeLease(services, place, lease);
    if (taken !== undefined) return refreshed(services, client, place, { lease, sealed: taken, storeWaitsMs });
    if (performance.now() > waitUntil) throw new NoAccessToken("oauth_unavailable");
    await pause(lookMs, undefined, { signal: left }).catch((error: unknown) => {
      throw left.aborted ? left.reason : error;
    });
    const sealed = await readTokens(services, place);
    tokens = sealed === undefined ? undefined : openTokens(services, place, sealed);
  }
  // a password stands there by now, or nothing: tokens of former days may belong to somebody else's account
  if (!tokens) throw new NoAccessToken("oauth_unavailable");
  return tokens.accessToken;
}

interface Leased {
  readonly lease: string;
  readonly sealed: string;
  readonly storeWaitsMs: readonly number[] | undefined;
}

async function refreshed(
  services: Services,
  client: OAuthClient,
  place: TokenPlace,
  { lease, sealed, storeWaitsMs }: Leased,
): Promise<string> {
  try {
    const tokens = openTokens(services, place, sealed);
    if (isFresh(tokens, services)) return tokens.accessToken; // somebody was faster
    const fresh = await client.refresh(place.providerId, tokens.refreshToken);
    await keepTokens(services, place, { lease, used: tokens, fresh }, storeWaitsMs);
    return fresh.accessToken;
  } catch (error) {
    if (!(error instanceof OAuthRefused)) throw error;
    const { reason, said } = error;
    // RFC 6749, section 5.2: all but `invalid_grant` speak of this server, where no person can do anything
    const isMistake = reason !== "code_refused" && reason !== "unavailable";
    const { providerId } = place;
    services.log({ level: isMistake ? "error" : "warn", event: "mail_oauth.not_refreshed", providerId, reason, said });
    throw new NoAccessToken(reason === "code_refused" ? "oauth_revoked" : "oauth_unavailable", error);
  } finally {
    await endLease(services, place, lease).catch((error: unknown) => {
      // it runs out by itself, and what came out counts
      services.log({ level: "warn", event: "mail_oauth.lease_not_ended", ...describeError(error) });
    });
  }
}

function openTokens({ sealer }: Services, { seal }: TokenPlace, sealed: string): OAuthTokens {
  return JSON.parse(sealer.open(sealed, seal)) as OAuthTokens;
}

function isFresh({ expiresAt }: OAuthTokens, { now }: Services): boolean {
  return Date.parse(expiresAt) - now().getTime() > MARGIN_MS;
}
