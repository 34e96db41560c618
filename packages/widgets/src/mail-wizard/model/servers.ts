import {
  isEmail,
  type MailProvider,
  type MailServer,
  type MailSettings,
  type ProviderServer,
} from "@crewdock/contract";

/** Domain of an e-mail address, in lower case; empty while it is not a whole address. */
export function domainOf(email: string): string {
  const address = email.trim();
  return isEmail(address) ? address.slice(address.lastIndexOf("@") + 1).toLowerCase() : "";
}

/** The provider whose domain an address has. */
export function providerOf(email: string, providers: readonly MailProvider[]): MailProvider | undefined {
  const domain = domainOf(email);
  return domain === "" ? undefined : providers.find((provider) => provider.domains.includes(domain));
}

/** Whether a provider lets no mail program in: it takes no password, or has no servers for it. */
export function isClosed(provider: MailProvider): boolean {
  return provider.password === "none" || provider.imap.length === 0 || provider.smtp.length === 0;
}

function server(preset: ProviderServer | undefined, guess: ProviderServer, username: string): MailServer {
  const { host, port, security } = preset ?? guess;
  return { host, port, security, username };
}

function nameFor(email: string, rule: "email" | "localpart" | undefined): string {
  return rule === "localpart" ? email.slice(0, Math.max(0, email.lastIndexOf("@"))) : email;
}

/** Settings for an address: the provider's preferred servers, or what most hosts of an own domain are called. */
export function settingsFor(email: string, provider: MailProvider | undefined): MailSettings {
  const domain = domainOf(email);
  return {
    email,
    providerId: provider?.id ?? null,
    imap: server(
      provider?.imap[0],
      { host: domain === "" ? "" : `imap.${domain}`, port: 993, security: "ssl" },
      nameFor(email, provider?.username.imap),
    ),
    smtp: server(
      provider?.smtp[0],
      { host: domain === "" ? "" : `smtp.${domain}`, port: 465, security: "ssl" },
      nameFor(email, provider?.username.smtp),
    ),
  };
}

/** Whether two servers are reached and logged in to in the same way, so that a stored password may be used. */
export function sameServer(one: MailServer, other: MailServer): boolean {
  return (
    one.host === other.host &&
    one.port === other.port &&
    one.security === other.security &&
    one.username === other.username
  );
}

/** The usual port of a protocol with an encryption (RFC 8314). */
export function usualPort(protocol: "imap" | "smtp", security: MailServer["security"]): number {
  if (protocol === "imap") return security === "ssl" ? 993 : 143;
  return security === "ssl" ? 465 : 587;
}
