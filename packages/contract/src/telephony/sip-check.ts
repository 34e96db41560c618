import * as z from "zod/mini";

export type SipCheckStageName = "name" | "connection" | "encryption" | "login";

/** Why a SIP account could not be registered. */
export type SipCheckFailureCode =
  | "dns_not_found"
  | "dns_temporary"
  | "address_refused"
  | "refused"
  | "connect_timeout"
  | "tls_cert_expired"
  | "tls_cert_wrong_host"
  | "tls_self_signed"
  | "tls_unknown_ca"
  | "tls_failed"
  | "websocket_refused"
  | "wrong_protocol"
  | "no_answer"
  | "bad_login"
  | "account_unknown"
  | "domain_not_served"
  | "too_many_contacts"
  | "server_error"
  | "cancelled";

export interface SipCheckStage {
  readonly stage: SipCheckStageName;
  readonly state: "ok" | "failed" | "skipped";
  /** Milliseconds the stage took. */
  readonly ms: number;
}

/** The outcome of really registering a SIP account. */
export interface SipCheckReport {
  readonly ok: boolean;
  readonly stages: readonly SipCheckStage[];
  readonly failure: {
    readonly code: SipCheckFailureCode;
    readonly stage: SipCheckStageName;
    readonly retryable: boolean;
    /** SIP status code of the answer, where there was one. */
    readonly status: number | null;
  } | null;
  /** Milliseconds in all. */
  readonly ms: number;
}

const stageSchema = z.enum(["name", "connection", "encryption", "login"]);

export const sipCheckReportSchema: z.ZodMiniType<SipCheckReport> = z.object({
  ok: z.boolean(),
  stages: z.array(z.object({ stage: stageSchema, state: z.enum(["ok", "failed", "skipped"]), ms: z.number() })),
  failure: z.nullable(
    z.object({
      code: z.string() as unknown as z.ZodMiniType<SipCheckFailureCode>,
      stage: stageSchema,
      retryable: z.boolean(),
      status: z.nullable(z.number()),
    }),
  ),
  ms: z.number(),
});
