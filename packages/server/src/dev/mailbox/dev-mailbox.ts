import { createHash, timingSafeEqual } from "node:crypto";
import type { Socket } from "node:net";
import { createServer, type TLSSocket } from "node:tls";
import type { MailProvider } from "@crewdock/contract";
import ipaddr from "ipaddr.js";
import { type Certificate, makeCertificate } from "./certificate.ts";
import { type BoxKeys, ImapConnection, type OpenBox } from "./imap-connection.ts";
import { MailStore } from "./mail-store.ts";
import { startSubmission } from "./submission.ts";

export const devMailDomain = "crewdock.test";

export interface DevMailboxOptions {
  /** An address of 127.0.0.0/8. @default 127.0.0.1 */
  readonly host?: string;
  /** 0 takes a free port. @default 0 */
  readonly imapPort?: number;
  /** @default 0 */
  readonly smtpPort?: number;
  /** The password of an address, undefined for one that does not exist. Asked anew at each log-in. */
  readonly accounts: (email: string) => string | undefined | Promise<string | undefined>;
  /** Whether an access token opens the box of an address; asked at each log-in by XOAUTH2. @default nobody has tokens */
  readonly tokens?: (email: string, accessToken: string) => boolean | Promise<boolean>;
  readonly now?: () => Date;
}

export interface DevMailbox {
  /** IMAP over TLS. */
  readonly imapPort: number;
  /** Submission over TLS. */
  readonly smtpPort: number;
  /** The authority of its certificate, in PEM, for the mail probe's `ca`. */
  readonly ca: string;
  /** What the egress guard has to allow for it. */
  readonly allow: readonly string[];
  /** The preset that recognises its addresses, for discovery and the probe. */
  readonly provider: MailProvider;
  /** Puts a letter (RFC 5322) into the inbox of an existing account; false when there is none. */
  deliver(email: string, raw: string): Promise<boolean>;
  /** Ends all connections and frees both ports. The letters are gone. */
  close(): Promise<void>;
}

/**
 * A mailbox for trying out the mail wizard without an internet connection: real IMAP and SMTP over real TLS for all
 * addresses of `crewdock.test`, on loopback, in memory. For development only: it refuses to start with
 * `NODE_ENV=production` or on an address that others can reach.
 *
 * SMTP is smtp-server. IMAP is written here: hoodiecrow-imap, the npm server that could do it, is old, wants folder names
 * already encoded, and keeps them and its letters in a form that is hard to share with the SMTP side. imapflow's parser,
 * which the server has anyway, reads the commands; what is left is small.
 * @throws Error in production or off loopback; the listening error when a port is taken.
 */
export async function startDevMailbox(options: DevMailboxOptions): Promise<DevMailbox> {
  const { host = "127.0.0.1", accounts, now = () => new Date() } = options;
  if (process.env["NODE_ENV"] === "production") throw new Error("The development mailbox does not run in production");
  if (!ipaddr.IPv4.isValidFourPartDecimal(host) || ipaddr.IPv4.parse(host).range() !== "loopback") {
    throw new Error("The development mailbox listens on loopback only");
  }
  const authority = makeCertificate({ commonName: "Crewdock development mailbox" });
  // Shown to people as a name, and only where the name leads to this address.
  const name = host === "127.0.0.1" ? "localhost" : host;
  const names = [...new Set([name, host])];
  const certificate = makeCertificate({ commonName: name, names, issuer: authority });
  const store = new MailStore(now);
  const exists = async (email: string): Promise<boolean> => (await accounts(email)) !== undefined;
  const { tokens } = options;
  const password: OpenBox = async (email, given) => {
    const right = await accounts(email);
    return right !== undefined && isSame(right, given) ? store.box(email) : null;
  };
  const token: OpenBox = async (email, given) =>
    (await tokens?.(email, given)) && (await exists(email)) ? store.box(email) : null;
  const keys: BoxKeys = tokens ? { password, token } : { password };

  const imap = await startImap(host, options.imapPort ?? 0, certificate, store, keys);
  let smtp: { readonly port: number; close(): Promise<void> };
  try {
    smtp = await startSubmission({ host, port: options.smtpPort ?? 0, certificate, store, keys, exists });
  } catch (error) {
    await imap.close();
    throw error;
  }
  return {
    imapPort: imap.port,
    smtpPort: smtp.port,
    ca: authority.cert,
    allow: [imap.port, smtp.port].flatMap((port) => names.map((each) => `${each}:${port}`)),
    provider: presetFor(name, imap.port, smtp.port),
    async deliver(email, raw) {
      const inbox = (await exists(email)) ? store.box(email).get("INBOX") : undefined;
      if (inbox) store.append(inbox, Buffer.from(raw.replace(/\r?\n/g, "\r\n"), "utf8"));
      return inbox !== undefined;
    },
    async close() {
      await Promise.all([imap.close(), smtp.close()]);
    },
  };
}

async function startImap(
  host: string,
  port: number,
  { cert, key }: Certificate,
  store: MailStore,
  keys: BoxKeys,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer({ cert, key, minVersion: "TLSv1.2" }, (socket: TLSSocket) => {
    new ImapConnection(socket, store, keys).serve().catch(() => socket.destroy()); // the client has gone: nobody to tell
  });
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function isSame(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function presetFor(host: string, imapPort: number, smtpPort: number): MailProvider {
  return {
    id: "crewdock-dev",
    name: "Crewdock (development)",
    names: { ru: "Crewdock (для разработки)" },
    domains: [devMailDomain],
    featured: false,
    imap: [{ host, port: imapPort, security: "ssl" }],
    smtp: [{ host, port: smtpPort, security: "ssl" }],
    username: { imap: "email", smtp: "email" },
    password: "account",
    help: {
      createUrl: null,
      helpUrl: null,
      steps: {},
      hint: {
        en: "The development mailbox of this demo: its password is printed in the terminal where the demo runs.",
        ru: "Почтовый ящик для разработки: пароль напечатан в терминале, где запущено демо.",
      },
    },
  };
}
