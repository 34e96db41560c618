import type { MailFailureCode } from "@crewdock/contract";

export interface ProbeFailureDetails {
  /** The server's own words, not yet scrubbed: they must not leave the probe as they are. */
  readonly serverText?: string;
  /** Names of the certificate that the server showed. */
  readonly certificateNames?: readonly string[];
  readonly cause?: unknown;
}

/** Why a stage of a check failed. Stays inside the probe, which turns it into a `MailFailure`. */
export class ProbeFailure extends Error {
  override readonly name = "ProbeFailure";
  readonly code: MailFailureCode;
  readonly serverText: string | null;
  readonly certificateNames: readonly string[];

  constructor(code: MailFailureCode, details: ProbeFailureDetails = {}) {
    super(code, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.serverText = details.serverText ?? null;
    this.certificateNames = details.certificateNames ?? [];
  }
}

const retryable: ReadonlySet<MailFailureCode> = new Set<MailFailureCode>([
  "dns_temporary",
  "refused",
  "connection_reset",
  "connect_timeout",
  "greeting_timeout",
  "too_many_connections",
  "rate_limited",
  "temporary",
  "oauth_unavailable",
  "login_timeout",
  "cancelled",
]);

/** Whether the very same check may succeed later without anybody changing anything. */
export function isRetryable(code: MailFailureCode): boolean {
  return retryable.has(code);
}
