import type { MailCheckReport, MailFailure, MailProtocol, MailSettings } from "@crewdock/contract";
import type { I18n } from "../../kit/index.ts";
import type { Source } from "../messages/index.ts";

export interface FailureText {
  readonly title: string;
  readonly advice: string;
}

/** What happened and what to do, in words; a code that is newer than this widget reads as 'the check failed'. */
export function failureText(
  i18n: I18n<Source>,
  failure: MailFailure,
  protocol: MailProtocol,
  settings: MailSettings,
): FailureText {
  const { host, port } = settings[protocol];
  const say = i18n.t as (key: keyof Source, params: Readonly<Record<string, string>>) => string;
  const known = say(`${failure.code}_title`, {}) !== "";
  const code = known ? failure.code : "unknown";
  const params = { host, port: String(port) };
  return { title: say(`${code}_title`, params), advice: say(`${code}_advice`, params) };
}

/** The words for a report's first failure: incoming mail before outgoing. */
export function firstFailure(i18n: I18n<Source>, report: MailCheckReport, settings: MailSettings): FailureText {
  if (report.imap.failure) return failureText(i18n, report.imap.failure, "imap", settings);
  if (report.smtp.failure) return failureText(i18n, report.smtp.failure, "smtp", settings);
  return { title: i18n.t("unknown_title"), advice: i18n.t("unknown_advice") };
}
