import type { MailAccount, MailServer } from "@crewdock/contract";
import type { Queries } from "../store/db.ts";

export interface MailAccountRow {
  readonly id: string;
  readonly version: number;
  readonly email: string;
  readonly provider_id: string | null;
  readonly imap: MailServer;
  readonly smtp: MailServer;
  readonly sent_folder: string | null;
  readonly active: boolean;
  readonly state: MailAccount["state"];
  readonly checked_at: Date | null;
  /** Null where it logs in by a password. */
  readonly oauth_provider: string | null;
}

/** A mail account together with what the server alone needs. */
export interface StoredMailAccount {
  readonly account: MailAccount;
  readonly userId: string;
  readonly departmentId: string;
  /** The password, or the tokens of {@link oauthProvider}. */
  readonly loginSealed: string;
  readonly oauthProvider: string | null;
}

export function toMailAccount(row: MailAccountRow): MailAccount {
  return {
    id: row.id,
    version: String(row.version),
    email: row.email,
    providerId: row.provider_id,
    imap: row.imap,
    smtp: row.smtp,
    sentFolder: row.sent_folder,
    active: row.active,
    state: row.state,
    checkedAt: row.checked_at?.toISOString() ?? null,
    auth: row.oauth_provider === null ? "password" : "oauth",
  };
}

/** The accounts of one user, the oldest first. */
export async function mailAccountsOf(db: Queries, tenant: string, userId: string): Promise<readonly MailAccount[]> {
  const rows = await db.query<MailAccountRow>(
    `select id, version, email, provider_id, imap, smtp, sent_folder, active, state, checked_at,
       oauth_provider
     from mail_accounts where tenant_id = $1 and user_id = $2 order by created_at, id`,
    [tenant, userId],
  );
  return rows.map(toMailAccount);
}

/** @returns undefined when there is no such account */
export async function findMailAccount(
  db: Queries,
  tenant: string,
  id: string,
  lock: "" | "for update of m" = "",
): Promise<StoredMailAccount | undefined> {
  const rows = await db.query<
    MailAccountRow & { readonly user_id: string; readonly department_id: string; readonly password_sealed: string }
  >(
    `select m.id, m.version, m.email, m.provider_id, m.imap, m.smtp, m.sent_folder, m.active, m.state, m.checked_at,
       m.oauth_provider, m.password_sealed, m.user_id, u.department_id
     from mail_accounts m join users u on u.tenant_id = m.tenant_id and u.id = m.user_id
     where m.tenant_id = $1 and m.id = $2 ${lock}`,
    [tenant, id],
  );
  const row = rows[0];
  return (
    row && {
      account: toMailAccount(row),
      userId: row.user_id,
      departmentId: row.department_id,
      loginSealed: row.password_sealed,
      oauthProvider: row.oauth_provider,
    }
  );
}
