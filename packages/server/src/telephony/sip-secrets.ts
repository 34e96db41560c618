import { createHash } from "node:crypto";
import type { UserState } from "@crewdock/contract";
import type { SipCheckTarget } from "../options.ts";
import type { Services } from "../services.ts";
import { isFromBefore } from "./credential-age.ts";
import { normalDomain } from "./sip-domain.ts";

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

/**
 * The logins on the company's own domain whose phones a change of this user ends: of somebody who was deactivated, and
 * those that the change at just this moment took away or logged out.
 */
export async function endedSipLogins(
  { db, tenant, options }: Services,
  userId: string,
  at: Date,
): Promise<readonly string[]> {
  if (!options.sip) return [];
  const rows = await db.query<{ login: string }>(
    `select s.login from sip_accounts s join users u on u.tenant_id = s.tenant_id and u.id = s.user_id
     where s.tenant_id = $1 and s.domain = $2 and s.user_id = $3 and u.state = 'deactivated'
     union select login from ended_phones where tenant_id = $1 and domain = $2 and user_id = $3 and at = $4`,
    [tenant, normalDomain(options.sip.domain), userId, at],
  );
  return rows.map(({ login }) => login);
}

/**
 * MD5(login:domain:password) as digest authentication has it (RFC 7616, section 3.4.2), for an account of the company's
 * own domain. With the expiry of short-lived credentials, undefined as well for those from before the account changed
 * hands, and for somebody who may not log in now: the phone in the page ends with the log-in, a device goes on.
 */
export async function sipHa1(
  services: Services,
  login: string,
  credentials?: { readonly expiresAt: number },
): Promise<string | undefined> {
  const { db, tenant, options } = services;
  if (!options.sip) return undefined;
  const domain = normalDomain(options.sip.domain);
  const rows = await db.query<{ id: string; state: UserState | null; assigned_at: Date | null }>(
    `select s.id, u.state, s.assigned_at from sip_accounts s
     left join users u on u.tenant_id = s.tenant_id and u.id = s.user_id
     where s.tenant_id = $1 and s.domain = $2 and s.login = $3 and u.state is distinct from 'deactivated'`,
    [tenant, domain, login],
  );
  const account = rows[0];
  if (!account) return undefined;
  if (credentials && (account.state !== "active" || isFromBefore(credentials, options.sip, account.assigned_at)))
    return undefined;
  const password = await openSipPassword(services, account.id);
  return password === undefined ? undefined : createHash("md5").update(`${login}:${domain}:${password}`).digest("hex");
}
