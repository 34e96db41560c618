import type { CallEnd, EndCause } from "./sip-engine.ts";

/** ITU-T Q.850 causes that say more than the SIP status they come with. */
const BY_Q850: Readonly<Record<number, EndCause>> = {
  1: "not_found",
  2: "not_found",
  3: "not_found",
  17: "busy",
  18: "no_answer",
  19: "no_answer",
  20: "unavailable",
  21: "declined",
  22: "not_found",
  26: "answered_elsewhere",
  27: "unavailable",
  28: "not_found",
  34: "unavailable",
  38: "network",
  41: "unavailable",
  42: "unavailable",
  57: "forbidden",
  58: "unavailable",
  65: "incompatible",
  88: "incompatible",
};

const BY_STATUS: Readonly<Record<number, EndCause>> = {
  401: "forbidden",
  402: "forbidden",
  403: "forbidden",
  404: "not_found",
  405: "incompatible",
  407: "forbidden",
  408: "no_answer",
  410: "not_found",
  415: "incompatible",
  416: "bad_number",
  420: "incompatible",
  433: "forbidden",
  480: "unavailable",
  484: "bad_number",
  485: "not_found",
  486: "busy",
  487: "cancelled",
  488: "incompatible",
  600: "busy",
  603: "declined",
  604: "not_found",
  606: "incompatible",
  607: "declined",
};

export interface ReasonHeader {
  readonly sip: number | undefined;
  readonly q850: number | undefined;
}

/** Reads Reason header values (RFC 3326), several of which may stand in one message. */
export function parseReasons(values: readonly string[]): ReasonHeader {
  let sip: number | undefined;
  let q850: number | undefined;
  for (const value of values) {
    for (const [, protocol, cause] of value.matchAll(/\b(SIP|Q\.850)\b[^,]*?;\s*cause\s*=\s*(\d{1,3})/gi)) {
      if (protocol?.toLowerCase() === "sip") sip ??= Number(cause);
      else q850 ??= Number(cause);
    }
  }
  return { sip, q850 };
}

const end = (cause: EndCause, by: CallEnd["by"], sipCode: number | undefined, q850: number | undefined): CallEnd => ({
  cause,
  by,
  ...(sipCode === undefined ? {} : { sipCode }),
  ...(q850 === undefined ? {} : { q850 }),
});

/**
 * What a refused INVITE means. `reachedServer` tells a far end that did not answer from a server that never spoke:
 * the stack reports both as 408.
 */
export function endOfRefusal(status: number, reasons: readonly string[], reachedServer: boolean): CallEnd {
  const { q850 } = parseReasons(reasons);
  if (!reachedServer && (status === 408 || status === 503)) return end("network", "network", status, q850);
  const cause =
    (q850 === undefined ? undefined : BY_Q850[q850]) ?? BY_STATUS[status] ?? (status >= 500 ? "unavailable" : "error");
  return end(cause, "them", status, q850);
}

/** What the far end's BYE means. */
export function endOfBye(reasons: readonly string[]): CallEnd {
  const { sip, q850 } = parseReasons(reasons);
  const lost = q850 === 38 || q850 === 41 || sip === 408;
  return end(lost ? "network" : "remote_hung_up", "them", sip, q850);
}

/** What a CANCEL of a call that rings here means: the caller gave up, or somebody answered on another device. */
export function endOfCancel(reasons: readonly string[]): CallEnd {
  const { sip, q850 } = parseReasons(reasons);
  return end(sip === 200 || q850 === 26 ? "answered_elsewhere" : "cancelled", "them", sip, q850);
}
