import { isHostName } from "../text-checks.ts";

/** The user part of a SIP URI without escapes (RFC 3261, section 25.1). At most 64 characters. */
export const SIP_LOGIN: RegExp = /^[A-Za-z0-9_.!~*'()&=+$,;?/-]+$/;

/** Whether `value` is a `ws:` or `wss:` URL without credentials. */
export function isWebSocketUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password } = new URL(value);
  return (protocol === "ws:" || protocol === "wss:") && username === "" && password === "";
}

/** Whether `value` is a host name, an IPv4 address or an IPv6 address in brackets. */
export function isSipHost(value: string): boolean {
  return isHostName(value) || /^\[[0-9a-f:.]+\]$/i.test(value);
}
