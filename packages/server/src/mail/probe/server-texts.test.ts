import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { MailFailureCode, MailProtocol } from "@crewdock/contract";
import { mailProviders } from "@crewdock/contract/mail-providers";
import { createMailProbe } from "./mail-probe.ts";
import {
  imapGreeting,
  imapScript,
  leadTo,
  smtpGreeting,
  smtpScript,
  startScripted,
} from "./testing/scripted-server.ts";
import { collect, settingsFor } from "./testing/settings.ts";

interface Row {
  readonly code: MailFailureCode;
  readonly protocol: MailProtocol;
  /** A command that the server refuses with the line that follows; %t is the tag. */
  readonly at: "greeting" | "AUTHENTICATE" | "AUTH" | "LIST" | "STARTTLS" | "MAIL" | "RCPT";
  readonly says: string;
  readonly host?: string;
}

const gmail = "gmail.com";
const no = (text: string): string => `%t NO ${text}`;
const imap = (code: MailFailureCode, says: string, host?: string): Row => ({
  code,
  protocol: "imap",
  at: "AUTHENTICATE",
  says: no(says),
  ...(host && { host: `imap.${host}` }),
});
const smtp = (code: MailFailureCode, says: string, host?: string, at: Row["at"] = "AUTH"): Row => ({
  code,
  protocol: "smtp",
  at,
  says,
  ...(host && { host: host.includes("office365") ? host : `smtp.${host}` }),
});

/** What real servers say, collected from public reports and from measurements, and what it means. */
const rows: readonly Row[] = [
  imap(
    "app_password_required",
    "[ALERT] Application-specific password required: https://support.google.com/accounts/answer/185833 (Failure)",
    gmail,
  ),
  smtp(
    "app_password_required",
    "534-5.7.9 Application-specific password required. For more information, go to\r\n534 5.7.9 https://support.google.com/mail/?p=InvalidSecondFactor a1-20020a05 - gsmtp",
    gmail,
  ),
  imap(
    "app_password_required",
    "[AUTHENTICATIONFAILED] NEOBHODIM parol prilozheniya https://help.mail.ru/mail/security/protection/external / Application password is REQUIRED",
    "mail.ru",
  ),
  smtp(
    "app_password_required",
    "535 5.7.0 NEOBHODIM parol prilozheniya https://help.mail.ru/mail/security/protection/external / Application password is REQUIRED",
    "mail.ru",
  ),
  imap("bad_login", "[AUTHENTICATIONFAILED] Invalid credentials (Failure)", gmail),
  imap("bad_login", "[ALERT] Invalid credentials (Failure)", gmail),
  smtp(
    "bad_login",
    "535-5.7.8 Username and Password not accepted. For more information, go to\r\n535 5.7.8 https://support.google.com/mail/?p=BadCredentials",
    gmail,
  ),
  imap(
    "bad_login_or_imap_disabled",
    "[AUTHENTICATIONFAILED] LOGIN invalid credentials or IMAP is disabled sc=0AfKjh2Lw0U0",
    "yandex.ru",
  ),
  imap(
    "bad_login_or_imap_disabled",
    "[AUTHENTICATIONFAILED] AUTHENTICATE invalid credentials or IMAP is disabled sc=0AfKjh2Lw0U0",
    "yandex.ru",
  ),
  smtp(
    "no_access_rights",
    "535 5.7.8 Error: authentication failed: This user does not have access rights to this service",
    "yandex.ru",
  ),
  smtp("bad_login", "535 5.7.8 Error: authentication failed: Invalid user or password!", "yandex.ru"),
  smtp("unknown", "535 5.7.8 Error: authentication failed:Invalid format.", "yandex.ru"),
  smtp(
    "web_login_required",
    "535 5.7.8 Error: authentication failed: Your message looks like spam. You need to use web for sending or prove you are not a robot using the following link http://ya.cc/1a2b",
    "yandex.ru",
  ),
  smtp(
    "plaintext_refused",
    "530 5.7.7 Email sending without SSL/TLS encryption is not allowed. Please see: http://help.yandex.ru/mail/mail-clients/ssl.xml",
    "yandex.ru",
  ),
  smtp("sender_not_allowed", "553 5.7.1 Sender address rejected: not owned by auth user.", "yandex.ru", "MAIL"),
  smtp("sender_not_allowed", "550 not local sender over smtp", "mail.ru", "MAIL"),
  smtp("sender_not_allowed", "501 mail from address must be same as authorization user", undefined, "MAIL"),
  smtp(
    "sender_not_allowed",
    "553 5.7.1 <anna@lab.example>: Sender address rejected: not owned by user ivan@lab.example",
    undefined,
    "RCPT",
  ),
  smtp("web_login_required", "550 message sending for this account is disabled", "mail.ru", "MAIL"),
  imap(
    "imap_disabled",
    "[ALERT] Your account is not enabled for IMAP use. Please visit your Gmail settings page and enable your account for IMAP access. (Failure)",
    gmail,
  ),
  imap(
    "imap_disabled_by_admin",
    "[ALERT] IMAP access is disabled for your domain. Please contact your domain administrator for questions about this feature.",
    gmail,
  ),
  imap(
    "imap_disabled",
    "[ALERT] You are yet to enable IMAP for your account. Please contact your administrator (Failure)",
    "zoho.com",
  ),
  imap(
    "web_login_required",
    "[ALERT] Please log in via your web browser: https://support.google.com/mail/accounts/answer/78754 (Failure)",
    gmail,
  ),
  smtp(
    "web_login_required",
    "534-5.7.14 <https://accounts.google.com/signin/continue?sarp=1&scc=1> Please log in\r\n534 5.7.14 via your web browser and then try again.",
    gmail,
  ),
  imap("too_many_connections", "[ALERT] Too many simultaneous connections. (Failure)", gmail),
  imap(
    "too_many_connections",
    "[LIMIT] Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)",
  ),
  imap(
    "too_many_connections",
    "[UNAVAILABLE] Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)",
  ),
  {
    code: "too_many_connections",
    protocol: "imap",
    at: "greeting",
    says: "* BYE Too many connections from your address",
  },
  {
    code: "too_many_connections",
    protocol: "imap",
    at: "AUTHENTICATE",
    says: "* BYE Too many connections from your address",
  },
  smtp("too_many_connections", "421 4.7.0 Too many connections", undefined, "greeting"),
  smtp("rate_limited", "454 4.7.0 Too many login attempts, please try again later. a1-20020a05 - gsmtp", gmail),
  smtp("rate_limited", "535 5.7.0 (#AUTH005) Too many bad auth attempts.", "mail.yahoo.com"),
  imap("rate_limited", "[LIMIT] AUTHENTICATE Rate limit hit.", "mail.yahoo.com"),
  imap(
    "web_login_required",
    "Access to your account has been temporarily restricted as Yandex suspects it may have been hacked.",
    "yandex.ru",
  ),
  smtp(
    "password_login_disabled",
    "535 5.7.139 Authentication unsuccessful, basic authentication is disabled.",
    "smtp.office365.com",
  ),
  smtp(
    "smtp_auth_disabled",
    "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled",
    "smtp.office365.com",
  ),
  smtp(
    "smtp_auth_disabled",
    "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.",
    "smtp.office365.com",
  ),
  smtp(
    "blocked_by_policy",
    "535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy.",
    "smtp.office365.com",
  ),
  smtp(
    "blocked_by_policy",
    "535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully.",
    "smtp.office365.com",
  ),
  { ...imap("password_login_disabled", "LOGIN failed."), host: "outlook.office365.com" },
  { ...imap("password_login_disabled", "AUTHENTICATE failed."), host: "outlook.office365.com" },
  imap("bad_login", "LOGIN failed."),
  imap("bad_login", "[AUTHENTICATIONFAILED] LOGIN Invalid credentials", "mail.yahoo.com"),
  imap("bad_login", "[AUTHENTICATIONFAILED] Authentication failed", "mail.me.com"),
  smtp("bad_login", "535 5.7.8 Error: authentication failed: (reason unavailable)"),
  smtp("bad_login", "535 Incorrect authentication data", "mail.ru"),
  smtp("web_login_required", "535 5.7.8 Error: account locked"),
  smtp("web_login_required", "535 5.7.8 account disabled"),
  imap("web_login_required", "[AUTHENTICATIONFAILED] Your account has been suspended"),
  imap("temporary", "[UNAVAILABLE] Temporary authentication failure. [mail:2026-03-01 09:30:00]"),
  imap("unknown", '{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}', gmail),
  smtp("plaintext_refused", "530 5.7.0 Must issue a STARTTLS command first"),
  smtp("auth_not_offered", "503 5.5.1 Error: authentication not enabled"),
  smtp("auth_not_offered", "504 5.7.4 Unrecognized authentication type", "smtp.office365.com"),
  imap("mailbox_full", "[OVERQUOTA] Quota exceeded (mailbox for user is full)"),
  { ...imap("mailbox_full", "[OVERQUOTA] Quota exceeded (mailbox for user is full)"), at: "LIST" },
  smtp("mailbox_full", "552 5.2.2 Mailbox full", undefined, "RCPT"),
  smtp("mailbox_full", "550 User quota exceeded", "mail.ru", "RCPT"),
  smtp("mailbox_full", "452 4.2.2 Over quota", undefined, "RCPT"),
  smtp("blocked_by_policy", "554 5.7.1 Service unavailable; Client host [203.0.113.9] blocked", undefined, "greeting"),
  smtp("temporary", "421 4.3.2 Service not available, closing transmission channel", undefined, "greeting"),
  smtp("temporary", "451 4.3.0 Temporary server error", undefined, "MAIL"),
  imap("unknown", "[CANNOT] The moon is in the last quarter"),
  smtp("unknown", "550 5.5.0 Something else", undefined, "RCPT"),
];

describe("what servers say", () => {
  for (const each of rows) {
    it(`${each.protocol} ${each.at} "${each.says.slice(0, 60)}" is ${each.code}`, async (t) => {
      const answers = each.at === "greeting" ? {} : { [each.at]: `${each.says}\r\n` };
      const opening = (protocol: MailProtocol, usual: string): string =>
        each.at === "greeting" && each.protocol === protocol ? `${each.says}\r\n` : usual;
      const imapOne = await startScripted({
        greeting: opening("imap", imapGreeting),
        script: imapScript(each.protocol === "imap" ? answers : {}),
      });
      const smtpOne = await startScripted({
        greeting: opening("smtp", smtpGreeting),
        script: smtpScript(each.protocol === "smtp" ? answers : {}),
      });
      t.after(() => Promise.all([imapOne.stop(), smtpOne.stop()]));
      const probe = createMailProbe({
        egress: leadTo({ 143: imapOne.port, 587: smtpOne.port, 993: 1, 465: 1 }),
        providers: mailProviders,
      });
      const settings = settingsFor(each.host === undefined ? {} : { host: each.host });
      const { report } = await collect(
        probe.check(settings, "s3cret-Пароль", { signal: new AbortController().signal }),
      );
      const other = each.protocol === "imap" ? "smtp" : "imap";
      assert.equal(report[each.protocol].failure?.code, each.code, report[each.protocol].failure?.serverText ?? "");
      assert.equal(report[other].ok, true);
      assert.ok(!JSON.stringify(report).includes("s3cret"));
    });
  }
});
