import {
  headerOf,
  headerValues,
  parseAddress,
  parseUri,
  parseVia,
  type SipRequest,
} from "../../telephony/sip/index.ts";

/** The parts of a request that the proxy decides by, all of them present and well formed. */
export interface RequestFacts {
  readonly fromUser: string;
  readonly fromHost: string;
  readonly toUser: string;
  readonly toHost: string;
  /** the request belongs to a dialog that exists already (RFC 3261 12.2) */
  readonly inDialog: boolean;
  /** what an INVITE, its ACK and its CANCEL have in common (RFC 3261 17.2.3) */
  readonly transaction: string;
  readonly maxForwards: number;
}

/** Checks a request as RFC 3261 16.3 asks and reads what is needed of it; undefined: answer 400. */
export function readRequest(request: SipRequest): RequestFacts | undefined {
  const from = parseAddress(headerOf(request, "From") ?? "");
  const to = parseAddress(headerOf(request, "To") ?? "");
  const fromUri = parseUri(from?.uri ?? "");
  const toUri = parseUri(to?.uri ?? "");
  const via = parseVia(headerValues(request, "Via")[0] ?? "");
  const [, method] = /^\d{1,10}\s+(\S+)$/.exec(headerOf(request, "CSeq") ?? "") ?? [];
  const hops = headerOf(request, "Max-Forwards") ?? "70";
  if (from === undefined || to === undefined || fromUri === undefined || toUri === undefined || via === undefined)
    return;
  if (method !== request.method || !from.params.has("tag") || !/^\d{1,3}$/.test(hops)) return;
  if ((headerOf(request, "Call-ID") ?? "") === "") return;
  return {
    fromUser: fromUri.user,
    fromHost: fromUri.host,
    toUser: toUri.user,
    toHost: toUri.host,
    inDialog: to.params.has("tag"),
    transaction: `${via.branch} ${via.sentBy}`,
    maxForwards: Number(hops),
  };
}
