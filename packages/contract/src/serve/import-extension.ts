import type { FieldErrorCode } from "../errors/error-codes.ts";
import type { Policy } from "../session/session.ts";
import type { SipAccount, SipAccountInput } from "../telephony/sip-account.ts";

/** What a row says of the SIP account: undefined leaves it as it is, null is none. */
export interface ReadExtension {
  readonly account: SipAccountInput | null | undefined;
  /** Why the row gives none. */
  readonly code?: FieldErrorCode;
}

/** The login that an `extension` names, to look accounts up by; null where it names none. */
export function extensionLogin(extension: string | null | undefined): string | null {
  return namedAccount(extension?.trim() ?? "")?.login ?? null;
}

interface NamedAccount {
  readonly login: string;
  /** Undefined where the login is to be enough. */
  readonly domain: string | undefined;
}

/** Reads `login` or `login@domain`; undefined for whatever else there is. */
function namedAccount(text: string): NamedAccount | undefined {
  const [login = "", domain, ...more] = text.split("@");
  return login === "" || domain === "" || more.length > 0 ? undefined : { login, domain };
}

interface ExtensionFacts {
  /** The account that the person has. */
  readonly own: SipAccount | null;
  /** At least those with the login that is named. */
  readonly accounts: Iterable<SipAccount>;
  readonly policy: Pick<Policy, "sipAccount">;
}

/**
 * Finds the SIP account that a row names by its extension: the person's own, or one that nobody has. `duplicate` says that
 * somebody has it, `ambiguous` that the domain has to tell which of several is meant, `invalid_format` that it is written
 * like none. Only an empty cell takes the account away, where it may.
 */
export function readExtension(
  extension: string | null | undefined,
  { own, accounts, policy }: ExtensionFacts,
): ReadExtension {
  if (extension === undefined) return { account: undefined };
  const text = extension?.trim() ?? "";
  if (text === "") return { account: own === null || policy.sipAccount === "required" ? undefined : null };
  const named = namedAccount(text);
  if (!named) return { account: undefined, code: "invalid_format" };
  const { login, domain } = named;
  const isMeant = (account: SipAccount): boolean =>
    account.login === login && (domain === undefined || account.domain.toLowerCase() === domain.toLowerCase());
  if (own !== null && isMeant(own)) return { account: undefined };
  const meant = [...accounts].filter(isMeant);
  const [free, another] = meant.filter(({ userId }) => userId === null);
  if (!free) return { account: undefined, code: meant.length > 0 ? "duplicate" : "not_found" };
  if (another) return { account: undefined, code: "ambiguous" };
  const { id, port, transport, webSocketUrl } = free;
  return { account: { id, login, domain: free.domain, password: null, port, transport, webSocketUrl } };
}
