import { createHash } from "node:crypto";
import type { MailOAuthRefusal } from "@crewdock/contract";
import * as z from "zod/mini";
import { type OAuthEndpoints, oauthEndpoints } from "./oauth-endpoints.data.ts";

/** The operator's registration with one provider. Endpoints that are left out are those that the provider is known by. */
export interface MailOAuthRegistration extends Partial<OAuthEndpoints> {
  readonly clientId: string;
  /** Left out where the provider gives none. */
  readonly clientSecret?: string;
}

export interface MailOAuthOptions {
  /** The host's page to which providers send people back, letter by letter as it is registered with them. */
  readonly redirectUrl: string;
  /** By the ids of providers. */
  readonly providers: Readonly<Record<string, MailOAuthRegistration>>;
  /** @default the platform's */
  readonly fetch?: typeof fetch;
}

/** What a provider gave; none of it leaves the server but to the provider and its mail servers. */
export interface OAuthTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

/** A provider gives no token. `said` is the provider's error code, for the log. */
export class OAuthRefused extends Error {
  override readonly name = "OAuthRefused";
  readonly reason: Exclude<MailOAuthRefusal, "consent_refused">;
  readonly said: string;

  constructor(reason: OAuthRefused["reason"], said: string, cause?: unknown) {
    super(`${reason}: ${said}`, cause === undefined ? undefined : { cause });
    this.reason = reason;
    this.said = said;
  }
}

/** The authorisation-code flow of RFC 6749 with PKCE (RFC 7636), from the side that keeps the secrets. */
export interface OAuthClient {
  readonly redirectUrl: string;
  /** Ids of the providers with which people can sign in. */
  readonly providerIds: ReadonlySet<string>;
  /** Where a person signs in. */
  authorizeUrl(providerId: string, asked: { readonly state: string; verifier: string; email: string | null }): string;
  /**
   * Whether an answer may be the provider's, by its `iss` (RFC 9207, section 2.4): it has to be there where the provider
   * announces it, and the provider's own wherever it is known. One of which nothing is known may send whatever is not
   * another's: the RFC leaves that to each client, and providers have begun to send it unannounced.
   */
  isIssuer(providerId: string, issuer: string | null): boolean;
  /** @throws OAuthRefused */
  redeem(providerId: string, code: string, verifier: string, signal: AbortSignal): Promise<OAuthTokens>;
  /** @throws OAuthRefused `code_refused` when the leave was taken back */
  refresh(providerId: string, refreshToken: string): Promise<OAuthTokens>;
}

const TIME_LIMIT_MS = 10_000;
/** Tokens are of some kilobytes; whatever is longer is none. */
const MOST_BYTES = 64 * 1024;
/** What a token without an end is taken to last, in seconds: RFC 6749 leaves it open, an hour is what providers give. */
const USUAL_SECONDS = 3600;
/** Scopes that say nothing about mail, and are not always named in the answer. */
const ASIDE: ReadonlySet<string> = new Set(["offline_access", "userinfo"]);

const answerSchema = z.object({
  access_token: z.string().check(z.minLength(1), z.maxLength(8192)),
  refresh_token: z.optional(z.string().check(z.minLength(1), z.maxLength(8192))),
  expires_in: z.optional(z.coerce.number().check(z.positive())),
  scope: z.optional(z.string()),
});
const errorSchema = z.object({ error: z.string().check(z.regex(/^[\w.-]{1,64}$/)) });

/** @throws RangeError for a provider without known endpoints, and for addresses that are not HTTPS */
export function createOAuthClient(options: MailOAuthOptions, now: () => Date): OAuthClient {
  const { redirectUrl, fetch: send = fetch } = options;
  const known = new Map(Object.entries(options.providers).map(([id, given]) => [id, registration(id, given)]));
  for (const address of [redirectUrl, ...[...known.values()].flatMap((one) => [one.authorizeUrl, one.tokenUrl])])
    if (!isSafe(address)) throw new RangeError(`${address} of mail OAuth is no HTTPS address`);
  const at = (providerId: string): Registration => {
    const found = known.get(providerId);
    if (!found) throw new OAuthRefused("refused", "not_configured");
    return found;
  };

  async function ask(providerId: string, form: Record<string, string>, signal: AbortSignal | null): Promise<Answer> {
    const { clientId, clientSecret, tokenUrl, scopes } = at(providerId);
    const body = new URLSearchParams({ ...form, client_id: clientId });
    if (clientSecret !== undefined) body.set("client_secret", clientSecret);
    const limit = AbortSignal.timeout(TIME_LIMIT_MS);
    let response: Response;
    let text: string;
    try {
      response = await send(tokenUrl, {
        method: "POST",
        headers: { Accept: "application/json" },
        body,
        redirect: "error", // the secret goes to the address that the operator named and to no other
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
      });
      text = await shortText(response);
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof OAuthRefused) throw error;
      throw new OAuthRefused("unavailable", "no_answer", error);
    }
    const answer: unknown = parsed(text);
    if (!response.ok) throw refusalOf(response.status, answer);
    const read = answerSchema.safeParse(answer);
    if (!read.success) throw new OAuthRefused("refused", "no_token");
    const { access_token: accessToken, refresh_token, expires_in: seconds = USUAL_SECONDS, scope } = read.data;
    const given = scope?.split(/[\s,]+/);
    const isWhole = !given || scopes.every((one) => ASIDE.has(one) || given.includes(one));
    const expiresAt = new Date(now().getTime() + seconds * 1000).toISOString();
    return { accessToken, expiresAt, refreshToken: refresh_token, isWhole };
  }

  return {
    redirectUrl,
    providerIds: new Set(known.keys()),
    authorizeUrl(providerId, { state, verifier, email }) {
      const { authorizeUrl, clientId, scopes, parameters = {} } = at(providerId);
      const url = new URL(authorizeUrl);
      const query = {
        ...parameters,
        response_type: "code",
        client_id: clientId,
        redirect_uri: redirectUrl,
        scope: scopes.join(" "),
        state,
        code_challenge: createHash("sha256").update(verifier).digest("base64url"),
        code_challenge_method: "S256",
        ...(email === null ? {} : { login_hint: email }),
      };
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
      return url.href;
    },
    isIssuer(providerId, issuer) {
      const { issuer: expected, announcesIssuer = false } = at(providerId);
      if (issuer === null) return !announcesIssuer;
      return expected === undefined ? ![...known.values()].some((one) => one.issuer === issuer) : issuer === expected;
    },
    async redeem(providerId, code, verifier, signal) {
      const form = { grant_type: "authorization_code", code, code_verifier: verifier, redirect_uri: redirectUrl };
      const { refreshToken, isWhole, ...tokens } = await ask(providerId, form, signal);
      if (!isWhole) throw new OAuthRefused("scope_missing", "scope");
      // an account that stops within the hour is none
      if (refreshToken === undefined) throw new OAuthRefused("refused", "no_refresh_token");
      return { ...tokens, refreshToken };
    },
    async refresh(providerId, refreshToken) {
      const form = { grant_type: "refresh_token", refresh_token: refreshToken };
      // for what is missing the mail server refuses it; thrown away, it would take the next refresh token with it
      const { accessToken, expiresAt, refreshToken: next = refreshToken } = await ask(providerId, form, null);
      return { accessToken, expiresAt, refreshToken: next };
    },
  };
}

interface Answer extends Omit<OAuthTokens, "refreshToken"> {
  readonly refreshToken: string | undefined;
  /** Whether the token is for all that was asked. */
  readonly isWhole: boolean;
}
type Registration = MailOAuthRegistration & OAuthEndpoints;

function registration(id: string, given: MailOAuthRegistration): Registration {
  const { authorizeUrl, tokenUrl, scopes, ...rest } = { ...oauthEndpoints[id], ...given };
  if (authorizeUrl === undefined || tokenUrl === undefined || scopes === undefined)
    throw new RangeError(`mail OAuth needs authorizeUrl, tokenUrl and scopes of ${id}`);
  if (rest.announcesIssuer === true && rest.issuer === undefined)
    throw new RangeError(`mail OAuth needs the issuer that ${id} announces`);
  return { ...rest, authorizeUrl, tokenUrl, scopes };
}

/** HTTPS, or this machine for development and tests. */
function isSafe(address: string): boolean {
  const url = URL.parse(address);
  return url?.protocol === "https:" || (url?.protocol === "http:" && /^(?:localhost|127\.0\.0\.1)$/.test(url.hostname));
}

/** @throws OAuthRefused `unavailable` for an answer that is longer than {@link MOST_BYTES}, of which the rest is not read */
async function shortText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) throw new OAuthRefused("unavailable", "answer_too_long");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // what is no JSON has no token in it
  }
}

/** RFC 6749, section 5.2. */
function refusalOf(status: number, answer: unknown): OAuthRefused {
  const read = errorSchema.safeParse(answer);
  const said = read.success ? read.data.error : `status_${status}`;
  if (said === "invalid_grant") return new OAuthRefused("code_refused", said);
  if (said === "invalid_scope") return new OAuthRefused("scope_missing", said);
  const later = status >= 500 || status === 429 || said === "temporarily_unavailable" || said === "server_error";
  return new OAuthRefused(later ? "unavailable" : "refused", said);
}
