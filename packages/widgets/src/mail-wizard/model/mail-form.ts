import {
  isEmail,
  isHostName,
  type MailAccount,
  type MailAccountInput,
  type MailProtocol,
  type MailSecurity,
  type MailSettings,
} from "@crewdock/contract";
import { createForm, type Form, type I18n } from "../../kit/index.ts";
import type { Source } from "../messages/index.ts";

/** Everything the wizard asks for. */
export type MailFields = {
  readonly email: string;
  readonly password: string;
  readonly imapHost: string;
  readonly imapPort: number | null;
  readonly imapSecurity: MailSecurity;
  readonly imapUser: string;
  readonly smtpHost: string;
  readonly smtpPort: number | null;
  readonly smtpSecurity: MailSecurity;
  readonly smtpUser: string;
  /** Path of the folder; empty for none. */
  readonly sentFolder: string;
  readonly active: boolean;
};

/** The wizard's form; pointers are those of the account that is saved. */
export function createMailForm(
  i18n: () => I18n<Source>,
  start: MailSettings,
  account: MailAccount | MailAccountInput | null,
  passwordNeeded: () => boolean,
): Form<MailFields> {
  const t: I18n<Source>["t"] = (key, ...params) => i18n().t(key, ...params);
  const host = (value: string): string | undefined => {
    if (value.trim() === "") return t("hostRequired");
    return isHostName(value.trim()) || /^[0-9a-f:.]+$/i.test(value.trim()) ? undefined : t("invalidHost");
  };
  const port = (value: number | null): string | undefined =>
    value !== null && Number.isInteger(value) && value >= 1 && value <= 65535 ? undefined : t("portRequired");
  const user = (value: string): string | undefined => (value.trim() === "" ? t("usernameRequired") : undefined);
  const server = (protocol: MailProtocol) => ({
    host: { initial: start[protocol].host, pointer: `/${protocol}/host`, label: () => t("host"), validate: host },
    port: {
      initial: start[protocol].port as number | null,
      pointer: `/${protocol}/port`,
      label: () => t("port"),
      validate: port,
    },
    security: { initial: start[protocol].security, pointer: `/${protocol}/security`, label: () => t("security") },
    user: {
      initial: start[protocol].username,
      pointer: `/${protocol}/username`,
      label: () => t("username"),
      validate: user,
    },
  });
  const imap = server("imap");
  const smtp = server("smtp");
  return createForm<MailFields>({
    fields: {
      email: {
        initial: start.email,
        label: () => t("email"),
        validate: (value) =>
          value.trim() === "" ? t("emailRequired") : isEmail(value.trim()) ? undefined : t("emailWrong"),
      },
      password: {
        initial: "",
        secret: true,
        label: () => t("password"),
        validate: (value) =>
          value !== "" || !passwordNeeded()
            ? undefined
            : t(account !== null && "id" in account ? "passwordAgain" : "passwordRequired"),
      },
      imapHost: imap.host,
      imapPort: imap.port,
      imapSecurity: imap.security,
      imapUser: imap.user,
      smtpHost: smtp.host,
      smtpPort: smtp.port,
      smtpSecurity: smtp.security,
      smtpUser: smtp.user,
      sentFolder: { initial: account?.sentFolder ?? "" },
      active: { initial: account?.active ?? true },
    },
  });
}
