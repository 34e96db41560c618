import type { SipAccount, SipTransport } from "@crewdock/contract";
import type { Queries } from "../store/db.ts";

export interface SipAccountRow {
  readonly id: string;
  readonly user_id: string | null;
  readonly login: string;
  readonly domain: string;
  readonly port: number;
  readonly transport: SipTransport;
  readonly web_socket_url: string | null;
  readonly checked_at: Date | null;
}

export const SIP_ACCOUNT_COLUMNS = "id, user_id, login, domain, port, transport, web_socket_url, checked_at";

export function toSipAccount(row: SipAccountRow): SipAccount {
  return {
    id: row.id,
    userId: row.user_id,
    login: row.login,
    domain: row.domain,
    port: row.port,
    transport: row.transport,
    webSocketUrl: row.web_socket_url,
    checkedAt: row.checked_at?.toISOString() ?? null,
  };
}

/** The accounts with a login, one of each domain at most. */
export async function sipAccountsNamed(db: Queries, tenant: string, login: string): Promise<readonly SipAccount[]> {
  const rows = await db.query<SipAccountRow>(
    `select ${SIP_ACCOUNT_COLUMNS} from sip_accounts where tenant_id = $1 and login = $2`,
    [tenant, login],
  );
  return rows.map(toSipAccount);
}
