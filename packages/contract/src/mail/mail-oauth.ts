import * as z from "zod/mini";
import { emailSchema, type Id, idSchema, type IsoTime, isoTimeSchema, lineSchema } from "../primitives.ts";

/** What signing in with a provider begins from. */
export interface MailOAuthBegin {
  /** Of a provider that says `oauth`. */
  readonly providerId: string;
  /** The address to sign in with, which the provider's page then suggests; null when it is not known yet. */
  readonly email: string | null;
}

/**
 * The way to the provider's page (RFC 6749, section 4.1, with PKCE of RFC 7636). The page opens `url` in a window of its
 * own; the provider sends that window to `redirectUrl` with `state` and `code`, or `error`, in the query. The host's page
 * there hands them to the one that opened it, which goes on only when `state` is its own.
 */
export interface MailOAuthStep {
  readonly url: string;
  readonly state: string;
  /** The host's own page, as it is registered with the provider. */
  readonly redirectUrl: string;
  /** Ten minutes from now; afterwards it is to be begun anew. */
  readonly expiresAt: IsoTime;
}

/** What the provider sent along with the person who came back. */
export interface MailOAuthReturn {
  readonly state: string;
  /** Null when there is an `error`. */
  readonly code: string | null;
  /** Such as `access_denied` (RFC 6749, section 4.1.2.1). */
  readonly error: string | null;
  /** `iss` of RFC 9207, where the provider sends it. */
  readonly issuer?: string | null | undefined;
}

/**
 * Leave to use one mailbox, in place of a password: for as many checks as it takes, and for one account, which keeps it.
 * It is its person's own, lasts half an hour, and works towards the servers of its provider alone. The tokens behind it
 * stay with the backend.
 */
export interface MailGrant {
  readonly id: Id;
  readonly providerId: string;
  readonly expiresAt: IsoTime;
}

/**
 * Why signing in came to nothing.
 * - `consent_refused`: the person did not want to (`access_denied`).
 * - `scope_missing`: they left out what mail needs (`invalid_scope`).
 * - `code_refused`: the provider no longer takes the code; from the beginning it may go well.
 * - `unavailable`: the provider could not be asked, or is in trouble (`temporarily_unavailable`, `server_error`).
 * - `refused`: anything else that the provider holds against the request; the operator finds it in the log.
 */
export type MailOAuthRefusal = "consent_refused" | "scope_missing" | "code_refused" | "unavailable" | "refused";

/** What signing in came to. */
export type MailOAuthOutcome =
  | { readonly ok: true; readonly grant: MailGrant }
  | { readonly ok: false; readonly reason: MailOAuthRefusal };

/** In place of a password: see {@link MailGrant}. The password is null then. */
export interface WithGrant {
  readonly grantId?: Id | null | undefined;
}

export const grantIdSchema: z.ZodMiniOptional<z.ZodMiniNullable<typeof idSchema>> = z.optional(z.nullable(idSchema));

export const mailOAuthBeginSchema: z.ZodMiniType<MailOAuthBegin> = z.object({
  providerId: lineSchema(1, 64),
  email: z.nullable(emailSchema),
});

export const mailOAuthStepSchema: z.ZodMiniType<MailOAuthStep> = z.object({
  url: z.string(),
  state: z.string(),
  redirectUrl: z.string(),
  expiresAt: isoTimeSchema,
});

export const mailOAuthReturnSchema: z.ZodMiniType<MailOAuthReturn> = z.object({
  state: lineSchema(1, 256),
  code: z.nullable(lineSchema(1, 4096)),
  error: z.nullable(lineSchema(1, 256)),
  issuer: z.optional(z.nullable(lineSchema(1, 512))),
});

export const mailOAuthOutcomeSchema: z.ZodMiniType<MailOAuthOutcome> = z.discriminatedUnion("ok", [
  z.object({
    ok: z.literal(true),
    grant: z.object({ id: idSchema, providerId: z.string(), expiresAt: isoTimeSchema }),
  }),
  z.object({
    ok: z.literal(false),
    reason: z.enum(["consent_refused", "scope_missing", "code_refused", "unavailable", "refused"]),
  }),
]);
