import { type Adapter, type Connection, contractVersion, operations, type Ports } from "@crewdock/contract";
import type { Line } from "./calls.ts";
import { ConnectionMonitor } from "./connection-monitor.ts";
import { ContractGuard } from "./contract-guard.ts";
import { type Environment, pageEnvironment } from "./environment.ts";
import { Gate } from "./gate.ts";
import { Sender } from "./sender.ts";
import { type FetchToken, TokenKeeper } from "./token-keeper.ts";
import { verbOf } from "./verbs.ts";
import type { AnyOperation } from "./wire.ts";

export interface RestAdapterOptions {
  /**
   * Where the API is, with its version: `https://crm.example/crewdock/v1`, or `/crewdock/v1` of the page's own origin.
   * The token goes nowhere else.
   */
  readonly baseUrl: string;
  /** Gets a token from the host's backend. The adapter keeps it in memory only. */
  readonly fetchToken: FetchToken;
  /**
   * Milliseconds for a whole call with its repetitions, and for the silence between two lines of a check.
   * @default 20000; checks of SIP and mail take three times as long
   */
  readonly timeout?: number | undefined;
  /** Milliseconds until the answer of one try has to begin, connecting included. @default 8000; of checks three times as long */
  readonly answerWithin?: number | undefined;
  /** Milliseconds before a first repetition; doubles with each. @default 400 */
  readonly backoff?: number | undefined;
  /** Milliseconds from one asking for events to the next, where no stream gets through. @default 5000 */
  readonly pollEvery?: number | undefined;
  /** Stands in for the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Stands in for clock and network state of the browser, in tests. */
  readonly environment?: Environment | undefined;
}

/** An adapter that tells whether its server can be reached. */
export interface RestAdapter extends Adapter {
  readonly connection: Connection;
}

/**
 * Speaks the contract's HTTP API, as the reference server offers it.
 *
 * Sends a call up to three times (with growing pauses, and after `Retry-After` of up to five seconds) where that does no
 * harm: reading, creating with an idempotency key, and changes that carry a version; never a bare POST. A change whose
 * answer was lost is not told as a conflict when the record stands as it was asked for. Refreshes the token once for
 * all calls that wait for it. Every answer is checked against the contract's schema.
 *
 * @throws TypeError for a `baseUrl` that is none
 * @example
 * const adapter = createRestAdapter({
 *   baseUrl: "https://crm.example/crewdock/v1",
 *   fetchToken: async ({ signal }) => (await fetch("/crewdock-token", { method: "POST", signal })).json(),
 * });
 */
export function createRestAdapter(options: RestAdapterOptions): RestAdapter {
  const env = options.environment ?? pageEnvironment;
  const backoff = options.backoff ?? 400;
  const monitor = new ConnectionMonitor(env);
  const tokens = new TokenKeeper(options.fetchToken, env);
  const sender = new Sender({
    baseUrl: readBaseUrl(options.baseUrl),
    tokens,
    env,
    fetch: options.fetch,
    backoff,
    reached: monitor.reached,
  });
  const line: Line = {
    env,
    sender,
    tokens,
    gate: new Gate(env),
    guard: new ContractGuard(),
    monitor,
    timeout: options.timeout ?? 20_000,
    answerWithin: options.answerWithin ?? 8_000,
    backoff,
    pollEvery: options.pollEvery ?? 5_000,
  };
  const ports = Object.fromEntries(
    Object.entries(operations).map(([port, verbs]) => [
      port,
      Object.fromEntries(
        Object.entries(verbs as Readonly<Record<string, AnyOperation>>).map(([name, operation]) => [
          name,
          verbOf(slow.has(`${port}.${name}`) ? patient(line) : line, operation),
        ]),
      ),
    ]),
  );
  return { id: "rest", contract: contractVersion, ports: ports as unknown as Ports, connection: monitor };
}

/** The server tries other servers meanwhile. */
const slow: ReadonlySet<string> = new Set(["telephony.checkSipAccount", "mail.check", "mail.folders", "mail.discover"]);

function patient(line: Line): Line {
  return { ...line, timeout: line.timeout * 3, answerWithin: line.answerWithin * 3 };
}

/** @throws TypeError */
function readBaseUrl(baseUrl: string): string {
  const page = (globalThis as { readonly location?: { readonly href: string } }).location?.href;
  const { protocol, origin, pathname, username, password, search, hash } = new URL(baseUrl, page);
  if (!/^https?:$/.test(protocol) || `${username}${password}${search}${hash}` !== "")
    throw new TypeError("baseUrl has to be an http(s) address without user, query or fragment");
  return `${origin}${pathname.replace(/\/+$/, "")}`;
}
