import { createSecureContext, getCACertificates, type SecureContext } from "node:tls";
import type {
  MailCheckEvent,
  MailCheckReport,
  MailFailure,
  MailFolders,
  MailProtocol,
  MailProtocolReport,
  MailProvider,
  MailSettings,
  MailStageName,
} from "@crewdock/contract";
import { sentFolderNames } from "@crewdock/contract/mail-providers";
import { EventQueue } from "../../events/event-queue.ts";
import type { MailSecret } from "../../options.ts";
import type { Egress } from "../../net/egress.ts";
import { findFix } from "./find-fix.ts";
import {
  defaultTimeouts,
  openSession,
  type ProbeTimeouts,
  type RunStage,
  type SessionContext,
} from "./open-session.ts";
import { isRetryable, ProbeFailure } from "./probe-failure.ts";
import { helpLink, intendedProvider, providerOfServer } from "./provider-lookup.ts";
import { scrubServerText } from "./scrub.ts";
import { arrangeFolders } from "./sent-folder.ts";
import { StageLog } from "./stage-log.ts";

export interface MailProbeOptions {
  /** Decides which servers may be connected to. */
  readonly egress: Egress;
  readonly providers: readonly MailProvider[];
  /** Certificates of authorities, in PEM, that are trusted beside the system's. Verification itself cannot be switched off. */
  readonly ca?: readonly string[];
  readonly timeouts?: Partial<ProbeTimeouts>;
  /** Milliseconds of a clock that never goes back. @default performance.now */
  readonly now?: () => number;
}

export interface MailProbe {
  /**
   * Logs in for real with IMAP and SMTP side by side. Yields each stage as it starts and as it ends, then the report. A
   * failure is a report, and so is a cancellation: nothing is thrown. Aborting the signal or leaving the loop closes both
   * connections at once.
   */
  check(
    settings: MailSettings,
    secret: MailSecret,
    context: { readonly signal: AbortSignal },
  ): AsyncIterable<MailCheckEvent>;
  /** The folders of the mailbox now. @throws MailProbeError */
  folders(settings: MailSettings, secret: MailSecret, context: { readonly signal: AbortSignal }): Promise<MailFolders>;
}

/** The mailbox could not be asked; `failure` says why, fit to be shown. */
export class MailProbeError extends Error {
  override readonly name = "MailProbeError";
  readonly failure: MailFailure;

  constructor(failure: MailFailure) {
    super(failure.code);
    this.failure = failure;
  }
}

interface Outcome {
  readonly report: MailProtocolReport;
  readonly folders: MailFolders | null;
}

const NO_FOLDERS: MailFolders = { folders: [], sent: null };

export function createMailProbe(options: MailProbeOptions): MailProbe {
  const { providers } = options;
  const now = options.now ?? (() => performance.now());
  const context: SessionContext = {
    egress: options.egress,
    secureContext: trust(options.ca ?? []),
    timeouts: { ...defaultTimeouts, ...options.timeouts },
  };

  /** The stages after the password could be sent. */
  async function useMailbox(
    protocol: MailProtocol,
    settings: MailSettings,
    secret: MailSecret,
    signal: AbortSignal,
    run: RunStage,
  ): Promise<MailFolders | null> {
    const server = settings[protocol];
    const { login } = context.timeouts;
    const provider = providerOfServer(server.host, protocol, providers);
    const logIn = (session: {
      readonly wire: { within<T>(ms: number, code: "login_timeout", work: () => Promise<T>): Promise<T> };
      login(username: string, secret: MailSecret): Promise<void>;
    }): Promise<void | null> =>
      run("login", () => session.wire.within(login, "login_timeout", () => session.login(server.username, secret)));

    if (protocol === "smtp") {
      const session = await openSession("smtp", server, provider, context, signal, run);
      try {
        await logIn(session);
        await run("sender", () => session.wire.within(login, "temporary", () => session.tryEnvelope(settings.email)));
        return null;
      } finally {
        session.close();
      }
    }
    const session = await openSession("imap", server, provider, context, signal, run);
    try {
      await logIn(session);
      return await run("folders", async () => {
        const listed = await session.wire.within(login, "temporary", () => session.list());
        const known = provider ?? intendedProvider(settings, providers);
        return arrangeFolders(listed, (known && sentFolderNames[known.id]) ?? []);
      });
    } finally {
      session.close();
    }
  }

  async function tryOut(
    protocol: MailProtocol,
    settings: MailSettings,
    secret: MailSecret,
    signal: AbortSignal,
    emit: (event: MailCheckEvent) => void,
  ): Promise<Outcome> {
    const stages = new StageLog(protocol, emit, now);
    const started = now();
    const limit = AbortSignal.timeout(context.timeouts.total);
    const either = AbortSignal.any([signal, limit]);
    try {
      const folders = await useMailbox(protocol, settings, secret, either, stages.run);
      return { report: { ok: true, ms: elapsed(started), failure: null }, folders };
    } catch (error) {
      const reason = stages.failure(error, limit.aborted && !signal.aborted);
      stages.skipRest();
      const failure = await describe(protocol, settings, secret, reason, stages.current, either);
      return { report: { ok: false, ms: elapsed(started), failure }, folders: null };
    }
  }

  async function describe(
    protocol: MailProtocol,
    settings: MailSettings,
    secret: MailSecret,
    reason: ProbeFailure,
    stage: MailStageName,
    signal: AbortSignal,
  ): Promise<MailFailure> {
    const provider = providerOfServer(settings[protocol].host, protocol, providers);
    const usernames = [settings.email, settings.imap.username, settings.smtp.username];
    return {
      code: reason.code,
      stage,
      retryable: isRetryable(reason.code),
      serverText:
        reason.serverText === null ? null : scrubServerText(reason.serverText, { password: textOf(secret), usernames }),
      link: helpLink(reason.code, provider ?? intendedProvider(settings, providers), reason.serverText),
      fix: signal.aborted ? null : await findFix(protocol, settings, reason, providers, prover(protocol, signal)),
    };
  }

  function prover(protocol: MailProtocol, signal: AbortSignal): Parameters<typeof findFix>[4] {
    return async (server) => {
      try {
        const limit = AbortSignal.any([signal, AbortSignal.timeout(context.timeouts.fix)]);
        const session = await openSession(protocol, server, null, context, limit, runQuietly);
        try {
          session.assertPasswordLogin();
        } finally {
          session.close();
        }
        return true;
      } catch (error) {
        if (error instanceof ProbeFailure) return false; // that is what was to be found out
        throw error;
      }
    };
  }

  function elapsed(started: number): number {
    return Math.round(now() - started);
  }

  return {
    async *check(settings, secret, { signal }) {
      const left = new AbortController();
      const either = AbortSignal.any([signal, left.signal]);
      const events = new EventQueue<MailCheckEvent>();
      const started = now();
      const push = (event: MailCheckEvent): void => events.push(event);
      const run = async (): Promise<MailCheckReport> => {
        const [imap, smtp] = await Promise.all([
          tryOut("imap", settings, secret, either, push),
          tryOut("smtp", settings, secret, either, push),
        ]);
        const ok = imap.report.ok && smtp.report.ok;
        return { ok, ms: elapsed(started), imap: imap.report, smtp: smtp.report, ...(imap.folders ?? NO_FOLDERS) };
      };
      const told = run().then(
        (report) => events.push({ type: "report", report }),
        (error: unknown) => {
          events.end();
          throw error;
        },
      );
      try {
        for (let isOver = false; !isOver;) {
          const event = await events.take();
          if (event) yield event;
          isOver = event?.type !== "stage";
        }
      } finally {
        left.abort();
        await told;
      }
    },

    async folders(settings, secret, { signal }) {
      const { report, folders } = await tryOut("imap", settings, secret, signal, () => {});
      if (report.failure) throw new MailProbeError(report.failure);
      return folders ?? NO_FOLDERS;
    },
  };
}

/** A stage that nobody watches. */
const runQuietly: RunStage = async (_stage, work) => (work ? work() : null);

function textOf(secret: MailSecret): string {
  return typeof secret === "string" ? secret : secret.accessToken;
}

function trust(extra: readonly string[]): SecureContext {
  const ca = extra.length > 0 ? { ca: [...getCACertificates("default"), ...extra] } : {};
  return createSecureContext({ minVersion: "TLSv1.2", ...ca });
}
