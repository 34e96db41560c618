import type { MailFailureCode, MailProtocol, MailProvider, MailSettings } from "@crewdock/contract";
import { providerForDomain } from "@crewdock/contract/mail-providers";

/** The provider whose server this really is; its words are read in the provider's sense. */
export function providerOfServer(
  host: string,
  protocol: MailProtocol,
  providers: readonly MailProvider[],
): MailProvider | null {
  const name = host.toLowerCase().replace(/\.$/, "");
  return providers.find((each) => each[protocol].some((server) => server.host === name)) ?? null;
}

/** The provider that the settings mean, whatever server stands in them. */
export function intendedProvider(settings: MailSettings, providers: readonly MailProvider[]): MailProvider | null {
  return (
    providers.find((each) => each.id === settings.providerId) ??
    providerForDomain(settings.email.slice(settings.email.lastIndexOf("@") + 1), providers)
  );
}

const createPassword: ReadonlySet<MailFailureCode> = new Set<MailFailureCode>([
  "app_password_required",
  "bad_login",
  "bad_login_or_imap_disabled",
  "no_access_rights",
]);
const readHelp: ReadonlySet<MailFailureCode> = new Set<MailFailureCode>([
  "imap_disabled",
  "web_login_required",
  "password_login_disabled",
  "smtp_auth_disabled",
]);

/**
 * The provider's page that helps with a failure: one that the server itself named if it lies on the provider's own hosts,
 * otherwise one of the table. A foreign server cannot lead anybody elsewhere.
 */
export function helpLink(
  code: MailFailureCode,
  provider: MailProvider | null,
  serverText: string | null,
): string | null {
  if (!provider) return null;
  const { createUrl, helpUrl } = provider.help;
  if (createPassword.has(code)) return provider.password === "app" ? (createUrl ?? helpUrl) : helpUrl;
  if (!readHelp.has(code)) return null;
  return ownLinks(provider, serverText ?? "")[0] ?? helpUrl;
}

function ownLinks(provider: MailProvider, text: string): readonly string[] {
  const own = ownDomains(provider);
  return [...text.matchAll(/https:\/\/[^\s<>"'()[\]]+/g)].flatMap(([found]) => {
    const url = URL.parse(found);
    if (!url || url.username || url.port) return [];
    if (![...own].some((domain) => url.hostname === domain || url.hostname.endsWith(`.${domain}`))) return [];
    return [url.origin + url.pathname]; // what follows may hold a session
  });
}

function ownDomains({ domains, imap, smtp, help }: MailProvider): ReadonlySet<string> {
  const pages = [help.createUrl, help.helpUrl].flatMap((link) => (link ? (URL.parse(link)?.hostname ?? []) : []));
  const hosts = [...imap, ...smtp].map((server) => server.host);
  return new Set([...domains, ...[...pages, ...hosts].map(parentDomain)]);
}

/** `imap.mail.ru` belongs to `mail.ru`; a name of two labels stands for itself. */
export function parentDomain(host: string): string {
  const labels = host.split(".");
  return labels.length > 2 ? labels.slice(1).join(".") : host;
}
