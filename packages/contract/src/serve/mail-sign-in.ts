import type { MailSettings } from "../mail/mail-account.ts";
import type { MailOAuthRefusal } from "../mail/mail-oauth.ts";
import type { MailProvider } from "../mail/mail-provider.ts";

/** Whether an account's servers are a provider's own: any other would be told the token of a grant. */
export function areServersOf(
  provider: Pick<MailProvider, "imap" | "smtp"> | undefined,
  settings: Pick<MailSettings, "imap" | "smtp">,
): boolean {
  return (["imap", "smtp"] as const).every((protocol) => {
    const { host, port, security } = settings[protocol];
    return provider?.[protocol].some(
      (own) => own.host.toLowerCase() === host.toLowerCase() && own.port === port && own.security === security,
    );
  });
}

/** What a provider's `error` comes to (RFC 6749, section 4.1.2.1); null is an answer with neither code nor error. */
export function signInRefusal(error: string | null): MailOAuthRefusal {
  switch (error) {
    case "access_denied":
      return "consent_refused";
    case "invalid_scope":
      return "scope_missing";
    case "temporarily_unavailable":
    case "server_error":
      return "unavailable";
    default:
      return "refused";
  }
}
