import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocketServer, type WebSocket } from "ws";
import { Authenticator } from "./authenticator.ts";
import { Connections } from "./connections.ts";
import type { DevRegistrarLog } from "./events.ts";
import type { ForkTimers } from "./fork.ts";
import { LocationService } from "./location.ts";
import { assertDevelopment, assertLoopback, isLoopback } from "./loopback.ts";
import { SipProxy } from "./proxy.ts";
import type { RegisterLimits } from "./register.ts";

export interface DevRegistrarOptions {
  /** SIP domain and digest realm, e.g. `crewdock.test` */
  readonly domain: string;
  /** shared secret of short-lived credentials; see `mintEphemeral` */
  readonly ephemeralSecret: string;
  /**
   * HA1 = MD5(user:domain:password) of the SIP account, or undefined for an unknown one. Asked with the short-lived
   * credentials that somebody came with, undefined refuses those.
   */
  readonly ha1: (user: string, credentials?: { readonly expiresAt: number }) => Promise<string | undefined>;
  /** asked at each INVITE that would start a call; `target` is a user of the domain */
  readonly mayPlaceCall: (user: string, target: string) => Promise<boolean>;
  /** asked at each WebSocket handshake (RFC 6455 10.2) */
  readonly allowOrigin: (origin: string | undefined) => boolean;
  readonly log?: DevRegistrarLog;
  /** milliseconds since 1970; @default Date.now */
  readonly now?: () => number;
  /** @default 3 minutes and 5 s, 32 s, 5 s */
  readonly timers?: Partial<ForkTimers>;
  /** @default 30 s, 600 s, 10 contacts a user */
  readonly limits?: Partial<RegisterLimits>;
  /** between two WebSocket pings, milliseconds; a connection that missed one is closed. @default 20000 */
  readonly pingMs?: number;
}

/** A present binding of a user. */
export interface DevContact {
  readonly uri: string;
  readonly instance: string | undefined;
  /** milliseconds since 1970 */
  readonly expiresAt: number;
}

/** A SIP registrar and proxy over WebSocket for development, on loopback only. */
export interface DevRegistrar {
  /**
   * Takes WebSocket handshakes on one path of a server; other paths are left to other listeners.
   *
   * @throws DevRegistrarError `not_loopback` when the server listens on another address already; when it does so later,
   * each handshake is refused with 403
   */
  attach(server: Server, path: string): void;
  /** Starts an HTTP server of its own. @throws DevRegistrarError `not_loopback` */
  listen(options: { readonly host?: string; readonly port: number }): Promise<{ readonly webSocketUrl: string }>;
  /** The user's present bindings, oldest first. */
  contacts(user: string): readonly DevContact[];
  /** Removes every binding of a user, so that no call reaches them; connections and running calls stay. */
  forget(user: string): void;
  /** Closes every connection and what `listen` started; detaches from what it was attached to. */
  close(): Promise<void>;
}

const SIP_PATH = "/sip";
const MAX_MESSAGE_BYTES = 65_536;
const DEFAULT_TIMERS: ForkTimers = { timerC: 185_000, transaction: 32_000, rejoin: 5_000 };
const DEFAULT_LIMITS: RegisterLimits = { minExpires: 30, maxExpires: 600, maxContacts: 10 };

/**
 * Makes the registrar that a developer's machine uses in the place of Kamailio: SIP over WebSocket (RFC 7118) with
 * digest, GRUU and parallel forking. Bindings live in memory and end with their connection.
 *
 * Credentials are an account's own, or the short-lived ones of `mintEphemeral`; those with use `receive` may only
 * register. Wrong and expired ones are answered with 401 or 407 every time, never 403: a phone that is asked again after
 * it answered fetches fresh credentials. 403 means known but not allowed.
 *
 * @throws DevRegistrarError `production_refused` when NODE_ENV is `production`
 */
export function createDevRegistrar(options: DevRegistrarOptions): DevRegistrar {
  assertDevelopment();
  const now = options.now ?? Date.now;
  const log: DevRegistrarLog = options.log ?? (() => undefined);
  const domain = options.domain.toLowerCase();
  const location = new LocationService(now);
  const { ha1, ephemeralSecret, mayPlaceCall } = options;
  const proxy = new SipProxy({
    domain,
    authenticator: new Authenticator({ domain, ephemeralSecret, ha1, now, nonceLifetimeMs: 300_000 }),
    ephemeralSecret,
    location,
    isAccount: async (user) => (await ha1(user)) !== undefined,
    mayPlaceCall,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    timers: { ...DEFAULT_TIMERS, ...options.timers },
    now,
    isOpen: (connection) => connections.isOpen(connection),
    send: (connection, message) => connections.send(connection, message),
    log,
  });
  const connections = new Connections({ proxy, log, pingMs: options.pingMs ?? 20_000 });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    handleProtocols: () => "sip",
  });
  const detach: (() => void)[] = [];
  const owned: Server[] = [];

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const reason = refusal(request, options.allowOrigin);
    if (reason !== undefined) {
      log({ kind: "handshake_refused", reason });
      const status = reason === "subprotocol" ? "400 Bad Request" : "403 Forbidden";
      endHandshake(socket, status);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket: WebSocket) => connections.add(webSocket));
  };

  const attach = (server: Server, path: string): void => {
    const address = server.address();
    if (typeof address === "object" && address !== null) assertLoopback(address.address);
    const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
      if (pathOf(request) === path) upgrade(request, socket, head);
    };
    server.on("upgrade", onUpgrade);
    detach.push(() => server.off("upgrade", onUpgrade));
  };

  return {
    attach,
    async listen({ host = "127.0.0.1", port }) {
      assertLoopback(host);
      const server = createServer((_request, response) => response.writeHead(426, { Upgrade: "websocket" }).end());
      attach(server, SIP_PATH);
      server.on("upgrade", (request, socket) => {
        if (pathOf(request) !== SIP_PATH) endHandshake(socket, "404 Not Found");
      });
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject).listen(port, host, resolve);
      });
      owned.push(server);
      const { address, port: bound } = server.address() as AddressInfo;
      return { webSocketUrl: `ws://${address.includes(":") ? `[${address}]` : address}:${bound}${SIP_PATH}` };
    },
    contacts: (user) => location.of(user).map(({ uri, instance, expiresAt }) => ({ uri, instance, expiresAt })),
    forget: (user) => location.removeAll(user),
    async close() {
      for (const off of detach) off();
      connections.closeAll();
      proxy.close();
      await Promise.all(owned.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? "").split("?", 1)[0] ?? "";
}

function endHandshake(socket: Duplex, status: string): void {
  // a client that is gone already is no reason to end the process
  socket.on("error", () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Why a handshake is refused, if it is (RFC 7118 4.1: the subprotocol has to be offered). */
function refusal(
  request: IncomingMessage,
  allowOrigin: (origin: string | undefined) => boolean,
): "not_loopback" | "origin" | "subprotocol" | undefined {
  if (!isLoopback(request.socket.localAddress ?? "")) return "not_loopback";
  if (!allowOrigin(request.headers.origin)) return "origin";
  const offered = (request.headers["sec-websocket-protocol"] ?? "").split(",").map((name) => name.trim().toLowerCase());
  return offered.includes("sip") ? undefined : "subprotocol";
}
