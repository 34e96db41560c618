import { randomBytes } from "node:crypto";
import {
  DIGEST_ALGORITHMS,
  digestAlgorithm,
  digestHa1,
  digestResponse,
  headerLines,
  parseAuth,
  quote,
  type DigestAlgorithm,
  type SipHeader,
  type SipResponse,
} from "../sip/index.ts";

/** A challenge that can be answered. */
export interface Challenge {
  readonly algorithm: DigestAlgorithm;
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | undefined;
  readonly stale: boolean;
  /** whether qop=auth is offered; without it the answer is that of RFC 2069 */
  readonly protected: boolean;
  /** header that the answer goes into */
  readonly header: "Authorization" | "Proxy-Authorization";
}

/** The strongest challenge of a 401 or 407 that is understood (RFC 8760 2.4); undefined when none is. */
export function strongestChallenge(response: SipResponse): Challenge | undefined {
  const proxy = response.status === 407;
  const header = proxy ? "Proxy-Authorization" : "Authorization";
  const challenges = headerLines(response, proxy ? "Proxy-Authenticate" : "WWW-Authenticate").flatMap((line) => {
    const { scheme, params } = parseAuth(line);
    const algorithm = digestAlgorithm(params.get("algorithm"));
    const realm = params.get("realm");
    const nonce = params.get("nonce");
    const offered = params
      .get("qop")
      ?.split(",")
      .map((qop) => qop.trim().toLowerCase());
    if (scheme !== "digest" || algorithm === undefined || realm === undefined || nonce === undefined) return [];
    // auth-int alone cannot be met by a REGISTER that proxies may touch
    if (offered !== undefined && !offered.includes("auth")) return [];
    const stale = params.get("stale")?.toLowerCase() === "true";
    const challenge: Challenge = {
      algorithm,
      realm,
      nonce,
      opaque: params.get("opaque"),
      stale,
      protected: offered !== undefined,
      header,
    };
    return [challenge];
  });
  return challenges.toSorted(
    (left, right) => DIGEST_ALGORITHMS.indexOf(left.algorithm) - DIGEST_ALGORITHMS.indexOf(right.algorithm),
  )[0];
}

/** Who answers, with what, to which request. */
export interface AnswerOptions {
  readonly username: string;
  readonly password: string;
  readonly method: string;
  readonly uri: string;
  /** how many requests were answered with this nonce, this one included */
  readonly count: number;
}

/** The credentials header for a challenge (RFC 7616 3.4). */
export function answerChallenge(challenge: Challenge, options: AnswerOptions): SipHeader {
  const { algorithm, realm, nonce, opaque } = challenge;
  const { username, method, uri } = options;
  const ha1 = digestHa1(algorithm, username, realm, options.password);
  const nonceCount = options.count.toString(16).padStart(8, "0");
  const clientNonce = randomBytes(12).toString("hex");
  const response = digestResponse({
    algorithm,
    ha1,
    nonce,
    method,
    uri,
    ...(challenge.protected ? { protection: { nonceCount, clientNonce } } : {}),
  });
  const parts = [
    `username=${quote(username)}`,
    `realm=${quote(realm)}`,
    `nonce=${quote(nonce)}`,
    `uri=${quote(uri)}`,
    `response="${response}"`,
    `algorithm=${algorithm}`,
    ...(opaque === undefined ? [] : [`opaque=${quote(opaque)}`]),
    ...(challenge.protected ? ["qop=auth", `cnonce="${clientNonce}"`, `nc=${nonceCount}`] : []),
  ];
  return { name: challenge.header, value: `Digest ${parts.join(", ")}` };
}
