import type { CallContext } from "../context.ts";
import type { Id, Version } from "../primitives.ts";
import type { MailAccount, MailAccountInput, MailSettings } from "./mail-account.ts";
import type { MailCheckEvent, MailFolders } from "./mail-check.ts";
import type { MailOAuthBegin, MailOAuthOutcome, MailOAuthReturn, MailOAuthStep, WithGrant } from "./mail-oauth.ts";
import type { MailDiscovery, MailProvider } from "./mail-provider.ts";

/**
 * What a check is asked with. A null password uses the grant; without one what `accountId` has stored, and only with its
 * stored servers.
 */
export interface MailCheckInput extends WithGrant {
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
   * Begins signing in with a provider instead of a password, by OAuth 2.0. The state is the actor's own and counts once.
   * @throws CrewError `validation` (`/providerId` `not_found`) for one with which nobody can sign in here
   */
  beginOAuth(input: MailOAuthBegin, context: CallContext): Promise<MailOAuthStep>;
  /**
   * Takes what the provider's page sent back and gets the tokens for it, which never leave the backend. A refusal by the
   * person or the provider is an outcome, not an error.
   * @throws CrewError `not_found` for a state that is not the actor's or was used, `gone` for one that has run out
   */
  finishOAuth(input: MailOAuthReturn, context: CallContext): Promise<MailOAuthOutcome>;
  /**
   * Tries IMAP and SMTP for real, side by side, and tells each stage as it goes; the last event is the report.
   * A failed check is a report, not an error. Leaving the loop or aborting the signal ends the check.
   * @throws CrewError `rate_limited` (with `retryAfter`), `forbidden`, `validation` (`/password` `required`, `/grantId`
   * `not_found` for a grant that is not the actor's or has run out, `not_allowed` towards servers that are not its provider's).
   */
  check(input: MailCheckInput, context: CallContext): AsyncIterable<MailCheckEvent>;
  /** The server's folders now. @throws CrewError `unavailable` when the server cannot be asked, `rate_limited`. */
  folders(input: MailCheckInput, context: CallContext): Promise<MailFolders>;
  /** All of one user, the oldest first: what people see of their own without the right to see users. */
  list(input: { readonly userId: Id }, context: CallContext): Promise<{ readonly items: readonly MailAccount[] }>;
  get(input: { readonly id: Id }, context: CallContext): Promise<MailAccount>;
  /** @throws CrewError `duplicate` (`/email`) for a mailbox that the user has already, here and in `update`; `validation`. */
  create(
    input: { readonly userId: Id; readonly account: MailAccountInput },
    context: CallContext,
  ): Promise<MailAccount>;
  /** @throws CrewError `conflict`, `validation` (`/password` is required where a server changed, `/grantId` as in `check`). */
  update(
    input: { readonly id: Id; readonly version: Version; readonly account: MailAccountInput },
    context: CallContext,
  ): Promise<MailAccount>;
  remove(input: { readonly id: Id; readonly version: Version }, context: CallContext): Promise<void>;
}
