import type { MailSettings } from "@crewdock/contract";
import type { GivenLogin } from "./mail-login.ts";
import type { Services } from "../services.ts";

/** Opens a sealed password; it stays within the server. */
export function openMailPassword({ sealer, tenant }: Services, accountId: string, sealed: string): string {
  return sealer.open(sealed, { tenant, record: `mail_account:${accountId}`, field: "password" });
}

/** What a passed check vouches for. */
export function mailCredentials({ imap, smtp }: MailSettings, login: GivenLogin): object {
  return { kind: "mail", imap, smtp, ...("password" in login ? login : { grant: login.grant.id }) };
}

/** Whether a stored password may still be used: only towards the servers and user names it was given for. */
export function sameMailServers(a: MailSettings, b: MailSettings): boolean {
  return (["imap", "smtp"] as const).every((side) =>
    (["host", "port", "security", "username"] as const).every((member) => a[side][member] === b[side][member]),
  );
}
