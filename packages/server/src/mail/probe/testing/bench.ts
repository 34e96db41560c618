import type { TestContext } from "node:test";
import type { MailProvider } from "@crewdock/contract";
import { type Certificate, makeCertificate } from "../../../dev/mailbox/certificate.ts";
import { createMailProbe, type MailProbe } from "../mail-probe.ts";
import type { ProbeTimeouts } from "../open-session.ts";
import {
  imapGreeting,
  imapScript,
  leadTo,
  type ScriptedOptions,
  type ScriptedServer,
  smtpGreeting,
  smtpScript,
  startScripted,
} from "./scripted-server.ts";

export const HOST = "mail.lab.example";
export const never: { readonly signal: AbortSignal } = { signal: new AbortController().signal };
export const authority: Certificate = makeCertificate({ commonName: "Test authority" });
export const good: Certificate = makeCertificate({ commonName: HOST, names: [HOST], issuer: authority });
export const quick: Partial<ProbeTimeouts> = { connect: 1000, greeting: 400, login: 400, silence: 40, fix: 500 };

export async function start(t: TestContext, options: ScriptedOptions): Promise<ScriptedServer> {
  const server = await startScripted(options);
  t.after(() => server.stop());
  return server;
}

/** Both servers; what a test does not say is a server where everything works. */
export async function pair(
  t: TestContext,
  options: { readonly imap?: Partial<ScriptedOptions>; readonly smtp?: Partial<ScriptedOptions> } = {},
): Promise<{ readonly imap: ScriptedServer; readonly smtp: ScriptedServer }> {
  const imap = await start(t, { greeting: imapGreeting, script: imapScript(), ...options.imap });
  const smtp = await start(t, { greeting: smtpGreeting, script: smtpScript(), ...options.smtp });
  return { imap, smtp };
}

export function probeTo(
  ports: Readonly<Record<number, number>>,
  timeouts: Partial<ProbeTimeouts> = quick,
  providers: readonly MailProvider[] = [],
): MailProbe {
  return createMailProbe({ egress: leadTo(ports), providers, ca: [authority.cert], timeouts });
}
