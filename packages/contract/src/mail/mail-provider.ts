import * as z from "zod/mini";
import type { MailSecurity } from "./mail-account.ts";

export interface ProviderServer {
  readonly host: string;
  readonly port: number;
  readonly security: MailSecurity;
}

/** Preset of servers, ports, security and log-in rules for a mail service. */
export interface MailProvider {
  readonly id: string;
  readonly name: string;
  /** Names by language where they differ, such as Яндекс. */
  readonly names: Readonly<Record<string, string>>;
  readonly domains: readonly string[];
  /** Shown first as a tile. */
  readonly featured: boolean;
  /** The first is the preferred one. */
  readonly imap: readonly ProviderServer[];
  readonly smtp: readonly ProviderServer[];
  /** What the user name is: the whole address or the part before the @; IMAP and SMTP may differ. */
  readonly username: { readonly imap: "email" | "localpart"; readonly smtp: "email" | "localpart" };
  /** Which password works. `none`: no password log-in at all. */
  readonly password: "account" | "app" | "none";
  /** Whether people can sign in with the provider here, see `mail.beginOAuth`. @default false */
  readonly oauth?: boolean | undefined;
  /** How to get an app password and to switch IMAP on. */
  readonly help: {
    readonly createUrl: string | null;
    readonly helpUrl: string | null;
    /** The provider's own menu path by language. */
    readonly steps: Readonly<Record<string, string>>;
    readonly hint: Readonly<Record<string, string>>;
  };
}

/** What discovery found for an address. */
export interface MailDiscovery {
  readonly provider: MailProvider | null;
  /** How it was found; `none`: the form starts from guesses. */
  readonly source: "domain" | "mx" | "none";
}

const serversSchema = z.array(
  z.object({ host: z.string(), port: z.number(), security: z.enum(["ssl", "starttls", "none"]) }),
);
const textsSchema = z.record(z.string(), z.string());

export const mailProviderSchema: z.ZodMiniType<MailProvider> = z.object({
  id: z.string(),
  name: z.string(),
  names: textsSchema,
  domains: z.array(z.string()),
  featured: z.boolean(),
  imap: serversSchema,
  smtp: serversSchema,
  username: z.object({ imap: z.enum(["email", "localpart"]), smtp: z.enum(["email", "localpart"]) }),
  password: z.enum(["account", "app", "none"]),
  oauth: z.optional(z.boolean()),
  help: z.object({
    createUrl: z.nullable(z.string()),
    helpUrl: z.nullable(z.string()),
    steps: textsSchema,
    hint: textsSchema,
  }),
});

export const mailDiscoverySchema: z.ZodMiniType<MailDiscovery> = z.object({
  provider: z.nullable(mailProviderSchema),
  source: z.enum(["domain", "mx", "none"]),
});
