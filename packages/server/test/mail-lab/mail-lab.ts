import { createConnection } from "node:net";
import { mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeCertificates } from "./certificates.ts";
import { type RunningServer, startDovecot } from "./dovecot.ts";
import { startPostfix } from "./postfix.ts";
import { findProgram, freePorts, run } from "./programs.ts";

/** Real mail servers for a test: Dovecot for IMAP, Postfix for submission, on free ports of 127.0.0.1. */
export interface MailLab {
  /** The name on the certificates. It resolves nowhere: a test's resolver leads it to 127.0.0.1. */
  readonly host: string;
  readonly domain: string;
  readonly imap: {
    readonly ssl: number;
    readonly starttls: number;
    /** Folders without SPECIAL-USE; two connections for each user. */
    readonly unmarked: number;
    readonly wrongHost: number;
    readonly selfSigned: number;
  };
  readonly smtp: { readonly ssl: number; readonly starttls: number; readonly noAuth: number; readonly expired: number };
  /** Certificate of the lab's authority, in PEM. */
  readonly ca: string;
  /** Passwords by address. `anna@` has one in Cyrillic; `alias@` is an address that `ivan@` may not send from. */
  readonly users: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export const labDomain = "crewdock-lab.test";
const HOST = `mail.${labDomain}`;
const PATIENCE_MS = 20_000;

const users: Readonly<Record<string, string>> = {
  [`ivan@${labDomain}`]: "ivan-pass",
  [`anna@${labDomain}`]: "Пароль Анны",
  [`petr@${labDomain}`]: "petr:pass",
};

const russian: readonly (readonly [string, string | null])[] = [
  ["Отправленные", "\\Sent"],
  ["Черновики", "\\Drafts"],
  ["Корзина", "\\Trash"],
  ["Спам", "\\Junk"],
  ["Клиенты/Отправлено из CRM", null],
];
const unmarked: readonly (readonly [string, string | null])[] = [
  ["Отправлено из CRM", null],
  ["Исходящие", null],
  ["Отправленные", null],
  ["Sent to clients", null],
];

/** What is not installed of what the lab needs, or null when it can start. */
export async function missingForMailLab(): Promise<string | null> {
  for (const name of ["dovecot", "postfix", "openssl"]) {
    if (!(await findProgram(name))) return name;
  }
  return process.getuid?.() === 0 ? null : "root for postfix";
}

/** Starts the servers, with everything they write in a new folder below `parent`. Stop it, or they stay. */
export async function startMailLab(parent: string = tmpdir()): Promise<MailLab> {
  const [dovecot, postfix, openssl] = await Promise.all(["dovecot", "postfix", "openssl"].map(findProgram));
  if (!dovecot || !postfix || !openssl) throw new Error("The mail lab needs dovecot, postfix and openssl");
  const dir = await mkdtemp(join(parent, "mail-lab-"));
  // Servers that have given up their rights pass through here to their own folders.
  await run("chmod", ["755", dir]);
  const folder = async (name: string): Promise<string> => {
    await mkdir(join(dir, name));
    return join(dir, name);
  };
  const [
    ssl = 0,
    starttls = 0,
    u1 = 0,
    u2 = 0,
    w1 = 0,
    w2 = 0,
    s1 = 0,
    s2 = 0,
    smtps = 0,
    submission = 0,
    noAuth = 0,
    expired = 0,
  ] = await freePorts(12);
  const certificates = await makeCertificates(openssl, await folder("certificates"), HOST);
  const running: RunningServer[] = [];
  const onExit = (): void => running.forEach((server) => server.kill());
  process.once("exit", onExit);
  const stop = async (): Promise<void> => {
    process.off("exit", onExit);
    await Promise.all(running.map((server) => server.stop()));
    await run("rm", ["-rf", dir]);
  };
  try {
    const imapServer = async (
      name: string,
      options: Pick<Parameters<typeof startDovecot>[0], "ports" | "certificate" | "folders" | "maxConnections">,
    ): Promise<Awaited<ReturnType<typeof startDovecot>>> => {
      const server = await startDovecot({ program: dovecot, dir: await folder(name), users, ...options });
      running.push(server);
      return server;
    };
    const main = await imapServer("main", {
      ports: { imap: starttls, imaps: ssl },
      certificate: certificates.good,
      folders: russian,
    });
    await imapServer("unmarked", {
      ports: { imap: u2, imaps: u1 },
      certificate: certificates.good,
      folders: unmarked,
      maxConnections: 2,
    });
    await imapServer("wrong-host", {
      ports: { imap: w2, imaps: w1 },
      certificate: certificates.wrongHost,
      folders: [],
    });
    await imapServer("self-signed", {
      ports: { imap: s2, imaps: s1 },
      certificate: certificates.selfSigned,
      folders: [],
    });
    running.push(
      await startPostfix({
        program: postfix,
        dir: await folder("postfix"),
        host: HOST,
        domain: labDomain,
        senders: {
          ...Object.fromEntries(Object.keys(users).map((address) => [address, address])),
          [`alias@${labDomain}`]: `anna@${labDomain}`,
        },
        authSocket: main.authSocket,
        certificate: certificates.good,
        ports: { smtps, submission, noAuth, expired },
        expired: certificates.expired,
      }),
    );
    await Promise.all([ssl, starttls, u1, w1, s1, smtps, submission, noAuth, expired].map(listening));
    return {
      host: HOST,
      domain: labDomain,
      imap: { ssl, starttls, unmarked: u1, wrongHost: w1, selfSigned: s1 },
      smtp: { ssl: smtps, starttls: submission, noAuth, expired },
      ca: certificates.ca,
      users,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits until something accepts connections on a loopback port. */
async function listening(port: number): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const accepted = await new Promise<boolean>((resolve) => {
      const socket = createConnection({ host: "127.0.0.1", port });
      socket.once("connect", () => resolve(true));
      socket.once("error", () => resolve(false));
      socket.once("connect", () => socket.destroy());
    });
    if (accepted) return;
    if (performance.now() > until) throw new Error(`Nothing listens on port ${port}`);
    await new Promise((resolve) => setTimeout(resolve, 50)); // a foreign process tells nobody that it is ready
  }
}
