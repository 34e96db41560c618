/** Where a provider lets people sign in, and what is asked of it. */
export interface OAuthEndpoints {
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  readonly scopes: readonly string[];
  /** What else the provider wants to be asked so that its leave outlasts the hour. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** What the provider calls itself in `iss` (RFC 9207), where it does; compared letter by letter. */
  readonly issuer?: string;
  /**
   * Whether its metadata says `authorization_response_iss_parameter_supported`: an answer without `iss` is then not its.
   * @default false
   */
  readonly announcesIssuer?: boolean;
}

const microsoft = {
  authorizeUrl: "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
  tokenUrl: "https://login.microsoftonline.com/common/oauth2/v2.0/token",
} as const;

/**
 * By the id of the provider. Sources: Google's "XOAUTH2 mechanism" and "OAuth 2.0 for web server applications"; Yandex
 * 360's "OAuth authorization in mail clients"; Microsoft's "Authenticate an IMAP, POP or SMTP connection using OAuth";
 * Thunderbird's autoconfiguration for Yahoo. None announces `iss`; Google sends it all the same. Those of mail.ru are not
 * in its public documentation: they are what other mail programs use.
 */
export const oauthEndpoints: Readonly<Record<string, OAuthEndpoints>> = {
  gmail: {
    authorizeUrl: "https://accounts.google.com/o/oauth2/v2/auth",
    tokenUrl: "https://oauth2.googleapis.com/token",
    scopes: ["https://mail.google.com/"],
    parameters: { access_type: "offline", prompt: "consent" },
    issuer: "https://accounts.google.com",
  },
  yandex: {
    authorizeUrl: "https://oauth.yandex.ru/authorize",
    tokenUrl: "https://oauth.yandex.ru/token",
    scopes: ["mail:imap_full", "mail:smtp"],
  },
  mailru: {
    authorizeUrl: "https://oauth.mail.ru/login",
    tokenUrl: "https://oauth.mail.ru/token",
    scopes: ["userinfo", "mail.imap"],
    parameters: { prompt_force: "1" },
  },
  outlook: {
    ...microsoft,
    scopes: [
      "https://outlook.office.com/IMAP.AccessAsUser.All",
      "https://outlook.office.com/SMTP.Send",
      "offline_access",
    ],
  },
  microsoft365: {
    ...microsoft,
    scopes: [
      "https://outlook.office365.com/IMAP.AccessAsUser.All",
      "https://outlook.office365.com/SMTP.Send",
      "offline_access",
    ],
  },
  yahoo: {
    authorizeUrl: "https://api.login.yahoo.com/oauth2/request_auth",
    tokenUrl: "https://api.login.yahoo.com/oauth2/get_token",
    scopes: ["mail-w"],
  },
};
