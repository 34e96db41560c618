import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Connection } from "./app.ts";

/** A whole request, its body included, has to be here by then, in milliseconds. */
const REQUEST_MS = 30_000;
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
  const answer = getRequestListener(fetch, { overrideGlobalObjects: false });
  const open = new Set<ServerResponse>();
  const server = createServer(
    {
      requestTimeout: times.request,
      headersTimeout: times.headers,
      keepAliveTimeout: IDLE_MS,
      connectionsCheckingInterval: times.checks,
      maxHeaderSize: HEADER_BYTES,
    },
    (request, response) => {
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
