import { setTimeout as delay } from "node:timers/promises";
import { listen, type HttpListener } from "../http/listener.ts";
import { addHeaders } from "../http/cross-origin.ts";
import type { Connection } from "../http/app.ts";
import type { CrewServer } from "../server.ts";
import type { Configuration } from "./configuration.ts";
import { CommandError, exitCodes } from "./exit-codes.ts";
import { type CommandContext, openServer } from "./open-server.ts";

/**
 * Serves until it is stopped. A stop goes in this order: not ready any more; after the delay no connection is taken and
 * live streams end; requests under way end or are cut off at the limit; the database is closed, the folder let go.
 * @param stopped resolves with the reason, such as `SIGTERM`, when the server should stop in order
 * @throws CommandError when the database or the address cannot be had
 */
export async function serve(context: CommandContext, stopped: Promise<string>): Promise<void> {
  const { configuration, log } = context;
  const server = await openServer(context);
  const listener = await startListening(configuration, server.crew).catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  const { HOST: host, CREWDOCK_PUBLIC_URL: publicUrl } = configuration;
  log({
    level: "info",
    event: "listening",
    host,
    port: listener.port,
    publicUrl: publicUrl.href,
    database: server.crew.db.kind,
  });
  const reason = await stopped;
  const limit = configuration.CREWDOCK_STOP_SECONDS;
  log({ level: "info", event: "stopping", reason, seconds: limit });
  server.crew.drain();
  await delay(1000 * configuration.CREWDOCK_STOP_DELAY_SECONDS);
  const stop = listener.stop(1000 * limit); // before streams end, so that nobody comes back to this instance
  server.crew.endStreams();
  const inOrder = await stop;
  await server.close();
  log({ level: inOrder ? "info" : "warn", event: "stopped", cutOff: !inOrder });
}

async function startListening(
  { HOST: host, PORT: port, ...rest }: Configuration,
  crew: CrewServer,
): Promise<HttpListener> {
  const base = rest.CREWDOCK_PUBLIC_URL.pathname;
  try {
    return await listen((request, connection) => route(crew, base, request, connection), { host, port });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
    if (code === undefined) throw error;
    throw new CommandError(exitCodes.address, `Cannot listen on ${host}, port ${port} (${code}).`, error);
  }
}

/** Health is answered at the root as well, where whoever looks after the process expects it. */
async function route(crew: CrewServer, base: string, request: Request, connection: Connection): Promise<Response> {
  const { pathname, origin } = new URL(request.url);
  if (pathname === "/healthz" || pathname === "/readyz")
    return crew.fetch(new Request(`${origin}${base}${pathname}`, { method: request.method }), connection);
  if (pathname === base || pathname.startsWith(`${base}/`)) return crew.fetch(request, connection);
  const nothing = new Response(null, { status: 404 });
  addHeaders(nothing.headers, request, { origins: [], strictTransport: crew.services.options.strictTransport });
  return nothing;
}
