/** A parsed sip: or sips: URI (RFC 3261 19.1). */
export interface SipUri {
  readonly scheme: "sip" | "sips";
  /** unescaped user part without a password; empty when there is none */
  readonly user: string;
  /** lower case */
  readonly host: string;
  readonly port: number | undefined;
  readonly params: ReadonlyMap<string, string>;
}

/** A From, To, Contact or Route value: the URI and the parameters that follow it. */
export interface SipAddress {
  readonly uri: string;
  readonly params: ReadonlyMap<string, string>;
}

/** The topmost parts of a Via value (RFC 3261 20.42). */
export interface SipVia {
  readonly sentBy: string;
  readonly branch: string;
}

const URI =
  /^(sips?):(?:([^@\s<>"]*)@)?(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?((?:;[^;?\s<>"]+)*)(?:\?[^\s<>"]*)?$/i;

/** Reads a SIP URI; undefined for anything else. */
export function parseUri(text: string): SipUri | undefined {
  const match = URI.exec(text);
  const [, scheme, user = "", host, port, params = ""] = match ?? [];
  if (scheme === undefined || host === undefined) return undefined;
  const name = unescapeUser(user.split(":", 1)[0] ?? "");
  if (name === undefined) return undefined;
  return {
    scheme: scheme.toLowerCase() === "sips" ? "sips" : "sip",
    user: name,
    host: host.toLowerCase(),
    port: port === undefined ? undefined : Number(port),
    params: parseParams(params),
  };
}

function unescapeUser(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // a stray percent sign: not a URI
    return undefined;
  }
}

/** Escapes a user part (RFC 3261 25.1: `user-unreserved` stands as it is). */
export function escapeUser(user: string): string {
  return encodeURIComponent(user).replace(/%(?:26|3D|2B|24|2C|3B|3F|2F)/g, (escape) => decodeURIComponent(escape));
}

/**
 * What tells one contact from another here: user and host. Parameters are left out, because sip.js adds `;ob` to the
 * contact of its INVITE and not to the one that it registers.
 */
export function contactKey(uri: string): string | undefined {
  const parsed = parseUri(uri);
  if (parsed === undefined) return undefined;
  return `${parsed.user}@${parsed.host}${parsed.port === undefined ? "" : `:${parsed.port}`}`;
}

/** Reads a name-addr or addr-spec with its parameters; undefined when there is no URI in it. */
export function parseAddress(value: string): SipAddress | undefined {
  // the display name may hold any character inside its quotes
  const rest = value.replace(/^\s*"(?:[^"\\]|\\.)*"\s*/, "");
  const open = rest.indexOf("<");
  if (open < 0) {
    const [uri = "", ...params] = rest.split(";");
    return uri.trim() === "" ? undefined : { uri: uri.trim(), params: parseParams(`;${params.join(";")}`) };
  }
  if (rest.slice(0, open).includes(`"`)) return undefined;
  const close = rest.indexOf(">", open);
  if (close < 0) return undefined;
  return { uri: rest.slice(open + 1, close).trim(), params: parseParams(rest.slice(close + 1)) };
}

/** Reads `;name=value;flag;name="quoted"`; names in lower case, a flag has an empty value. */
export function parseParams(text: string): ReadonlyMap<string, string> {
  const params = new Map<string, string>();
  for (const match of text.matchAll(/;\s*([^\s=;,"<>]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?/g)) {
    const name = match[1]?.toLowerCase();
    if (name !== undefined && !params.has(name)) params.set(name, match[2]?.replace(/\\(.)/g, "$1") ?? match[3] ?? "");
  }
  return params;
}

/** Reads a Via value; undefined without a sent-by or a branch. */
export function parseVia(value: string): SipVia | undefined {
  const sentBy = /^SIP\s*\/\s*2\.0\s*\/\s*[A-Za-z-]+\s+([^\s;,]+)/.exec(value)?.[1];
  const branch = parseParams(value.slice(value.indexOf(";"))).get("branch");
  return sentBy === undefined || branch === undefined || branch === "" ? undefined : { sentBy, branch };
}
