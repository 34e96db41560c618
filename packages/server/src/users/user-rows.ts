import type { Invitation, User, UserState } from "@crewdock/contract";
import { type MailAccountRow, toMailAccount } from "../mail/mail-rows.ts";
import { type Actor, mayDo } from "../rights/actor.ts";
import type { Queries } from "../store/db.ts";
import { type SipAccountRow, toSipAccount } from "../telephony/sip-rows.ts";

export interface UserRow {
  readonly id: string;
  readonly version: number;
  readonly state: UserState;
  readonly last_name: string;
  readonly first_name: string;
  readonly patronymic: string | null;
  readonly email: string;
  readonly login: string;
  readonly time_zone: string;
  readonly service_number: string | null;
  readonly position_id: string | null;
  readonly department_id: string;
  readonly caller_id: string | null;
  readonly sms_caller_id: string | null;
  readonly invitation_state: Invitation["state"];
  readonly invitation_at: Date | null;
  readonly last_login_at: Date | null;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly group_ids: readonly string[];
  readonly role_ids: readonly string[];
  readonly sip: JsonRow<SipAccountRow> | null;
  readonly mail: readonly JsonRow<MailAccountRow>[] | null;
}

/** A row inside of JSON: times are text there. */
type JsonRow<Row> = { readonly [K in keyof Row]: Row[K] extends Date | null ? string | null : Row[K] };

/** What is read of `users u` for the contract's user; `$1` is the tenant. Sealed passwords are not among it. */
export const USER_COLUMNS = `u.id, u.version, u.state, u.last_name, u.first_name, u.patronymic, u.email, u.login,
  u.time_zone, u.service_number, u.position_id, u.department_id, u.caller_id, u.sms_caller_id, u.invitation_state, u.invitation_at,
  u.last_login_at, u.created_at, u.updated_at,
  array(select m.group_id from user_group_members m where m.tenant_id = $1 and m.user_id = u.id order by 1) as group_ids,
  array(select a.role_id from assignments a where a.tenant_id = $1 and a.subject_type = 'user' and a.subject_id = u.id
    and (a.until_at is null or a.until_at > now()) order by 1) as role_ids,
  (select to_json(s) from (select id, user_id, login, domain, port, transport, web_socket_url, checked_at
    from sip_accounts where tenant_id = $1 and user_id = u.id) s) as sip,
  (select json_agg(m order by m.created_at, m.id) from (select id, version, email, provider_id, imap, smtp, sent_folder,
    active, state, checked_at, oauth_provider, created_at from mail_accounts where tenant_id = $1 and user_id = u.id) m) as mail`;

export function toUser(row: UserRow): User {
  return {
    id: row.id,
    version: String(row.version),
    state: row.state,
    name: { last: row.last_name, first: row.first_name, patronymic: row.patronymic },
    email: row.email,
    login: row.login,
    timeZone: row.time_zone,
    serviceNumber: row.service_number,
    positionId: row.position_id,
    departmentId: row.department_id,
    groupIds: row.group_ids,
    roleIds: row.role_ids,
    invitation: { state: row.invitation_state, at: row.invitation_at?.toISOString() ?? null },
    sipAccount: row.sip && toSipAccount({ ...row.sip, checked_at: time(row.sip.checked_at) }),
    callerId: row.caller_id,
    smsCallerId: row.sms_caller_id,
    mailAccounts: (row.mail ?? []).map((mail) => toMailAccount({ ...mail, checked_at: time(mail.checked_at) })),
    lastLoginAt: row.last_login_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

function time(value: string | null): Date | null {
  return value === null ? null : new Date(value);
}

/**
 * A user as the actor may see them: the mail accounts of others, with their servers and user names, are shown only to
 * whoever manages the person.
 */
export function shownTo(actor: Actor, user: User): User {
  const mine = user.id === actor.user.id;
  const managed = mine || mayDo(actor, "user.manage", { ownerId: user.id, departmentId: user.departmentId });
  return managed ? user : { ...user, mailAccounts: [] };
}

/** One user with everything, see {@link shownTo}; undefined when there is none. */
export async function findUser(db: Queries, tenant: string, id: string): Promise<User | undefined> {
  const rows = await db.query<UserRow>(`select ${USER_COLUMNS} from users u where u.tenant_id = $1 and u.id = $2`, [
    tenant,
    id,
  ]);
  return rows[0] && toUser(rows[0]);
}
