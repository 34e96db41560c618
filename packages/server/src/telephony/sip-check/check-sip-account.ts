import type { ConnectionOptions } from "node:tls";
import { domainToASCII } from "node:url";
import type { SipCheckReport, SipTransport as TransportName } from "@crewdock/contract";
import { unlessAborted, within } from "./deadline.ts";
import { RegisterClient } from "./register-client.ts";
import { SipCheckError } from "./sip-check-error.ts";
import { StageLog } from "./stage-log.ts";
import { openTcp, openTls, streamTransport } from "./stream-transport.ts";
import type { SipTransport, Target } from "./transport.ts";
import { openUdp } from "./udp-transport.ts";
import { openWebSocket } from "./web-socket-transport.ts";

/** A SIP account as it was typed. */
export interface SipCheckAccount {
  readonly login: string;
  readonly password: string;
  readonly domain: string;
  readonly port: number;
  readonly transport: TransportName;
  /** where `ws` and `wss` connect to */
  readonly webSocketUrl: string | null;
}

/** Time limits, milliseconds. */
export interface SipCheckTimeouts {
  /** for each of TCP, TLS and the WebSocket handshake. @default 6000 */
  readonly connect: number;
  /** for each SIP request. @default 6000 */
  readonly answer: number;
  /** for the whole check. @default 20000 */
  readonly total: number;
  /** for taking the test contact away again, after the check. @default 2000 */
  readonly remove: number;
  /** first repetition over UDP (T1 of RFC 3261). @default 500 */
  readonly t1: number;
}

export interface SipCheckOptions {
  readonly signal: AbortSignal;
  /** Finds and judges the address, once; the check connects to exactly that address. Its errors carry a code. */
  readonly resolve: (
    host: string,
    port: number,
    signal: AbortSignal,
  ) => Promise<{ readonly address: string; readonly family: number }>;
  readonly timeouts?: Partial<SipCheckTimeouts>;
  /** a steady clock in milliseconds. @default performance.now */
  readonly now?: () => number;
  /** certificate authorities to trust instead of the built-in ones */
  readonly tls?: Pick<ConnectionOptions, "ca">;
  /** Origin of the WebSocket handshake: that of a page where the phone will run */
  readonly origin?: string;
}

export const SIP_CHECK_TIMEOUTS: SipCheckTimeouts = {
  connect: 6000,
  answer: 6000,
  total: 20_000,
  remove: 2000,
  t1: 500,
};

const CONTACT_SECONDS = 60;

/**
 * Finds out whether a SIP account works by registering a contact of its own for a minute (RFC 3261 10) and taking it
 * away again, leaving every other contact alone. Never rejects: what goes wrong stands in the report. The password is
 * in no error and no report.
 */
export async function checkSipAccount(account: SipCheckAccount, options: SipCheckOptions): Promise<SipCheckReport> {
  const stages = new StageLog(options.now ?? (() => performance.now()));
  const timeouts = { ...SIP_CHECK_TIMEOUTS, ...options.timeouts };
  const late = new SipCheckError("no_answer");
  try {
    await within(timeouts.total, options.signal, late, (signal) =>
      runCheck(account, options, timeouts, stages, signal),
    );
  } catch (cause) {
    // every stage has noted its own failure; only an abort before the first one has not
    if (stages.report().ok)
      await stages.run("name", "cancelled", () => Promise.reject(cause as Error)).catch(() => undefined);
  }
  return stages.report();
}

async function runCheck(
  account: SipCheckAccount,
  options: SipCheckOptions,
  timeouts: SipCheckTimeouts,
  stages: StageLog,
  signal: AbortSignal,
): Promise<void> {
  const target = await stages.run("name", "dns_temporary", () => findTarget(account, options, signal));
  const transport = await openTransport(account, options, timeouts, stages, target, signal);
  let registering = false;
  const client = new RegisterClient({
    login: withoutDomain(account),
    password: account.password,
    domain: domainOf(account),
    transport,
    answerMs: timeouts.answer,
    t1Ms: timeouts.t1,
  });
  try {
    // over UDP only an answer shows that anybody is there
    const firstStage = account.transport === "udp" ? "connection" : "login";
    const first = await stages.run(firstStage, "no_answer", () => client.exchange(CONTACT_SECONDS, signal));
    registering = true;
    await stages.run("login", "no_answer", async () => {
      if (hasControls(account.login)) throw new SipCheckError("bad_login");
      await client.register(CONTACT_SECONDS, signal, first);
    });
  } finally {
    if (registering && stages.report().ok) await removeContact(client, timeouts.remove);
    transport.close();
  }
}

/** Takes the contact away; a server that does not answer to that drops it by itself within a minute. */
async function removeContact(client: RegisterClient, ms: number): Promise<void> {
  const late = new SipCheckError("no_answer");
  const outcome = within(ms, new AbortController().signal, late, (signal) => client.register(0, signal));
  await outcome.catch(() => undefined);
}

async function findTarget(account: SipCheckAccount, options: SipCheckOptions, signal: AbortSignal): Promise<Target> {
  const url = webSocketUrl(account);
  const host = url === undefined ? domainOf(account) : url.hostname.replace(/^\[(.*)\]$/, "$1");
  if (host === "" || domainOf(account) === "") throw new SipCheckError("dns_not_found");
  const port = url === undefined ? account.port : Number(url.port || (url.protocol === "wss:" ? 443 : 80));
  const { address, family } = await unlessAborted(options.resolve(host, port, signal), signal);
  return { host, address, family: family === 6 ? 6 : 4, port };
}

async function openTransport(
  account: SipCheckAccount,
  options: SipCheckOptions,
  timeouts: SipCheckTimeouts,
  stages: StageLog,
  target: Target,
  outer: AbortSignal,
): Promise<SipTransport> {
  const timed = <T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> =>
    within(timeouts.connect, outer, new SipCheckError("connect_timeout"), run);
  if (account.transport === "udp") {
    return stages.run("connection", "refused", () => timed((signal) => openUdp(target, signal)));
  }
  const plain = await stages.run("connection", "refused", () => timed((signal) => openTcp(target, signal)));
  const url = webSocketUrl(account);
  const secure = account.transport === "tls" || url?.protocol === "wss:";
  const socket = secure
    ? await stages.run("encryption", "tls_failed", () =>
        timed((signal) => openTls(plain, target, options.tls ?? {}, signal)),
      )
    : plain;
  if (url === undefined) return streamTransport(socket, secure ? "TLS" : "TCP");
  // the handshake is part of reaching the server, so its time and its failure belong to the connection
  return stages.run("connection", "websocket_refused", () =>
    timed((signal) => openWebSocket(socket, url, options.origin, signal)),
  );
}

/** The URL to connect to for `ws` and `wss`; undefined for other transports. */
function webSocketUrl(account: SipCheckAccount): URL | undefined {
  if (account.transport !== "ws" && account.transport !== "wss") return undefined;
  const url = URL.parse(account.webSocketUrl ?? "");
  if (url === null || url.protocol !== `${account.transport}:`) throw new SipCheckError("dns_not_found");
  return url;
}

/** The domain in ASCII (RFC 5891); empty when it is none. */
function domainOf(account: SipCheckAccount): string {
  const domain = account.domain.trim();
  if (/^[0-9a-f:.]+$/i.test(domain) && domain.includes(":")) return `[${domain}]`;
  return domainToASCII(domain).toLowerCase();
}

/** People copy the whole address of record into the login field. */
function withoutDomain({ login, domain }: SipCheckAccount): string {
  const suffix = `@${domain}`.toLowerCase();
  return login.toLowerCase().endsWith(suffix) ? login.slice(0, -suffix.length) : login;
}

function hasControls(text: string): boolean {
  return /\p{Cc}/u.test(text);
}
