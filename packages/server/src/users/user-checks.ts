import { isPasswordAllowed, type UserInput } from "@crewdock/contract";
import type { FieldErrors } from "../http/field-errors.ts";
import { type Actor, mayDo } from "../rights/actor.ts";
import type { Services } from "../services.ts";
import type { Queries } from "../store/db.ts";
import { uniqueKey } from "../store/fold.ts";
import { personalWords } from "./personal-words.ts";

/** The members of a user that are checked against the database and the policy. */
export type UserFields = Omit<UserInput, "sipAccount" | "mailAccounts">;

/** Checks the members named in `changed` of a user as they would stand; `id` is null for a new one. */
export async function checkUser(
  services: Services,
  db: Queries,
  actor: Actor,
  id: string | null,
  user: UserFields,
  changed: ReadonlySet<keyof UserInput>,
  errors: FieldErrors,
): Promise<void> {
  const { policy } = services;
  if (changed.has("email") || changed.has("login")) await checkUnique(services, db, id, user, changed, errors);
  if (changed.has("password") && user.password !== null)
    if (!isPasswordAllowed(policy.password, user.password, personalWords(user.name, user.login, user.email)))
      errors.add("/password", "weak_password");
  if (changed.has("positionId") && user.positionId === null && policy.position === "required")
    errors.add("/positionId", "required");
  if (changed.has("roleIds") && policy.rolesPerUser === "one" && new Set(user.roleIds).size > 1)
    errors.add("/roleIds", "too_many", { max: 1 });
  // Nobody's: one's own record is always within the scope 'department', but the place it moves to may not be.
  if (changed.has("departmentId") && !mayDo(actor, "user.manage", { ownerId: null, departmentId: user.departmentId }))
    errors.add("/departmentId", "not_allowed");
  await checkKnown(services, db, user, changed, errors);
}

async function checkUnique(
  { tenant, policy }: Services,
  db: Queries,
  id: string | null,
  user: UserFields,
  changed: ReadonlySet<keyof UserInput>,
  errors: FieldErrors,
): Promise<void> {
  const [email, login] = [uniqueKey(user.email), uniqueKey(user.login)];
  if (changed.has("login") && policy.login === "email" && login !== email) errors.add("/login", "mismatch");
  // A login that is somebody else's address would make it unclear who logs in, so both share one name space.
  const taken = await db.query<{ email_key: string; login_key: string }>(
    `select email_key, login_key from users where tenant_id = $1 and id <> $2
     and (email_key = any($3::text[]) or login_key = any($3::text[]))`,
    [tenant, id ?? "", [email, login]],
  );
  for (const other of taken) {
    if (changed.has("email") && [other.email_key, other.login_key].includes(email)) errors.add("/email", "duplicate");
    if (changed.has("login") && [other.email_key, other.login_key].includes(login)) errors.add("/login", "duplicate");
  }
}

async function checkKnown(
  { tenant }: Services,
  db: Queries,
  user: UserFields,
  changed: ReadonlySet<keyof UserInput>,
  errors: FieldErrors,
): Promise<void> {
  const known = async (table: string, ids: readonly string[]): Promise<ReadonlySet<string>> => {
    const rows = await db.query<{ id: string }>(
      `select id from ${table} where tenant_id = $1 and id = any($2::text[])`,
      [tenant, ids],
    );
    return new Set(rows.map(({ id }) => id));
  };
  const { positionId, departmentId, groupIds, roleIds } = user;
  if (changed.has("positionId") && positionId !== null && !(await known("positions", [positionId])).has(positionId))
    errors.add("/positionId", "not_found");
  if (changed.has("departmentId") && !(await known("departments", [departmentId])).has(departmentId))
    errors.add("/departmentId", "not_found");
  for (const [member, table, ids] of [
    ["groupIds", "user_groups", groupIds],
    ["roleIds", "roles", roleIds],
  ] as const) {
    if (!changed.has(member) || ids.length === 0) continue;
    const found = await known(table, ids);
    for (const [index, id] of ids.entries()) if (!found.has(id)) errors.add(`/${member}/${index}`, "not_found");
  }
}
