import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import type { Egress } from "../../../net/egress.ts";

/** Answers one line of the client; undefined keeps silent. */
export type Script = (line: string, socket: Socket) => string | undefined;

export interface ScriptedServer {
  readonly port: number;
  /** All that clients have sent, line by line. */
  readonly received: string[];
  /** Resolves when a connection is there. */
  connected(): Promise<void>;
  /** Resolves when the next connection has been closed. */
  closed(): Promise<void>;
  /** Ends all connections without a word. */
  hangUp(): void;
  stop(): Promise<void>;
}

export interface ScriptedOptions {
  /** Sent on connect; null says nothing. */
  readonly greeting: string | null;
  readonly script?: Script;
  readonly tls?: TlsOptions;
}

/** A server on a free loopback port that says what a test tells it to. */
export async function startScripted({ greeting, script, tls }: ScriptedOptions): Promise<ScriptedServer> {
  const received: string[] = [];
  const sockets = new Set<Socket>();
  const waiting: (() => void)[] = [];
  const first = Promise.withResolvers<void>();
  const serve = (socket: Socket): void => {
    sockets.add(socket);
    first.resolve();
    socket.on("error", () => {});
    socket.on("close", () => {
      sockets.delete(socket);
      for (const wake of waiting.splice(0)) wake();
    });
    if (greeting !== null) socket.write(greeting);
    let rest = "";
    socket.on("data", (chunk: Buffer) => {
      rest += chunk.toString("latin1");
      for (let end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n")) {
        const line = rest.slice(0, end).replace(/\r$/, "");
        rest = rest.slice(end + 1);
        received.push(line);
        const answer = script?.(line, socket);
        if (answer !== undefined && socket.writable) socket.write(answer);
      }
    });
  };
  const server: Server = tls ? createTlsServer(tls, serve) : createServer(serve);
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    received,
    connected: () => first.promise,
    hangUp: () => sockets.forEach((socket) => socket.end()),
    closed: () => new Promise((resolve) => waiting.push(resolve)),
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Leads each host name and port to a port of this machine, as a pinned address would. */
export function leadTo(ports: Readonly<Record<number, number>>): Egress {
  return {
    resolve: async (host, port) => ({
      host,
      address: "127.0.0.1",
      family: 4,
      port: ports[port] ?? port,
      allowed: true,
    }),
  };
}

export const imapGreeting = "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] ready\r\n";
export const smtpGreeting = "220 mail.example ESMTP\r\n";

const folderLines =
  '* LIST (\\HasNoChildren) "/" INBOX\r\n* LIST (\\HasNoChildren \\Sent) "/" "&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-"\r\n';

/** An IMAP server that lets everybody in, but for the commands that `answers` (by their first word) replies to itself. */
export function imapScript(answers: Readonly<Record<string, string>> = {}): Script {
  return (line, socket) => {
    const [tag = "", verb = ""] = line.split(" ");
    const own = answers[verb.toUpperCase()];
    if (own !== undefined) return own.replaceAll("%t", tag);
    switch (verb.toUpperCase()) {
      case "CAPABILITY":
        return `* CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN\r\n${tag} OK done\r\n`;
      case "LIST":
        return `${folderLines}${tag} OK done\r\n`;
      case "LOGOUT":
        socket.end(`* BYE\r\n${tag} OK done\r\n`);
        return undefined;
      default:
        return `${tag} OK done\r\n`;
    }
  };
}

/** An SMTP server that lets everybody in and takes each envelope, but for the commands that `answers` replies to itself. */
export function smtpScript(answers: Readonly<Record<string, string>> = {}): Script {
  return (line, socket) => {
    const verb = (line.split(/[ :]/)[0] ?? "").toUpperCase();
    const own = answers[verb];
    if (own !== undefined) return own;
    switch (verb) {
      case "EHLO":
        return "250-mail.example\r\n250-PIPELINING\r\n250 AUTH PLAIN LOGIN\r\n";
      case "AUTH":
        return "235 2.7.0 welcome\r\n";
      case "QUIT":
        socket.end("221 bye\r\n");
        return undefined;
      default:
        return "250 2.1.0 ok\r\n";
    }
  };
}
