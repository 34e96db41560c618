import type { MailFailureCode } from "@crewdock/contract";
import { EgressError } from "../../net/egress.ts";
import { ProbeFailure } from "./probe-failure.ts";

/** Node's and OpenSSL's codes, by what they mean for somebody who sets up a mailbox. */
const codes: Readonly<Record<string, MailFailureCode>> = {
  ECONNREFUSED: "refused",
  ECONNRESET: "connection_reset",
  EPIPE: "connection_reset",
  ETIMEDOUT: "connect_timeout",
  EHOSTUNREACH: "connect_timeout",
  ENETUNREACH: "connect_timeout",
  EADDRNOTAVAIL: "connect_timeout",
  CERT_HAS_EXPIRED: "tls_cert_expired",
  CERT_NOT_YET_VALID: "tls_cert_expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "tls_wrong_host",
  HOSTNAME_MISMATCH: "tls_wrong_host",
  DEPTH_ZERO_SELF_SIGNED_CERT: "tls_self_signed",
  SELF_SIGNED_CERT_IN_CHAIN: "tls_unknown_ca",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "tls_unknown_ca",
  UNABLE_TO_GET_ISSUER_CERT: "tls_unknown_ca",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "tls_unknown_ca",
  CERT_UNTRUSTED: "tls_unknown_ca",
  ERR_SSL_WRONG_VERSION_NUMBER: "tls_on_plain_port",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "tls_on_plain_port",
  ERR_SSL_HTTP_REQUEST: "tls_on_plain_port",
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: "tls_too_old",
  ERR_SSL_UNSUPPORTED_PROTOCOL: "tls_too_old",
  ERR_SSL_VERSION_TOO_LOW: "tls_too_old",
  ERR_SSL_DH_KEY_TOO_SMALL: "tls_too_old",
  EE_KEY_TOO_SMALL: "tls_too_old",
  CA_MD_TOO_WEAK: "tls_too_old",
};

/** Turns an error of the resolver, of a socket or of a TLS handshake into the failure that it stands for. */
export function transportFailure(error: unknown, during: "connection" | "encryption" = "connection"): ProbeFailure {
  if (error instanceof ProbeFailure) return error;
  if (error instanceof EgressError) return new ProbeFailure(error.code, { cause: error });
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  return new ProbeFailure(codes[code] ?? (during === "encryption" ? "tls_failed" : "connection_reset"), {
    cause: error,
    certificateNames: certificateNames(error),
  });
}

function certificateNames(error: unknown): readonly string[] {
  if (!(error instanceof Error) || !("cert" in error)) return [];
  const { cert } = error;
  if (typeof cert !== "object" || cert === null || !("subjectaltname" in cert)) return [];
  if (typeof cert.subjectaltname !== "string") return [];
  return cert.subjectaltname
    .split(", ")
    .filter((entry) => entry.startsWith("DNS:"))
    .map((entry) => entry.slice("DNS:".length).toLowerCase());
}
