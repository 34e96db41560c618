import { createHash } from "node:crypto";
import type { SipCheckTarget } from "../options.ts";
import type { Services } from "../services.ts";

/** Seals the password of a SIP account for storage. */
export function sealSipPassword({ sealer, tenant }: Services, accountId: string, password: string): string {
  return sealer.seal(password, { tenant, record: `sip_account:${accountId}`, field: "password" });
}

/** The password of a SIP account; stays within the server. */
export async function openSipPassword(
  { db, sealer, tenant }: Services,
  accountId: string,
): Promise<string | undefined> {
  const rows = await db.query<{ password_sealed: string }>(
    "select password_sealed from sip_accounts where tenant_id = $1 and id = $2",
    [tenant, accountId],
  );
  return (
    rows[0] && sealer.open(rows[0].password_sealed, { tenant, record: `sip_account:${accountId}`, field: "password" })
  );
}

/** What a passed check vouches for. */
export function sipCredentials({ login, password, domain, port, transport, webSocketUrl }: SipCheckTarget): object {
  return { kind: "sip", login, password, domain, port, transport, webSocketUrl };
}

/** The login on the company's own domain of somebody who was deactivated, if this user is. */
export async function deactivatedSipLogin(
  { db, tenant, options }: Services,
  userId: string,
): Promise<string | undefined> {
  const domain = options.sip?.domain;
  if (domain === undefined) return undefined;
  const rows = await db.query<{ login: string }>(
    `select s.login from sip_accounts s join users u on u.tenant_id = s.tenant_id and u.id = s.user_id
     where s.tenant_id = $1 and s.domain = $2 and s.user_id = $3 and u.state = 'deactivated'`,
    [tenant, domain, userId],
  );
  return rows[0]?.login;
}

/** MD5(login:domain:password) as digest authentication has it (RFC 7616, section 3.4.2), for an account of the company's own domain. */
export async function sipHa1(services: Services, login: string): Promise<string | undefined> {
  const { db, tenant, options } = services;
  const domain = options.sip?.domain;
  if (domain === undefined) return undefined;
  const rows = await db.query<{ id: string }>(
    `select s.id from sip_accounts s left join users u on u.tenant_id = s.tenant_id and u.id = s.user_id
     where s.tenant_id = $1 and s.domain = $2 and s.login = $3 and u.state is distinct from 'deactivated'`,
    [tenant, domain, login],
  );
  const password = rows[0] && (await openSipPassword(services, rows[0].id));
  return password === undefined ? undefined : createHash("md5").update(`${login}:${domain}:${password}`).digest("hex");
}
