import type { Inbox } from "./inbox.ts";

/** An open way to a SIP server. */
export interface SipTransport {
  /** as the Via header names it (RFC 3261 20.42, RFC 7118 5.1) */
  readonly protocol: "UDP" | "TCP" | "TLS" | "WS" | "WSS";
  /** host and port of this end, for Via and Contact; a made-up `.invalid` host where it has no address (RFC 7118 5) */
  readonly local: string;
  readonly inbox: Inbox;
  send(text: string): void;
  close(): void;
}

/** Exactly where to connect. */
export interface Target {
  /** the name that a certificate has to show */
  readonly host: string;
  readonly address: string;
  readonly family: 4 | 6;
  readonly port: number;
}

/** `host:port`, an IPv6 address in brackets. */
export function hostPort(address: string, port: number): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}
