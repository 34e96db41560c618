import type {
  MailCheckEvent,
  MailFailure,
  MailFolder,
  MailFolders,
  MailProtocol,
  MailSettings,
  MailStageName,
} from "@crewdock/contract";
import { mailFailure } from "./mail-outcome.ts";

const stages: Readonly<Record<MailProtocol, readonly MailStageName[]>> = {
  imap: ["name", "connection", "encryption", "login", "folders"],
  smtp: ["name", "connection", "encryption", "login", "sender"],
};

const folder = (name: string, specialUse: MailFolder["specialUse"] = null): MailFolder => ({
  path: name,
  name,
  specialUse,
});

/** A mailbox as a Russian provider sets it up. */
export const mailboxFolders: MailFolders = {
  folders: [
    { path: "INBOX", name: "INBOX", specialUse: "inbox" },
    folder("Отправленные", "sent"),
    folder("Черновики", "drafts"),
    folder("Спам", "junk"),
    folder("Корзина", "trash"),
    folder("Архив", "archive"),
    folder("Архив/2025"),
    folder("Клиенты"),
    folder("Клиенты/Заказы"),
  ],
  sent: { path: "Отправленные", by: "special-use" },
};

const none: MailFolders = { folders: [], sent: null };

function msOf(index: number): number {
  return 18 + index * 23;
}

/** Plays a check: both protocols side by side, each stage told as it starts and ends, then the report. */
export async function* playMailCheck(
  settings: MailSettings,
  password: string,
  pause: () => Promise<void>,
): AsyncGenerator<MailCheckEvent> {
  const failures = {
    imap: mailFailure("imap", settings.imap, password),
    smtp: mailFailure("smtp", settings.smtp, password),
  };
  const protocols = ["imap", "smtp"] as const;
  for (let index = 0; index < stages.imap.length; index++) {
    const running = protocols.filter((protocol) => failedAt(protocol, failures[protocol]) >= index);
    for (const protocol of running) yield stageEvent(protocol, index, "running");
    if (running.length > 0) await pause();
    for (const protocol of protocols) {
      const failing = failedAt(protocol, failures[protocol]);
      yield stageEvent(protocol, index, index < failing ? "ok" : index === failing ? "failed" : "skipped");
    }
  }
  const report = (protocol: MailProtocol): { ok: boolean; ms: number; failure: MailFailure | null } => {
    const last = Math.min(failedAt(protocol, failures[protocol]), stages[protocol].length - 1);
    const ms = Array.from({ length: last + 1 }, (_, index) => msOf(index)).reduce((sum, part) => sum + part, 0);
    return { ok: failures[protocol] === null, ms, failure: failures[protocol] };
  };
  const [imap, smtp] = [report("imap"), report("smtp")];
  yield {
    type: "report",
    report: {
      ok: imap.ok && smtp.ok,
      ms: Math.max(imap.ms, smtp.ms),
      imap,
      smtp,
      ...(imap.ok ? mailboxFolders : none),
    },
  };
}

function failedAt(protocol: MailProtocol, failure: MailFailure | null): number {
  return failure ? stages[protocol].indexOf(failure.stage) : stages[protocol].length;
}

function stageEvent(
  protocol: MailProtocol,
  index: number,
  state: "running" | "ok" | "failed" | "skipped",
): MailCheckEvent {
  const ms = state === "ok" || state === "failed" ? msOf(index) : 0;
  return { type: "stage", protocol, stage: stages[protocol][index] ?? "name", state, ms };
}
