import { randomBytes } from "node:crypto";
import {
  headerOf,
  parseAddress,
  type SipHeader,
  type SipRequest,
  type SipResponse,
} from "../../telephony/sip/index.ts";

/** The reason phrases of RFC 3261 21 (and RFC 4028) that are used here. */
const REASONS: Readonly<Record<number, string>> = {
  100: "Trying",
  200: "OK",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  407: "Proxy Authentication Required",
  408: "Request Timeout",
  423: "Interval Too Brief",
  480: "Temporarily Unavailable",
  481: "Call/Transaction Does Not Exist",
  482: "Loop Detected",
  483: "Too Many Hops",
  487: "Request Terminated",
  500: "Server Internal Error",
  503: "Service Unavailable",
};

const COPIED = new Set(["via", "from", "call-id", "cseq"]);

/** Makes the answer to a request (RFC 3261 8.2.6): copied headers, and a tag on To from 101 on. */
export function replyTo(request: SipRequest, status: number, extra: readonly SipHeader[] = []): SipResponse {
  const copied = request.headers.filter(({ name }) => COPIED.has(name.toLowerCase()));
  const to = headerOf(request, "To") ?? "";
  const tagged = status === 100 || parseAddress(to)?.params.has("tag") === true;
  return {
    kind: "response",
    status,
    reason: REASONS[status] ?? "Unknown",
    headers: [...copied, { name: "To", value: tagged ? to : `${to};tag=${randomToken()}` }, ...extra],
    body: "",
  };
}

/** 96 random bits, fit for tags and branches (RFC 3261 19.3 asks for at least 32). */
export function randomToken(): string {
  return randomBytes(12).toString("base64url");
}
