import { fullName, type PersonName } from "@crewdock/contract";
import { fold, uniqueKey } from "@crewdock/contract/serve";
import type { Unit } from "../store/unit.ts";

/** The columns of a user that a person fills in. */
export interface UserColumns {
  readonly name: PersonName;
  readonly email: string;
  readonly login: string;
  readonly timeZone: string;
  readonly serviceNumber: string | null;
  readonly positionId: string | null;
  readonly departmentId: string;
  readonly callerId?: string | null | undefined;
  readonly smsCallerId?: string | null | undefined;
}

/** What a search goes through: name in both orders, e-mail, login, service number and extension. */
function searchText(user: UserColumns, extension: string | null): string {
  const { name, email, login, serviceNumber } = user;
  return fold(
    [fullName(name), name.first, name.last, email, login, serviceNumber, extension].filter(Boolean).join(" "),
  );
}

/** An extension as it is sorted: whatever number of digits it has, by its value. */
function extensionKey(extension: string | null): string {
  return fold(extension ?? "").replace(/\d+/g, (digits) => digits.padStart(12, "0"));
}

function columns(user: UserColumns, extension: string | null): readonly (string | null)[] {
  const {
    name,
    email,
    login,
    timeZone,
    serviceNumber,
    positionId,
    departmentId,
    callerId = null,
    smsCallerId = null,
  } = user;
  return [
    name.last,
    name.first,
    name.patronymic === "" ? null : name.patronymic,
    fold(fullName(name)),
    email,
    uniqueKey(email),
    login,
    uniqueKey(login),
    timeZone,
    serviceNumber,
    positionId,
    departmentId,
    searchText(user, extension),
    callerId,
    smsCallerId,
    extensionKey(extension),
  ];
}

export async function insertUser(
  unit: Unit,
  id: string,
  user: UserColumns,
  extension: string | null,
  passwordHash: string | null,
): Promise<void> {
  await unit.query(
    `insert into users (tenant_id, id, last_name, first_name, patronymic, sort_name, email, email_key, login, login_key,
       time_zone, service_number, position_id, department_id, search, caller_id, sms_caller_id, extension_key, state,
       password_hash, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 'active', $19, $20, $20)`,
    [unit.tenant, id, ...columns(user, extension), passwordHash, unit.now],
  );
}

/** Writes the columns and moves the version on. A null hash keeps the password. */
export async function updateUserColumns(
  unit: Unit,
  id: string,
  user: UserColumns,
  extension: string | null,
  passwordHash: string | null,
): Promise<void> {
  await unit.query(
    `update users set last_name = $3, first_name = $4, patronymic = $5, sort_name = $6, email = $7, email_key = $8,
       login = $9, login_key = $10, time_zone = $11, service_number = $12, position_id = $13, department_id = $14,
       search = $15, caller_id = $16, sms_caller_id = $17, extension_key = $18,
       password_hash = coalesce($19, password_hash), version = version + 1, updated_at = $20
     where tenant_id = $1 and id = $2`,
    [unit.tenant, id, ...columns(user, extension), passwordHash, unit.now],
  );
}

/** Lets a user count as not told yet, so that another letter may follow. */
export async function forgetInvitation(unit: Unit, id: string): Promise<void> {
  await unit.query(
    "update users set invitation_state = 'none', invitation_at = null where tenant_id = $1 and id = $2",
    [unit.tenant, id],
  );
}

/** Puts a user into exactly these groups. */
export async function setGroups(unit: Unit, userId: string, groupIds: readonly string[]): Promise<void> {
  await unit.query(
    "delete from user_group_members where tenant_id = $1 and user_id = $2 and group_id <> all($3::text[])",
    [unit.tenant, userId, groupIds],
  );
  await unit.query(
    `insert into user_group_members (tenant_id, group_id, user_id) select $1, unnest($3::text[]), $2 on conflict do nothing`,
    [unit.tenant, userId, [...new Set(groupIds)]],
  );
}

/** Gives a user exactly these roles directly; those that stay keep their end date. @returns the roles that changed hands */
export async function setDirectRoles(
  unit: Unit,
  userId: string,
  roleIds: readonly string[],
): Promise<readonly string[]> {
  const taken = await unit.query<{ role_id: string }>(
    `delete from assignments where tenant_id = $1 and subject_type = 'user' and subject_id = $2
       and (role_id <> all($3::text[]) or until_at <= $4) returning role_id`,
    [unit.tenant, userId, roleIds, unit.now],
  );
  const given = await unit.query<{ role_id: string }>(
    `insert into assignments (tenant_id, role_id, subject_type, subject_id)
     select $1, unnest($3::text[]), 'user', $2 on conflict do nothing returning role_id`,
    [unit.tenant, userId, [...new Set(roleIds)]],
  );
  const changed = [...taken, ...given].map(({ role_id }) => role_id);
  await touchRoles(unit, changed);
  return changed;
}

/** Takes the end date from a role that is given to a user directly. @returns whether there was one */
export async function makeLasting(unit: Unit, userId: string, roleId: string): Promise<boolean> {
  const prolonged = await unit.query<{ role_id: string }>(
    `update assignments set until_at = null where tenant_id = $1 and subject_type = 'user' and subject_id = $2
       and role_id = $3 and until_at is not null returning role_id`,
    [unit.tenant, userId, roleId],
  );
  await touchRoles(
    unit,
    prolonged.map(({ role_id }) => role_id),
  );
  return prolonged.length > 0;
}

/** Moves the versions of roles on whose assignments changed, and tells it. */
async function touchRoles(unit: Unit, roleIds: readonly string[]): Promise<void> {
  if (roleIds.length === 0) return;
  await unit.query(
    "update roles set version = version + 1, updated_at = $3 where tenant_id = $1 and id = any($2::text[])",
    [unit.tenant, roleIds, unit.now],
  );
  for (const id of roleIds) unit.emit({ type: "assignment.changed", id });
}
