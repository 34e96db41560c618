import type { MailCheckEvent, MailCheckReport, MailSecurity, MailSettings } from "@crewdock/contract";

export interface SettingsInput {
  readonly email?: string;
  readonly host?: string;
  readonly imapPort?: number;
  readonly smtpPort?: number;
  readonly security?: MailSecurity;
  readonly username?: string;
}

export function settingsFor({
  email = "ivan@lab.example",
  host = "mail.lab.example",
  imapPort = 143,
  smtpPort = 587,
  security = "none",
  username = email,
}: SettingsInput = {}): MailSettings {
  return {
    email,
    providerId: null,
    imap: { host, port: imapPort, security, username },
    smtp: { host, port: smtpPort, security, username },
  };
}

/** The report at the end of a check, and the stage events before it. */
export async function collect(
  events: AsyncIterable<MailCheckEvent>,
): Promise<{ readonly report: MailCheckReport; readonly stages: readonly string[] }> {
  const stages: string[] = [];
  for await (const event of events) {
    if (event.type === "report") return { report: event.report, stages };
    stages.push(`${event.protocol} ${event.stage} ${event.state}`);
  }
  throw new Error("The check ended without a report");
}
