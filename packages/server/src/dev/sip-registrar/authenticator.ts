import { timingSafeEqual } from "node:crypto";
import { ephemeralPassword, parseEphemeralName, type EphemeralUse } from "../../telephony/ephemeral-credentials.ts";
import {
  contactKey,
  digestHa1,
  digestResponse,
  headerLines,
  parseAuth,
  type SipRequest,
} from "../../telephony/sip/index.ts";
import { Nonces } from "./nonces.ts";

/** What somebody proved: who it is, and by an account's own password or by a short-lived credential of some use. */
export interface Identity {
  readonly user: string;
  readonly use: EphemeralUse | "account";
}

export type Verdict =
  | { readonly ok: true; readonly identity: Identity }
  | { readonly ok: false; readonly stale: boolean; readonly reason: RefusalReason };

/** Why credentials were not taken; told to the log, never to the client. */
export type RefusalReason = "missing" | "stale_nonce" | "replayed" | "expired" | "wrong";

export interface AuthenticatorOptions {
  readonly domain: string;
  readonly ephemeralSecret: string;
  readonly ha1: (user: string, credentials?: { readonly expiresAt: number }) => Promise<string | undefined>;
  readonly now: () => number;
  readonly nonceLifetimeMs: number;
}

/**
 * Digest authentication of SIP requests (RFC 3261 22, RFC 7616), MD5 with qop=auth because that is what sip.js speaks.
 * Refusals are always a new challenge and never 403: a client whose short-lived credentials ended sees its second
 * 401 or 407 and knows that it has to fetch fresh ones, just as Kamailio with auth_ephemeral behaves.
 */
export class Authenticator {
  readonly #options: AuthenticatorOptions;
  readonly #nonces: Nonces;

  constructor(options: AuthenticatorOptions) {
    this.#options = options;
    this.#nonces = new Nonces(options.nonceLifetimeMs, options.now);
  }

  /** The value of a WWW-Authenticate or Proxy-Authenticate header. */
  challenge(stale: boolean): string {
    const nonce = this.#nonces.issue();
    return `Digest realm="${this.#options.domain}", nonce="${nonce}", algorithm=MD5, qop="auth"${stale ? ", stale=true" : ""}`;
  }

  /** Checks the credentials of a request in the named header. */
  async verify(request: SipRequest, header: "Authorization" | "Proxy-Authorization"): Promise<Verdict> {
    const params = headerLines(request, header)
      .map(parseAuth)
      .find((value) => value.scheme === "digest" && value.params.get("realm") === this.#options.domain)?.params;
    if (params === undefined) return refused("missing");
    const username = params.get("username") ?? "";
    const nonce = params.get("nonce") ?? "";
    const uri = params.get("uri") ?? "";
    const nonceCount = params.get("nc") ?? "";
    const clientNonce = params.get("cnonce") ?? "";
    const response = params.get("response") ?? "";
    const algorithm = params.get("algorithm") ?? "MD5";
    const wellFormed = params.get("qop") === "auth" && /^[0-9a-f]{8}$/i.test(nonceCount) && clientNonce !== "";
    const state = this.#nonces.state(nonce);
    if (!wellFormed || algorithm.toUpperCase() !== "MD5" || !sameTarget(uri, request.uri)) return refused("wrong");
    if (state === "foreign") return refused("wrong");

    const ephemeral = parseEphemeralName(username);
    const account = await (ephemeral ? this.#options.ha1(ephemeral.user, ephemeral) : this.#options.ha1(username));
    // whoever was deactivated or lost the account keeps credentials that are right for a while
    if (account === undefined) return refused("wrong");
    const ha1 =
      ephemeral === undefined
        ? account
        : digestHa1("MD5", username, this.#options.domain, ephemeralPassword(this.#options.ephemeralSecret, username));
    const protection = { nonceCount, clientNonce };
    const method = request.method;
    if (!sameText(digestResponse({ algorithm: "MD5", ha1, nonce, method, uri, protection }), response.toLowerCase())) {
      return refused("wrong");
    }
    // only after the answer proved right: otherwise anybody could ask which user names are of the expired kind
    if (ephemeral !== undefined && ephemeral.expiresAt <= this.#options.now()) return refused("expired");
    if (state === "stale") return refused("stale_nonce");
    if (!this.#nonces.spend(nonce, Number.parseInt(nonceCount, 16))) return refused("replayed");
    return { ok: true, identity: ephemeral ?? { user: username, use: "account" } };
  }
}

/** A right answer to an old or used nonce deserves `stale=true`: the client tries again by itself. */
function refused(reason: RefusalReason): Verdict {
  return { ok: false, stale: reason === "stale_nonce" || reason === "replayed", reason };
}

/** RFC 7616 3.4.6: the digest's URI names what is asked for, but clients differ in the parameters that they keep. */
function sameTarget(digestUri: string, requestUri: string): boolean {
  if (digestUri === requestUri) return true;
  const key = contactKey(digestUri);
  return key !== undefined && key === contactKey(requestUri);
}

function sameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
