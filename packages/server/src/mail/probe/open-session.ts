import type { SecureContext } from "node:tls";
import type { MailProtocol, MailProvider, MailStageName, ProviderServer } from "@crewdock/contract";
import type { Egress, PinnedAddress } from "../../net/egress.ts";
import { ImapSession } from "./imap-session.ts";
import { ProbeFailure } from "./probe-failure.ts";
import { SmtpSession } from "./smtp-session.ts";
import { transportFailure } from "./transport-failure.ts";
import { Wire } from "./wire.ts";

/** Time limits of a check, in milliseconds. */
export interface ProbeTimeouts {
  /** @default 8000 */
  readonly connect: number;
  /** For the server's first words, and for the TLS handshake. @default 8000 */
  readonly greeting: number;
  /** Long, since servers punish earlier wrong passwords by answering slowly: Dovecot by up to 17 s. @default 25000 */
  readonly login: number;
  /** For the whole check. @default 30000 */
  readonly total: number;
  /** How long a server may be silent before the check looks why: mail servers speak first. @default 1500 */
  readonly silence: number;
  /** For trying out a fix before it is offered. @default 3000 */
  readonly fix: number;
}

export const defaultTimeouts: ProbeTimeouts = {
  connect: 8000,
  greeting: 8000,
  login: 25_000,
  total: 30_000,
  silence: 1500,
  fix: 3000,
};

export interface SessionContext {
  readonly egress: Egress;
  readonly secureContext: SecureContext;
  readonly timeouts: ProbeTimeouts;
}

/** Runs one stage of the check; null as work means that there is nothing to do in it. */
export type RunStage = <T>(stage: MailStageName, work: (() => Promise<T>) | null) => Promise<T | null>;

interface SessionOf {
  readonly imap: ImapSession;
  readonly smtp: SmtpSession;
}

/**
 * Goes to a server as far as a password could be sent: name, connection, encryption. What it does in one stage at a time
 * is also what proves a fix.
 * @throws ProbeFailure
 */
export async function openSession<P extends MailProtocol>(
  protocol: P,
  server: ProviderServer,
  provider: MailProvider | null,
  context: SessionContext,
  signal: AbortSignal,
  run: RunStage,
): Promise<SessionOf[P]> {
  const { egress, secureContext, timeouts } = context;
  const pinned = await run("name", async () => {
    try {
      return await egress.resolve(server.host, server.port, signal);
    } catch (error) {
      throw transportFailure(error);
    }
  });
  if (!pinned) throw new ProbeFailure("unknown");
  if (server.security === "none" && !pinned.allowed) await refusePlaintext(run);
  const implicit = server.security === "ssl";

  const session = await run("connection", async () => {
    const wire = await Wire.open(pinned, timeouts.connect, signal);
    const opened = sessionOn(protocol, wire, provider);
    if (!implicit) await greetInTheClear(opened, pinned, context, signal);
    if (server.security === "none") await wire.within(timeouts.greeting, "greeting_timeout", () => opened.learn());
    return opened;
  });
  if (!session) throw new ProbeFailure("unknown");
  const { wire } = session;
  const secure = async (): Promise<void> => {
    await wire.within(timeouts.greeting, "greeting_timeout", () => wire.secure(secureContext));
  };

  if (implicit) {
    await run("encryption", async () => {
      try {
        await secure();
      } catch (error) {
        throw await explainPlainPort(error, protocol, pinned, context, signal);
      }
      await wire.within(timeouts.greeting, "greeting_timeout", () => session.greet());
      await wire.within(timeouts.greeting, "greeting_timeout", () => session.learn());
    });
  } else if (server.security === "starttls") {
    await run("encryption", async () => {
      await wire.within(timeouts.greeting, "greeting_timeout", () => session.requestTls());
      await secure();
      await wire.within(timeouts.greeting, "greeting_timeout", () => session.learn());
    });
  } else {
    await run("encryption", null);
  }
  return session;
}

/** Somebody on the way could read the password, so the operator has to have named the place; nobody is connected to. */
async function refusePlaintext(run: RunStage): Promise<never> {
  await run("connection", null);
  await run("encryption", () => Promise.reject(new ProbeFailure("plaintext_refused")));
  throw new ProbeFailure("plaintext_refused");
}

function sessionOn<P extends MailProtocol>(protocol: P, wire: Wire, provider: MailProvider | null): SessionOf[P] {
  const session = protocol === "imap" ? new ImapSession(wire, provider) : new SmtpSession(wire, provider);
  return session as SessionOf[P];
}

/**
 * Mail servers speak first. One that stays silent most likely waits for TLS, so after a moment a second connection
 * offers it: an answer settles it long before the time limit does.
 */
async function greetInTheClear(
  session: ImapSession | SmtpSession,
  pinned: PinnedAddress,
  { secureContext, timeouts }: SessionContext,
  signal: AbortSignal,
): Promise<void> {
  const { wire } = session;
  const heard = new AbortController();
  const either = AbortSignal.any([signal, heard.signal]);
  let atLimit: "greeting_timeout" | "not_a_mail_server" = "greeting_timeout";
  const look = async (): Promise<void> => {
    const failure = await tlsFailure(pinned, secureContext, timeouts, either);
    if (heard.signal.aborted) return;
    if (failure === null || isCertificateFailure(failure)) wire.fail(new ProbeFailure("plain_on_tls_port"));
    // It can talk, in something that is not TLS, but does not greet: a web server, as a rule.
    else if (failure.code === "tls_on_plain_port") atLimit = "not_a_mail_server";
  };
  const silence = setTimeout(() => void look(), timeouts.silence);
  const limit = setTimeout(() => wire.fail(new ProbeFailure(atLimit)), timeouts.greeting);
  try {
    await session.greet();
  } finally {
    clearTimeout(silence);
    clearTimeout(limit);
    heard.abort();
  }
}

async function tlsFailure(
  pinned: PinnedAddress,
  secureContext: SecureContext,
  timeouts: ProbeTimeouts,
  signal: AbortSignal,
): Promise<ProbeFailure | null> {
  try {
    const wire = await Wire.open(pinned, timeouts.connect, signal);
    await wire.within(timeouts.greeting, "greeting_timeout", () => wire.secure(secureContext));
    wire.close();
    return null;
  } catch (error) {
    return transportFailure(error, "encryption");
  }
}

const certificateFailures: ReadonlySet<string> = new Set([
  "tls_cert_expired",
  "tls_wrong_host",
  "tls_self_signed",
  "tls_unknown_ca",
  "tls_too_old",
]);

/** The failure of a server that does speak TLS. */
function isCertificateFailure({ code }: ProbeFailure): boolean {
  return certificateFailures.has(code);
}

/** Looks who really answers on a port that does not speak TLS: another mail protocol or no mail server at all? */
async function explainPlainPort(
  error: unknown,
  protocol: MailProtocol,
  pinned: PinnedAddress,
  { timeouts }: SessionContext,
  signal: AbortSignal,
): Promise<ProbeFailure> {
  const failure = transportFailure(error, "encryption");
  if (failure.code !== "tls_on_plain_port") return failure;
  let wire: Wire | null = null;
  try {
    wire = await Wire.open(pinned, timeouts.connect, signal);
    const session = sessionOn(protocol, wire, null);
    await wire.within(timeouts.silence, "not_a_mail_server", () => session.greet());
    return failure;
  } catch (reason) {
    const found = transportFailure(reason);
    return found.code === "wrong_protocol" || found.code === "not_a_mail_server" ? found : failure;
  } finally {
    wire?.close();
  }
}
