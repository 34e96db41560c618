import { createSocket } from "node:dgram";
import { createServer as createTcp, type AddressInfo, type Socket } from "node:net";
import { createServer as createTls } from "node:tls";
import { formatMessage, headerOf, parseMessage, type SipHeader, type SipRequest } from "../../sip/index.ts";
import { createStreamFraming } from "../stream-framing.ts";

/** What a scripted server says to a request: a status with headers, other text, or nothing. */
export type Scripted = number | readonly [status: number, ...headers: readonly SipHeader[]] | string | undefined;
export type Script = (request: SipRequest, index: number) => Scripted;

export interface ScriptedServer {
  readonly port: number;
  readonly requests: readonly SipRequest[];
  stop(): Promise<void>;
}

function answerText(request: SipRequest, scripted: Scripted): string | undefined {
  if (scripted === undefined || typeof scripted === "string") return scripted;
  const [status, ...extra] = typeof scripted === "number" ? [scripted] : scripted;
  const copied = request.headers.filter(({ name }) => ["Via", "From", "To", "Call-ID", "CSeq"].includes(name));
  return formatMessage({ kind: "response", status, reason: "Scripted", headers: [...copied, ...extra], body: "" });
}

export async function scriptedUdp(script: Script): Promise<ScriptedServer> {
  const requests: SipRequest[] = [];
  const socket = createSocket("udp4", (data, from) => {
    const request = parseMessage(data.toString()) as SipRequest;
    requests.push(request);
    const text = answerText(request, script(request, requests.length - 1));
    if (text !== undefined) socket.send(text, from.port, from.address);
  });
  await new Promise<void>((resolve) => {
    socket.bind(0, "127.0.0.1", resolve);
  });
  return { port: socket.address().port, requests, stop: async () => void socket.close() };
}

export interface StreamOptions {
  readonly tls?: { readonly cert: string; readonly key: string };
  /** said to whoever connects, before any request */
  readonly greeting?: string;
  /** told of the TLS server name of each connection */
  readonly onServerName?: (name: string) => void;
  /** bytes of one write */
  readonly pieces?: number;
}

export async function scriptedStream(script: Script, options: StreamOptions = {}): Promise<ScriptedServer> {
  const requests: SipRequest[] = [];
  const sockets = new Set<Socket>();
  const serve = (socket: Socket): void => {
    sockets.add(socket);
    socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
    if (options.greeting !== undefined) socket.write(options.greeting);
    const write = (text: string): void => {
      const size = options.pieces ?? text.length;
      for (let at = 0; at < text.length; at += size) socket.write(text.slice(at, at + size));
    };
    const take = createStreamFraming((text) => {
      const request = parseMessage(text) as SipRequest;
      requests.push(request);
      const answer = answerText(request, script(request, requests.length - 1));
      if (answer !== undefined) write(answer);
    });
    socket.on("data", (chunk: Buffer) => {
      try {
        take(chunk);
      } catch {
        // a TLS hello at a server that speaks plain SIP: it says what such servers say
        socket.end("SIP/2.0 400 Bad Request\r\n\r\n");
      }
    });
  };
  const server =
    options.tls === undefined
      ? createTcp({ noDelay: true }, serve)
      : createTls(
          {
            ...options.tls,
            SNICallback: (name, done) => {
              options.onServerName?.(name);
              done(null);
            },
          },
          serve,
        );
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A script that demands digest by these challenges, and takes the answer that `accepts` says is right. */
export function challenging(
  challenges: readonly string[],
  accepts: (authorization: string, request: SipRequest) => boolean,
): Script {
  return (request) => {
    const authorization = headerOf(request, "Authorization");
    if (authorization !== undefined && accepts(authorization, request)) return 200;
    return [401, ...challenges.map((value) => ({ name: "WWW-Authenticate", value }))];
  };
}
