import type { SipCheckFailureCode } from "@crewdock/contract";
import { headerOf, type SipResponse } from "../sip/index.ts";
import { SipCheckError } from "./sip-check-error.ts";

/** What the resolver, sockets and OpenSSL say, by error code. */
const BY_CODE: Readonly<Record<string, SipCheckFailureCode>> = {
  dns_not_found: "dns_not_found",
  dns_temporary: "dns_temporary",
  address_refused: "address_refused",
  port_refused: "address_refused",
  cancelled: "cancelled",
  ENOTFOUND: "dns_not_found",
  ENODATA: "dns_not_found",
  EAI_AGAIN: "dns_temporary",
  ECONNREFUSED: "refused",
  ETIMEDOUT: "connect_timeout",
  EHOSTUNREACH: "connect_timeout",
  ENETUNREACH: "connect_timeout",
  EHOSTDOWN: "connect_timeout",
  CERT_HAS_EXPIRED: "tls_cert_expired",
  CERT_NOT_YET_VALID: "tls_cert_expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "tls_cert_wrong_host",
  DEPTH_ZERO_SELF_SIGNED_CERT: "tls_self_signed",
  SELF_SIGNED_CERT_IN_CHAIN: "tls_unknown_ca",
  UNABLE_TO_GET_ISSUER_CERT: "tls_unknown_ca",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "tls_unknown_ca",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "tls_unknown_ca",
  // an answer in the clear where a TLS record was due
  ERR_SSL_WRONG_VERSION_NUMBER: "wrong_protocol",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "wrong_protocol",
};

/** Turns what was thrown by a resolver, socket or TLS session into a failure of the check. */
export function failureOf(cause: unknown, otherwise: SipCheckFailureCode): SipCheckError {
  if (cause instanceof SipCheckError) return cause;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return new SipCheckError(BY_CODE[code] ?? otherwise, { cause });
}

/**
 * What a refused REGISTER says about the account (RFC 3261 10.3 and 21). A 403 before any challenge means the domain,
 * since no account was looked at; after an answered challenge it means the log-in.
 */
export function refusalOf(response: SipResponse, answeredChallenge: boolean): SipCheckError {
  const { status } = response;
  const refused = (code: SipCheckFailureCode, retryable?: boolean): SipCheckError =>
    new SipCheckError(code, retryable === undefined ? { status } : { status, retryable });
  if (status === 603) return refused("too_many_contacts");
  // Kamailio and OpenSIPS name a full address of record in this header; with 503 it has no other meaning
  if (status === 503 && headerOf(response, "P-Registrar-Error") !== undefined) return refused("too_many_contacts");
  if (status === 401 || status === 407) return refused("bad_login");
  if (status === 403) return refused(answeredChallenge ? "bad_login" : "domain_not_served");
  if (status === 404 || status === 410 || status === 604) return refused("account_unknown");
  // moved, not a registrar, or a URI scheme that it does not serve
  if (status < 400 || status === 405 || status === 416 || status === 501) return refused("domain_not_served");
  if (status === 408 || status === 504) return refused("no_answer");
  return refused("server_error", status >= 500 || status === 429 || status === 480);
}
