import type { Office } from "./people.data.ts";

export const dayInMs = 86_400_000;

/** Where each office's traffic comes from; all of these networks are reserved for documentation (RFC 5737, RFC 3849). */
export const offices: Readonly<
  Record<Office, { readonly place: string; readonly addressOf: (host: number) => string }>
> = {
  moscow: { place: "Moscow, Russia", addressOf: (host) => `203.0.113.${String(host)}` },
  warsaw: { place: "Warsaw, Poland", addressOf: (host) => `198.51.100.${String(host)}` },
  saoPaulo: { place: "São Paulo, Brazil", addressOf: (host) => `2001:db8:55::${host.toString(16)}` },
  london: { place: "London, United Kingdom", addressOf: (host) => `192.0.2.${String(host)}` },
};

/** Elsewhere in the world. */
export const strangers: readonly { readonly address: string; readonly place: string; readonly userAgent: string }[] = [
  { address: "2001:db8:dead::17", place: "Frankfurt, Germany", userAgent: "python-requests/2.32.3" },
  { address: "198.51.100.231", place: "Vilnius, Lithuania", userAgent: "curl/8.9.1" },
  { address: "2001:db8:beef::4", place: "Singapore", userAgent: "Go-http-client/2.0" },
];

export const userAgents: readonly string[] = [
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36",
  "Mozilla/5.0 (X11; Linux x86_64; rv:147.0) Gecko/20100101 Firefox/147.0",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.2 Safari/605.1.15",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36 Edg/144.0.0.0",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.2 Mobile/15E148 Safari/604.1",
];
