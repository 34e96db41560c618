import * as z from "zod/mini";
import {
  emailSchema,
  type Id,
  idSchema,
  isoTimeSchema,
  type IsoTime,
  lineSchema,
  secretSchema,
  type Version,
  versionSchema,
  textSchema,
} from "../primitives.ts";
import { isHostName } from "../text-checks.ts";
import { grantIdSchema, type WithGrant } from "./mail-oauth.ts";

/** `ssl`: TLS from the first byte. `starttls`: the upgrade is required. `none`: plain text, only where the operator allows it. */
export type MailSecurity = "ssl" | "starttls" | "none";

export interface MailServer {
  readonly host: string;
  readonly port: number;
  readonly security: MailSecurity;
  readonly username: string;
}

/** Everything needed to reach one mailbox but the password. */
export interface MailSettings {
  readonly email: string;
  readonly providerId: string | null;
  readonly imap: MailServer;
  readonly smtp: MailServer;
}

/** One mailbox of a user: IMAP in, SMTP out. The password goes in and never comes out. */
export interface MailAccount extends MailSettings {
  readonly id: Id;
  readonly version: Version;
  /** Path of the folder that sent mail is read from; null when there is none. */
  readonly sentFolder: string | null;
  /** Mail flows into the CRM only when on. */
  readonly active: boolean;
  readonly state: "unchecked" | "connected" | "failed";
  readonly checkedAt: IsoTime | null;
  /** How it logs in: by a password, or by leave that its person gave at the provider's. @default password */
  readonly auth?: "password" | "oauth" | undefined;
}

export interface MailAccountInput extends MailSettings, WithGrant {
  /** Null with a grant, or to keep what is stored; changing host, port, security or user name needs one of them again. */
  readonly password: string | null;
  readonly sentFolder: string | null;
  readonly active: boolean;
}

const hostSchema = z
  .string()
  .check(z.minLength(1), z.maxLength(253), z.refine(isHostOrAddress, { params: { field: "invalid_host" } }));

/** Also raw addresses and odd spellings pass here: what they lead to is judged after resolving, not by their looks. */
function isHostOrAddress(value: string): boolean {
  return isHostName(value) || /^[0-9a-f:.]+$/i.test(value);
}

const serverSchema: z.ZodMiniType<MailServer> = z.object({
  host: hostSchema,
  port: z.int().check(z.minimum(1), z.maximum(65535)),
  security: z.enum(["ssl", "starttls", "none"]),
  username: lineSchema(1, 254),
});

const settingsShape = {
  email: emailSchema,
  providerId: z.nullable(textSchema(0, 64)),
  imap: serverSchema,
  smtp: serverSchema,
};

export const mailSettingsSchema: z.ZodMiniType<MailSettings> = z.object(settingsShape);

export const mailAccountSchema: z.ZodMiniType<MailAccount> = z.object({
  id: idSchema,
  version: versionSchema,
  ...settingsShape,
  sentFolder: z.nullable(z.string()),
  active: z.boolean(),
  state: z.enum(["unchecked", "connected", "failed"]),
  checkedAt: z.nullable(isoTimeSchema),
  auth: z.optional(z.enum(["password", "oauth"])),
});

export const mailAccountInputSchema: z.ZodMiniType<MailAccountInput> = z.object({
  ...settingsShape,
  password: z.nullable(secretSchema),
  grantId: grantIdSchema,
  sentFolder: z.nullable(lineSchema(0, 500)),
  active: z.boolean(),
});
