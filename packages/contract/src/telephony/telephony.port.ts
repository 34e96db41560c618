import type { CallContext } from "../context.ts";
import type { Id, Version } from "../primitives.ts";
import type { PhoneCredentials, PhoneUse } from "./phone-credentials.ts";
import type { PhoneNumber, PhoneNumberInput, PhoneNumberPatch } from "./phone-number.ts";
import type { SipAccount, SipAccountInput } from "./sip-account.ts";
import type { SipCheckReport } from "./sip-check.ts";

/** What a new SIP account starts from: the company's own SIP server. */
export interface SipDefaults {
  readonly domain: string;
  readonly port: number;
  readonly transport: SipAccount["transport"];
  readonly webSocketUrl: string | null;
}

/** SIP accounts, the company's numbers, and the credentials of the browser phone. */
export interface TelephonyPort {
  /** SIP accounts that nobody has, and what a new one starts from. Needs `user.manage`. */
  freeSipAccounts(
    input: Record<string, never>,
    context: CallContext,
  ): Promise<{ readonly items: readonly SipAccount[]; readonly defaults: SipDefaults }>;
  /**
   * Really registers the account, then takes that registration back. A null password uses the stored one of `account.id`.
   * A failed registration is a report, not an error.
   * @throws CrewError `rate_limited`, `forbidden`, `validation`.
   */
  checkSipAccount(input: { readonly account: SipAccountInput }, context: CallContext): Promise<SipCheckReport>;
  /**
   * Short-lived credentials of the actor's own SIP account.
   * @throws CrewError `forbidden` when `use` is `call` and the actor may not place calls, `not_found` without a SIP account of
   * the company's own domain: an account with a provider registers at the provider, which knows no such credentials.
   */
  credentials(input: { readonly use: PhoneUse }, context: CallContext): Promise<PhoneCredentials>;
  /**
   * The company's numbers by name, case and accents aside, namesakes by number. Everybody sees them: forms and phones offer
   * them by their names.
   */
  numbers(input: Record<string, never>, context: CallContext): Promise<{ readonly items: readonly PhoneNumber[] }>;
  /**
   * Adds a number that the company has with its provider. Changing numbers needs `number.manage`.
   * @throws CrewError `duplicate` (`/number`), `validation` (`/departmentIds/0` `not_found`).
   */
  createNumber(input: { readonly number: PhoneNumberInput }, context: CallContext): Promise<PhoneNumber>;
  /** @throws CrewError `conflict`, `validation`, `in_use` where somebody shows it for what it would no longer be good for. */
  updateNumber(
    input: { readonly id: Id; readonly version: Version; readonly patch: PhoneNumberPatch },
    context: CallContext,
  ): Promise<PhoneNumber>;
  /** @throws CrewError `conflict`, `in_use` while it is the caller ID of a user. */
  removeNumber(input: { readonly id: Id; readonly version: Version }, context: CallContext): Promise<void>;
}
