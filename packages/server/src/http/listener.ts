import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Connection } from "./app.ts";

/** A whole request, its body included, has to be here by then, in milliseconds, unless its handler gives it more. */
const REQUEST_MS = 30_000;
/** And by then in any case. */
const LONGEST_REQUEST_MS = 900_000;
/** The headers of a request have to be here by then. */
const HEADERS_MS = 10_000;
/** A connection that asks nothing is kept for so long; longer than usual proxies keep theirs, so that none of them meets a closed one. */
const IDLE_MS = 75_000;
/** How often connections that are too slow are looked for. */
const CHECKS_MS = 2_000;
const HEADER_BYTES = 16_384;
const HEADERS = 100;
/** Connections at once; more are closed at once, which a load balancer takes for a busy instance. */
const CONNECTIONS = 10_000;

export interface ListenOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Times for tests; in milliseconds. */
  readonly times?: { readonly request: number; readonly headers: number; readonly checks: number };
}

/** An HTTP server that listens. */
export interface HttpListener {
  readonly port: number;
  /**
   * Takes no more connections, from the moment of the call, and waits for the requests under way.
   * @param limitMs when to cut off what is left
   * @returns whether all of them ended by themselves
   */
  stop(limitMs: number): Promise<boolean>;
}

/**
 * Serves requests over HTTP/1.1 with limits on size and time of everything that a client can draw out.
 * @throws Error with the system's `code`, such as `EADDRINUSE`, when the address cannot be had
 */
export async function listen(
  fetch: (request: Request, connection: Connection) => Promise<Response>,
  { host, port, times = { request: REQUEST_MS, headers: HEADERS_MS, checks: CHECKS_MS } }: ListenOptions,
): Promise<HttpListener> {
  const limits = new WeakMap<object, (ms: number) => void>();
  const answer = getRequestListener(
    (request, { incoming, outgoing }) => {
      const waitForBody = limits.get(incoming);
      return fetch(request, { incoming, outgoing, ...(waitForBody ? { waitForBody } : {}) });
    },
    { overrideGlobalObjects: false },
  );
  const open = new Set<ServerResponse>();
  const server = createServer(
    {
      requestTimeout: LONGEST_REQUEST_MS,
      headersTimeout: times.headers,
      keepAliveTimeout: IDLE_MS,
      connectionsCheckingInterval: times.checks,
      maxHeaderSize: HEADER_BYTES,
    },
    (request, response) => {
      limits.set(request, limitBody(request, response, times.request));
      open.add(response);
      response.once("close", () => {
        open.delete(response);
        // A connection is kept alive after an answer that began before the stop; nobody should ask on it again.
        if (!server.listening) server.closeIdleConnections();
      });
      void answer(request, response);
    },
  );
  server.maxHeadersCount = HEADERS;
  server.maxConnections = CONNECTIONS;
  await bind(server, host, port);
  return {
    port: (server.address() as AddressInfo).port,
    stop(limitMs) {
      for (const response of open) response.shouldKeepAlive = false; // "Connection: close", where no header is sent yet
      return close(server, limitMs);
    },
  };
}

/**
 * Cuts off a request whose body is not here in time, with 408 (RFC 9110, section 15.5.9) where nothing was answered.
 * @returns sets another time, which begins anew
 */
function limitBody(incoming: IncomingMessage, outgoing: ServerResponse, ms: number): (ms: number) => void {
  const hasBody = "content-length" in incoming.headers || "transfer-encoding" in incoming.headers;
  let limit: NodeJS.Timeout | undefined;
  const waitForBody = (time: number): void => {
    clearTimeout(limit);
    if (!hasBody || outgoing.destroyed) return;
    limit = setTimeout(() => {
      if (incoming.complete) return;
      if (!outgoing.headersSent) incoming.socket.write("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n");
      incoming.socket.destroy();
    }, time).unref();
  };
  waitForBody(ms);
  // one that was answered early is watched on: nobody should hold a connection with a body that nobody reads
  outgoing.once("close", () => incoming.complete && clearTimeout(limit));
  return waitForBody;
}

function bind(server: Server, host: string, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen(port, host, () => {
    server.off("error", reject);
    resolve();
  });
  return promise;
}

function close(server: Server, limitMs: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  let allEnded = true;
  const cut = setTimeout(() => {
    allEnded = false;
    server.closeAllConnections();
  }, limitMs);
  server.close(() => {
    clearTimeout(cut);
    resolve(allEnded);
  });
  return promise;
}
