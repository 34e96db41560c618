import { fullName, type PersonName } from "@crewdock/contract";
import { fold, uniqueKey } from "@crewdock/contract/serve";
import { insertRows } from "../store/insert-rows.ts";
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

/** The columns that follow from what a person fills in. */
export function userRow(user: UserColumns, extension: string | null): Readonly<Record<string, string | null>> {
  const { name, email, login } = user;
  return {
    last_name: name.last,
    first_name: name.first,
    patronymic: name.patronymic === "" ? null : name.patronymic,
    sort_name: fold(fullName(name)),
    email,
    email_key: uniqueKey(email),
    login,
    login_key: uniqueKey(login),
    time_zone: user.timeZone,
    service_number: user.serviceNumber,
    position_id: user.positionId,
    department_id: user.departmentId,
    search: searchText(user, extension),
    caller_id: user.callerId ?? null,
    sms_caller_id: user.smsCallerId ?? null,
    extension_key: extensionKey(extension),
  };
}

export function insertUser(
  unit: Unit,
  id: string,
  user: UserColumns,
  extension: string | null,
  passwordHash: string | null,
): Promise<void> {
  const { tenant, now } = unit;
  const row = { ...userRow(user, extension), id, state: "active", password_hash: passwordHash };
  return insertRows(unit, tenant, "users", [{ ...row, created_at: now, updated_at: now }]);
}

/** Writes the columns and moves the version on. A null hash keeps the password. */
export async function updateUserColumns(
  unit: Unit,
  id: string,
  user: UserColumns,
  extension: string | null,
  passwordHash: string | null,
): Promise<void> {
  const row = userRow(user, extension);
  const settings = Object.keys(row).map((column, index) => `${column} = $${index + 5}`);
  await unit.query(
    `update users set ${settings.join(", ")}, password_hash = coalesce($3, password_hash), version = version + 1,
       updated_at = $4
     where tenant_id = $1 and id = $2`,
    [unit.tenant, id, passwordHash, unit.now, ...Object.values(row)],
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
