import {
  parseAddress,
  parseUri,
  splitList,
  type SipHeader,
  type SipRequest,
  type SipResponse,
} from "../../telephony/sip/index.ts";
import { type AssertedCaller, assertion, CALLER_ID_PROOF } from "./caller-identity.ts";

const DIALOG_MAKING = new Set(["INVITE", "SUBSCRIBE", "REFER"]);

/** Told anew, meant for us alone, or for the telephone system alone to say: who calls is what was proven (RFC 3325 5). */
const dropped: ReadonlySet<string> = new Set([
  "max-forwards",
  "proxy-authorization",
  "p-asserted-identity",
  "p-preferred-identity",
  CALLER_ID_PROOF,
]);

export interface ForwardOptions {
  readonly domain: string;
  readonly maxForwards: number;
  /** the request belongs to a dialog, so what its Route header names beyond us is kept */
  readonly inDialog: boolean;
  /** who has proven to call, and under which number; undefined where only the former is known */
  readonly caller?: AssertedCaller | undefined;
}

/** The Record-Route value by which requests of a dialog come through here again (RFC 3261 16.6 step 4). */
export function recordRoute(domain: string): string {
  return `<sip:${domain};transport=ws;lr>`;
}

/**
 * The copy of a request that goes out, without its own Via: one hop less, the credentials for this domain and our own
 * Route taken off (RFC 3261 16.4, 16.6, 22.3). A Route that a client put on a new request is dropped: nothing is relayed.
 */
export function forwardCopy(request: SipRequest, options: ForwardOptions): SipRequest {
  const headers: SipHeader[] = [];
  for (const header of request.headers) {
    const name = header.name.toLowerCase();
    if (dropped.has(name)) continue;
    if (name !== "route") headers.push(header);
    else if (options.inDialog) {
      const others = splitList(header.value).filter((route) => !isOwnRoute(route, options.domain));
      if (others.length > 0) headers.push({ name: header.name, value: others.join(", ") });
    }
  }
  const added: SipHeader[] = [{ name: "Max-Forwards", value: String(options.maxForwards - 1) }];
  if (DIALOG_MAKING.has(request.method)) added.unshift({ name: "Record-Route", value: recordRoute(options.domain) });
  return { ...request, headers: [...added, ...assertion(options.caller), ...headers] };
}

function isOwnRoute(route: string, domain: string): boolean {
  return parseUri(parseAddress(route)?.uri ?? "")?.host === domain;
}

/** A response without its topmost Via value (RFC 3261 16.7 step 3), and that value. */
export function popVia(response: SipResponse): { readonly via: string; readonly response: SipResponse } | undefined {
  const at = response.headers.findIndex(({ name }) => name.toLowerCase() === "via");
  const [via, ...rest] = splitList(response.headers[at]?.value ?? "");
  if (via === undefined) return undefined;
  const kept = rest.length === 0 ? [] : [{ name: "Via", value: rest.join(", ") }];
  return { via, response: { ...response, headers: response.headers.toSpliced(at, 1, ...kept) } };
}
