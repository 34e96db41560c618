import {
  headerOf,
  headerValues,
  parseAddress,
  parseUri,
  type SipHeader,
  type SipRequest,
  type SipResponse,
} from "../../telephony/sip/index.ts";
import type { Binding, LocationService } from "./location.ts";
import { replyTo } from "./replies.ts";

/** What the registrar grants. */
export interface RegisterLimits {
  /** seconds; a shorter wish is refused with 423 */
  readonly minExpires: number;
  /** seconds; a longer wish is cut to it */
  readonly maxExpires: number;
  readonly maxContacts: number;
}

export interface RegisterContext {
  /** the authenticated user, whose address of record To names */
  readonly user: string;
  readonly domain: string;
  readonly connection: number;
  readonly location: LocationService;
  readonly limits: RegisterLimits;
  readonly now: number;
}

type Wish = { readonly uri: string; readonly seconds: number; readonly instance: string | undefined };

/** Processes an authenticated REGISTER (RFC 3261 10.3 steps 5 to 8; GRUU by RFC 5627 5.3): all of it or none of it. */
export function processRegister(request: SipRequest, context: RegisterContext): SipResponse {
  const { user, location, limits, now } = context;
  const callId = headerOf(request, "Call-ID") ?? "";
  const sequence = Number.parseInt(headerOf(request, "CSeq") ?? "", 10);
  const contacts = headerValues(request, "Contact");
  const expires = seconds(headerOf(request, "Expires"));
  const outOfOrder = (binding: Binding): boolean => binding.callId === callId && binding.sequence >= sequence;

  if (contacts.includes("*")) {
    if (contacts.length > 1 || expires !== 0) return replyTo(request, 400);
    if (location.of(user).some(outOfOrder)) return replyTo(request, 500);
    location.removeAll(user);
    return replyTo(request, 200, contactHeaders(request, context));
  }

  const wishes: Wish[] = [];
  for (const contact of contacts) {
    const address = parseAddress(contact);
    if (address === undefined || parseUri(address.uri) === undefined) return replyTo(request, 400);
    const wanted = seconds(address.params.get("expires")) ?? expires ?? limits.maxExpires;
    if (wanted > 0 && wanted < limits.minExpires) {
      return replyTo(request, 423, [{ name: "Min-Expires", value: String(limits.minExpires) }]);
    }
    const instance = /^<([A-Za-z0-9:._-]{1,128})>$/.exec(address.params.get("+sip.instance") ?? "")?.[1];
    wishes.push({ uri: address.uri, seconds: Math.min(wanted, limits.maxExpires), instance });
  }
  const touched = location.of(user).filter((binding) => wishes.some((wish) => wish.uri === binding.uri));
  if (touched.some(outOfOrder)) return replyTo(request, 500);

  for (const { uri, seconds, instance } of wishes) {
    if (seconds === 0) location.remove(user, uri);
    else {
      const expiresAt = now + seconds * 1000;
      location.add(
        { user, uri, instance, connection: context.connection, callId, sequence, expiresAt },
        limits.maxContacts,
      );
    }
  }
  return replyTo(request, 200, contactHeaders(request, context));
}

/** Every present binding with the seconds that are left, and its GRUU for a client that supports it. */
function contactHeaders(request: SipRequest, context: RegisterContext): readonly SipHeader[] {
  const { user, domain, location, now } = context;
  const wantsGruu = headerValues(request, "Supported").some((option) => option.toLowerCase() === "gruu");
  const aor = parseAddress(headerOf(request, "To") ?? "")?.uri.split(";", 1)[0] ?? `sip:${user}@${domain}`;
  return location.of(user).map(({ uri, instance, expiresAt }) => {
    const left = Math.max(1, Math.ceil((expiresAt - now) / 1000));
    const device = instance === undefined ? "" : `;+sip.instance="<${instance}>"`;
    const gruu = instance === undefined || !wantsGruu ? "" : `;pub-gruu="${aor};gr=${instance}"`;
    return { name: "Contact", value: `<${uri}>;expires=${left}${device}${gruu}` };
  });
}

/** RFC 3261 20.19: a value that cannot be read counts as one hour; here, as no wish at all. */
function seconds(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}
