import type { CallContext } from "../context.ts";
import type { Id, Version } from "../primitives.ts";
import type { MailAccount, MailAccountInput, MailSettings } from "./mail-account.ts";
import type { MailCheckEvent, MailFolders } from "./mail-check.ts";
import type { MailDiscovery, MailProvider } from "./mail-provider.ts";

/** What a check is asked with. A null password uses the stored one of `accountId`, and only with its stored servers. */
export interface MailCheckInput {
  readonly accountId: Id | null;
  readonly settings: MailSettings;
  readonly password: string | null;
}

/** Mail accounts of users. The actor's own need no right, those of others `user.manage`. */
export interface MailPort {
  /** All presets, the featured first. */
  providers(input: Record<string, never>, context: CallContext): Promise<{ readonly items: readonly MailProvider[] }>;
  /** Recognises the provider of an address by its domain, or by the domain's MX records. */
  discover(input: { readonly email: string }, context: CallContext): Promise<MailDiscovery>;
  /**
   * Tries IMAP and SMTP for real, side by side, and tells each stage as it goes; the last event is the report.
   * A failed check is a report, not an error. Leaving the loop or aborting the signal ends the check.
   * @throws CrewError `rate_limited` (with `retryAfter`), `forbidden`, `validation`.
   */
  check(input: MailCheckInput, context: CallContext): AsyncIterable<MailCheckEvent>;
  /** The server's folders now. @throws CrewError `unavailable` when the server cannot be asked, `rate_limited`. */
  folders(input: MailCheckInput, context: CallContext): Promise<MailFolders>;
  /** All of one user, the oldest first: what people see of their own without the right to see users. */
  list(input: { readonly userId: Id }, context: CallContext): Promise<{ readonly items: readonly MailAccount[] }>;
  get(input: { readonly id: Id }, context: CallContext): Promise<MailAccount>;
  create(
    input: { readonly userId: Id; readonly account: MailAccountInput },
    context: CallContext,
  ): Promise<MailAccount>;
  /** @throws CrewError `conflict`, `validation` (`/password` is required where a server changed). */
  update(
    input: { readonly id: Id; readonly version: Version; readonly account: MailAccountInput },
    context: CallContext,
  ): Promise<MailAccount>;
  remove(input: { readonly id: Id; readonly version: Version }, context: CallContext): Promise<void>;
}
