import { CrewError } from "@crewdock/contract";
import { errors, type JWTPayload, jwtVerify, SignJWT } from "jose";
import { assertOrderedIds } from "../secrets/key-ring.ts";

/** Secrets by id, at least 32 bytes each. The first signs, all of them verify: put a new one in front to rotate. */
export type TokenKeys = Readonly<Record<string, string | Uint8Array>>;

/** A token lives at most this long, in seconds. */
export const MAX_TOKEN_SECONDS = 300;

/** On whose behalf and from where a token speaks. */
export interface Principal {
  readonly tenant: string;
  readonly userId: string;
  /** Origin of the page that may use it, such as `https://crm.example`. */
  readonly origin: string;
  /** Ports (`users`) and verbs (`users.list`) it is good for; undefined for all. */
  readonly scopes: readonly string[] | undefined;
  /** The session that the host named; null when it named none. */
  readonly sessionId: string | null;
  /** Epoch of the person's sessions when the token was minted; it counts while that has not passed. */
  readonly epoch: number;
  readonly expiresAt: Date;
}

export interface TokenRequest {
  readonly userId: string;
  readonly origin: string;
  /** 1 to 300. */
  readonly ttlSeconds: number;
  readonly scopes?: readonly string[] | undefined;
  /** Of the log-in; with it the token ends when that session does. */
  readonly sessionId?: string | undefined;
  /**
   * Of the person's page, as the host sees it: who is not let in from there gets no token. Every request is judged by the
   * address that it comes from anyway.
   */
  readonly ipAddress?: string | undefined;
}

/** Makes and checks the short-lived tokens of the widgets: JWT, HS256 (RFC 7519, RFC 7518). */
export interface Tokens {
  mint(
    tenant: string,
    request: TokenRequest & { readonly epoch?: number },
    now: Date,
  ): Promise<{ readonly token: string; readonly expiresAt: string }>;
  /**
   * @param origin the request's `Origin` header; null when the browser sent none (same origin) or it is no browser
   * @throws CrewError `unauthenticated`, `token_expired`
   */
  verify(token: string, origin: string | null, now: Date): Promise<Principal>;
}

const ISSUER = "crewdock";

/** @throws RangeError when there is no key, one is shorter than 32 bytes, or several have bare numbers as ids */
export function createTokens(keys: TokenKeys): Tokens {
  assertOrderedIds("tokenKeys", keys);
  const secrets = new Map(
    Object.entries(keys).map(([id, key]) => [id, typeof key === "string" ? new TextEncoder().encode(key) : key]),
  );
  for (const [id, key] of secrets) if (key.byteLength < 32) throw new RangeError(`token key ${id} is under 32 bytes`);
  const [first] = secrets;
  if (!first) throw new RangeError("tokenKeys is empty");
  const [kid, secret] = first;
  const verified = new VerifiedTokens(secrets);
  return {
    async mint(tenant, { userId, origin, ttlSeconds, scopes, sessionId, epoch = 0 }, now) {
      const issued = Math.floor(now.getTime() / 1000);
      const expires = issued + Math.min(ttlSeconds, MAX_TOKEN_SECONDS);
      const token = await new SignJWT({
        azp: origin,
        tenant,
        epoch,
        ...(sessionId === undefined ? {} : { sid: sessionId }),
        ...(scopes ? { scope: scopes.join(" ") } : {}),
      })
        .setProtectedHeader({ alg: "HS256", kid, typ: "JWT" })
        .setIssuer(ISSUER)
        .setSubject(userId)
        .setIssuedAt(issued)
        .setExpirationTime(expires)
        .setJti(crypto.randomUUID())
        .sign(secret);
      return { token, expiresAt: new Date(expires * 1000).toISOString() };
    },
    async verify(token, origin, now) {
      try {
        const payload = await verified.payloadOf(token, now);
        const { sub, exp, azp, tenant, scope, epoch, sid } = payload;
        if (typeof azp !== "string" || typeof tenant !== "string" || sub === undefined || exp === undefined)
          throw new CrewError("unauthenticated");
        if (origin !== null && origin !== azp) throw new CrewError("unauthenticated", { detail: "origin" });
        const scopes = typeof scope === "string" ? scope.split(" ") : undefined;
        return {
          tenant,
          userId: sub,
          origin: azp,
          scopes,
          sessionId: typeof sid === "string" ? sid : null,
          epoch: typeof epoch === "number" ? epoch : 0,
          expiresAt: new Date(exp * 1000),
        };
      } catch (error) {
        if (error instanceof errors.JWTExpired) throw new CrewError("token_expired", { cause: error });
        if (error instanceof errors.JOSEError) throw new CrewError("unauthenticated", { cause: error });
        throw error;
      }
    },
  };
}

/** So many tokens are remembered; the oldest is forgotten first. */
const MOST_VERIFIED = 10_000;

/** A page sends its token with each request until it ends: the signature is checked with the first, the time with each. */
class VerifiedTokens {
  readonly #secrets: ReadonlyMap<string, Uint8Array>;
  readonly #payloads = new Map<string, JWTPayload>();

  constructor(secrets: ReadonlyMap<string, Uint8Array>) {
    this.#secrets = secrets;
  }

  /** @throws JOSEError, CrewError `unauthenticated` */
  async payloadOf(token: string, now: Date): Promise<JWTPayload> {
    const known = this.#payloads.get(token);
    if (known?.exp !== undefined && known.exp > Math.floor(now.getTime() / 1000)) return known;
    this.#payloads.delete(token);
    const { payload } = await jwtVerify(token, ({ kid }) => keyOf(this.#secrets, kid), {
      algorithms: ["HS256"],
      issuer: ISSUER,
      currentDate: now,
      requiredClaims: ["sub", "exp", "azp", "tenant"],
    });
    this.#payloads.set(token, payload);
    const [oldest] = this.#payloads.keys();
    if (this.#payloads.size > MOST_VERIFIED && oldest !== undefined) this.#payloads.delete(oldest);
    return payload;
  }
}

function keyOf(secrets: ReadonlyMap<string, Uint8Array>, kid: string | undefined): Uint8Array {
  const key = kid === undefined ? undefined : secrets.get(kid);
  if (!key) throw new CrewError("unauthenticated", { detail: "unknown key" });
  return key;
}
