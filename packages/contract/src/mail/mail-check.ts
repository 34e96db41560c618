import * as z from "zod/mini";
import { type MailSecurity } from "./mail-account.ts";

export type MailProtocol = "imap" | "smtp";
/** The stages of a check in their order; SMTP has `sender` (the dry run of a letter to oneself) where IMAP has `folders`. */
export type MailStageName = "name" | "connection" | "encryption" | "login" | "folders" | "sender";

/** Why a mail account does not work. Each has a title, an advice and whether waiting helps, in the messages of the wizard. */
export type MailFailureCode =
  | "dns_not_found"
  | "dns_temporary"
  | "address_refused"
  | "port_refused"
  | "refused"
  | "connection_reset"
  | "connect_timeout"
  | "greeting_timeout"
  | "tls_on_plain_port"
  | "plain_on_tls_port"
  | "tls_cert_expired"
  | "tls_wrong_host"
  | "tls_self_signed"
  | "tls_unknown_ca"
  | "tls_too_old"
  | "tls_failed"
  | "starttls_missing"
  | "plaintext_refused"
  | "wrong_protocol"
  | "not_a_mail_server"
  | "app_password_required"
  | "bad_login"
  | "bad_login_or_imap_disabled"
  | "no_access_rights"
  | "imap_disabled"
  | "imap_disabled_by_admin"
  | "web_login_required"
  | "password_login_disabled"
  | "smtp_auth_disabled"
  | "blocked_by_policy"
  | "too_many_connections"
  | "rate_limited"
  | "auth_not_offered"
  /** The mail server does not take the token that the provider gave: signing in once more gives another. */
  | "oauth_token_rejected"
  /** The person, their organisation or the provider took the leave back; signing in once more gives it anew. */
  | "oauth_revoked"
  /**
   * No fresh token could be got: the provider could not be asked, or refuses the CRM itself, whose operator finds it in the
   * log. The person can do nothing, and has not to sign in again.
   */
  | "oauth_unavailable"
  | "sender_not_allowed"
  | "mailbox_full"
  | "temporary"
  | "login_timeout"
  | "cancelled"
  | "unknown";

/** A change of the form that would mend the failure, offered as a button. */
export interface MailFix {
  readonly protocol: MailProtocol;
  readonly host?: string;
  readonly port?: number;
  readonly security?: MailSecurity;
  readonly username?: string;
}

export interface MailFailure {
  readonly code: MailFailureCode;
  readonly stage: MailStageName;
  /** Whether the same check may succeed later. */
  readonly retryable: boolean;
  /** What the server said, scrubbed of addresses and secrets; for 'technical details' only, never markup. */
  readonly serverText: string | null;
  /** Page of this provider that helps; only of the provider's own hosts. */
  readonly link: string | null;
  readonly fix: MailFix | null;
}

export interface MailFolder {
  /** What is sent back to the server. */
  readonly path: string;
  /** Path for people, in Unicode, parts joined by the server's delimiter. */
  readonly name: string;
  /** SPECIAL-USE attribute of RFC 6154 without the backslash, in lower case. */
  readonly specialUse: "sent" | "drafts" | "trash" | "junk" | "archive" | "all" | "flagged" | "inbox" | null;
}

export interface MailFolders {
  readonly folders: readonly MailFolder[];
  /** The sent folder and how it was recognised. */
  readonly sent: { readonly path: string; readonly by: "special-use" | "name" } | null;
}

export interface MailProtocolReport {
  readonly ok: boolean;
  readonly ms: number;
  readonly failure: MailFailure | null;
}

export interface MailCheckReport extends MailFolders {
  readonly ok: boolean;
  readonly ms: number;
  readonly imap: MailProtocolReport;
  readonly smtp: MailProtocolReport;
}

/** What a running check tells: each stage as it starts and ends, then the report. */
export type MailCheckEvent =
  | {
      readonly type: "stage";
      readonly protocol: MailProtocol;
      readonly stage: MailStageName;
      readonly state: "running" | "ok" | "failed" | "skipped";
      /** Milliseconds the stage took; 0 while it runs. */
      readonly ms: number;
    }
  | { readonly type: "report"; readonly report: MailCheckReport };

const protocolSchema = z.enum(["imap", "smtp"]);
const stageSchema = z.enum(["name", "connection", "encryption", "login", "folders", "sender"]);

const failureSchema: z.ZodMiniType<MailFailure> = z.object({
  code: z.string() as unknown as z.ZodMiniType<MailFailureCode>,
  stage: stageSchema,
  retryable: z.boolean(),
  serverText: z.nullable(z.string()),
  link: z.nullable(z.string()),
  fix: z.nullable(
    z.object({
      protocol: protocolSchema,
      host: z.exactOptional(z.string()),
      port: z.exactOptional(z.number()),
      security: z.exactOptional(z.enum(["ssl", "starttls", "none"])),
      username: z.exactOptional(z.string()),
    }),
  ),
});

const foldersShape = {
  folders: z.array(
    z.object({
      path: z.string(),
      name: z.string(),
      specialUse: z.nullable(z.enum(["sent", "drafts", "trash", "junk", "archive", "all", "flagged", "inbox"])),
    }),
  ),
  sent: z.nullable(z.object({ path: z.string(), by: z.enum(["special-use", "name"]) })),
};

const protocolReportSchema: z.ZodMiniType<MailProtocolReport> = z.object({
  ok: z.boolean(),
  ms: z.number(),
  failure: z.nullable(failureSchema),
});

export const mailFoldersSchema: z.ZodMiniType<MailFolders> = z.object(foldersShape);

export const mailCheckEventSchema: z.ZodMiniType<MailCheckEvent> = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("stage"),
    protocol: protocolSchema,
    stage: stageSchema,
    state: z.enum(["running", "ok", "failed", "skipped"]),
    ms: z.number(),
  }),
  z.object({
    type: z.literal("report"),
    report: z.object({
      ok: z.boolean(),
      ms: z.number(),
      imap: protocolReportSchema,
      smtp: protocolReportSchema,
      ...foldersShape,
    }),
  }),
]);
