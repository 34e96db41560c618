import type { SipCheckFailureCode } from "@crewdock/contract";

/** Failures after which the same settings may work a moment later. */
const PASSING: ReadonlySet<SipCheckFailureCode> = new Set([
  "dns_temporary",
  "refused",
  "connect_timeout",
  "no_answer",
  "too_many_contacts",
  "server_error",
  "cancelled",
]);

/** Why a check stops. The message is the code alone, so that nothing of the account can get into a log. */
export class SipCheckError extends Error {
  override readonly name = "SipCheckError";
  readonly code: SipCheckFailureCode;
  readonly status: number | null;
  readonly retryable: boolean;

  constructor(
    code: SipCheckFailureCode,
    details: { readonly status?: number; readonly retryable?: boolean; readonly cause?: unknown } = {},
  ) {
    super(code, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.status = details.status ?? null;
    this.retryable = details.retryable ?? PASSING.has(code);
  }
}
