import { NameAddrHeader } from "sip.js/lib/grammar/name-addr-header.js";
import { URI } from "sip.js/lib/grammar/uri.js";

// RFC 3261 section 25.1. No two parts of a pattern that follow each other can both take the same text: none is slow.
const TOKEN = "[\\w.!%*+`'~-]+";
const QUOTED = '"(?:[^"\\\\]|\\\\[^])*"';
const HOST = "(?:\\[[\\da-fA-F:.]+\\]|\\w[\\w-]*(?:\\.[\\w-]+)*\\.?)";
const PORT = "(?:\\s*:\\s*(\\d{1,5}))?";
/** Looser than the RFC: an IPv6 address without brackets is common in "received". */
const VALUE = `(?:${QUOTED}|[^\\s",;<>]+)`;
const PARAMETERS = `((?:\\s*;\\s*${TOKEN}(?:\\s*=\\s*${VALUE})?)*)`;

const whole = (source: string): RegExp => new RegExp(`^${source}$`);

const STATUS_LINE = /^SIP\/2\.0 (\d{3}) (.*)$/i;
const REQUEST_LINE = new RegExp(`^(${TOKEN}) (\\S+) SIP/2\\.0$`, "i");
const SIP_URI = new RegExp(
  `^(sips?):(?:([\\w.!~*'()&=+$,;?/%:-]+)@)?(${HOST})${PORT}((?:;[^\\s;?=]+(?:=[^\\s;?]*)?)*)(?:\\?([^\\s?]+))?$`,
  "i",
);
/** A display name need not be quoted; letters beyond ASCII in it are against the letter of the RFC, and common. */
const NAME_ADDRESS = new RegExp(`(?:(${QUOTED}\\s*|[^"<>,;]*)<([^<>\\s]+)>|([^\\s<>,;?]+))${PARAMETERS}`, "y");
const SEPARATOR = /\s*(?:,\s*|$)/y;
const PARAMETER = new RegExp(`;\\s*(${TOKEN})(?:\\s*=\\s*(${VALUE}))?`, "g");
const VIA = new RegExp(`^(SIP)\\s*/\\s*2\\.0\\s*/\\s*(${TOKEN})\\s+(${HOST})${PORT}${PARAMETERS}\\s*(?:,|$)`, "i");
const CSEQ = whole(`(\\d{1,10})\\s+(${TOKEN})`);
const MEDIA_TYPE = whole(`${TOKEN}\\s*/\\s*${TOKEN}${PARAMETERS}`);
const DISPOSITION = whole(`(${TOKEN})${PARAMETERS}`);
const CHALLENGE_FIELD = new RegExp(`(?:^|,)\\s*(${TOKEN})\\s*=\\s*(${VALUE})`, "g");

/** One of several addresses in a header, with the part of the text that holds it. */
interface ListedAddress {
  readonly position: number;
  readonly offset: number;
  readonly parsed: NameAddrHeader;
}

const whenRead = <T>(pattern: RegExp, text: string, make: (match: RegExpExecArray) => T): T | undefined => {
  const match = pattern.exec(text);
  return match === null ? undefined : make(match);
};

const unquoted = (text: string): string => (text.startsWith('"') ? text.slice(1, -1) : text);

const digits = (text: string): number | undefined => whenRead(/^\d+$/, text, Number);

const parametersOf = (text: string): (readonly [name: string, value: string | null])[] =>
  [...text.matchAll(PARAMETER)].map(([, name = "", value]) => [name.toLowerCase(), value ?? null]);

/** Reads a SIP or SIPS address; undefined when it is none, or its user part is not well encoded. */
function uri(text: string): URI | undefined {
  return whenRead(SIP_URI, text, ([, scheme = "", user = "", host = "", port, parameters = "", headers]) => {
    const read = new URI(scheme, decodeURIComponent(user), host, port === undefined ? undefined : Number(port));
    for (const parameter of parameters.split(";").slice(1)) {
      const [name = "", value] = parameter.split("=", 2);
      // compared without regard to case (section 19.1.4)
      read.setParam(name, /^(?:transport|user)$/i.test(name) ? value?.toLowerCase() : (value ?? null));
    }
    for (const header of headers?.split("&") ?? []) {
      const [name = "", value = ""] = header.split("=", 2);
      read.setHeader(name, [...(read.getHeader(name) ?? []), value]);
    }
    return read;
  });
}

/** Reads addresses that stand one after another; undefined when any of them cannot be read. */
function addresses(text: string): readonly ListedAddress[] | undefined {
  const list: ListedAddress[] = [];
  for (let position = 0; position < text.length; position = SEPARATOR.lastIndex) {
    NAME_ADDRESS.lastIndex = position;
    const match = NAME_ADDRESS.exec(text);
    const [, name = "", enclosed, bare = "", parameters = ""] = match ?? [];
    const target = uri(enclosed ?? bare);
    const offset = NAME_ADDRESS.lastIndex;
    SEPARATOR.lastIndex = offset;
    if (match === null || target === undefined || !SEPARATOR.test(text)) return undefined;
    const shown = name.trim();
    const displayName = shown === "" ? undefined : unquoted(shown);
    const parsed = new NameAddrHeader(target, displayName as string, {});
    for (const [parameter, value] of parametersOf(parameters)) parsed.setParam(parameter, value);
    list.push({ position, offset, parsed });
  }
  return list;
}

function address(text: string): NameAddrHeader | undefined {
  const list = addresses(text);
  return list?.length === 1 ? list[0]?.parsed : undefined;
}

function firstLine(text: string): object | undefined {
  return (
    whenRead(STATUS_LINE, text, ([, code, reason]) => ({ status_code: Number(code), reason_phrase: reason })) ??
    whenRead(REQUEST_LINE, text, ([, method, target = ""]) => ({ method, uri: uri(target) }))
  );
}

/** The topmost of the hops that the header names; those below it are the concern of others. */
function via(text: string): object | undefined {
  return whenRead(VIA, text, ([, protocol, transport, host, port, parameters = ""]) => {
    const { branch, received, rport } = Object.fromEntries(parametersOf(parameters));
    return { protocol, transport, host, port: port && Number(port), branch, received, rport };
  });
}

/** A challenge of another scheme than Digest has no fields that would be known here. */
function challenge(text: string): object | undefined {
  return (
    whenRead(/^digest\s+/i, text, ([scheme]) => {
      const fields = text.slice(scheme.length).matchAll(CHALLENGE_FIELD);
      const read = Object.fromEntries(
        [...fields].map(([, name = "", value = ""]) => [name.toLowerCase(), unquoted(value)]),
      );
      return {
        ...read,
        stale: read["stale"]?.toLowerCase() === "true",
        qop: read["qop"]?.split(",").map((each) => each.trim().toLowerCase()),
      };
    }) ?? {}
  );
}

/** By the names that the stack gives its rules; what has none here is not read. */
const RULES: Readonly<Record<string, (text: string) => unknown>> = {
  Request_Response: firstLine,
  SIP_URI: uri,
  Name_Addr_Header: address,
  From: address,
  To: address,
  Refer_To: address,
  Contact: addresses,
  Record_Route: addresses,
  Via: via,
  Call_ID: (text) => whenRead(/^\S+$/, text, () => text),
  CSeq: (text) => whenRead(CSEQ, text, ([, value, method]) => ({ value: Number(value), method })),
  Content_Length: digits,
  Max_Forwards: digits,
  Content_Type: (text) => whenRead(MEDIA_TYPE, text, () => text),
  Content_Disposition: (text) => whenRead(DISPOSITION, text, ([, type = ""]) => ({ type: type.toLowerCase() })),
  WWW_Authenticate: challenge,
  Proxy_Authenticate: challenge,
};

/** What the stack is told of text that its rule does not describe. */
const UNREADABLE = -1;

/**
 * Reads the parts of a SIP message that a phone uses (RFC 3261), with the names and answers of the stack's own `Grammar`,
 * which takes 10 kB, refuses names in other alphabets without quotes, and mistakes the last hop for the first.
 */
export const Grammar: {
  /** What the rule makes of the text, or -1. */
  readonly parse: (text: string, rule: string) => unknown;
  readonly nameAddrHeaderParse: (text: string) => NameAddrHeader | undefined;
  readonly URIParse: (text: string) => URI | undefined;
} = {
  parse: (text, rule) => readable(() => RULES[rule]?.(text)) ?? UNREADABLE,
  nameAddrHeaderParse: (text) => readable(() => address(text)),
  URIParse: (text) => readable(() => uri(text)),
};

/** Percent signs that encode nothing make decoding throw. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
