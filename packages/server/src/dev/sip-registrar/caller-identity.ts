import { headerOf, parseAddress, parseUri, type SipHeader, type SipRequest } from "../../telephony/sip/index.ts";
import { isCallerIdProven } from "../../telephony/caller-id-proof.ts";

/** Header in which a phone proves that it may show the number of its `P-Preferred-Identity`. */
export const CALLER_ID_PROOF = "x-crew-caller-id";

/** Who calls, and under which number of the company. */
export interface AssertedCaller {
  /** Such as `sip:1042@crewdock.test`. */
  readonly aor: string;
  /** E.164 with `+`. */
  readonly number: string;
}

export interface CallerIdentityOptions {
  readonly domain: string;
  readonly ephemeralSecret: string;
  readonly now: () => number;
}

/** The number that a caller has chosen to show (RFC 3325, section 9.2) and may; undefined for any other. */
export function assertedCaller(
  request: SipRequest,
  user: string,
  { domain, ephemeralSecret, now }: CallerIdentityOptions,
): AssertedCaller | undefined {
  const uri = parseUri(parseAddress(headerOf(request, "P-Preferred-Identity") ?? "")?.uri ?? "");
  const proof = headerOf(request, CALLER_ID_PROOF);
  const number = uri?.user;
  if (number === undefined || proof === undefined || uri?.host !== domain) return undefined;
  if (!isCallerIdProven({ user, number }, proof, ephemeralSecret, now())) return undefined;
  return { aor: `sip:${user}@${domain}`, number };
}

/** What the other side is told (RFC 3325, section 9.1): the extension, by which it can call back, and the number. */
export function assertion(caller: AssertedCaller | undefined): readonly SipHeader[] {
  if (caller === undefined) return [];
  return [`<${caller.aor}>`, `<tel:${caller.number}>`].map((value) => ({ name: "P-Asserted-Identity", value }));
}
