import { randomUUID } from "node:crypto";
import {
  CrewError,
  mayHandOut,
  placeMembers,
  type RightsFacts,
  type User,
  type UserInput,
  type UserPatch,
} from "@crewdock/contract";
import { withdrawInvitation } from "../auth/invitations.ts";
import { FieldErrors } from "../http/field-errors.ts";
import type { Call } from "../http/handlers.ts";
import { hasPassword, insertMailAccount } from "../mail/mail-writes.ts";
import { type Actor, demandManaging, mayDo } from "../rights/actor.ts";
import { loadFacts } from "../rights/facts.ts";
import { beginRightsChange, endRightsChange } from "../rights/rights-change.ts";
import { hashPassword } from "../secrets/password-hash.ts";
import type { Services } from "../services.ts";
import { violatedUnique } from "../store/db.ts";
import { uniqueKey } from "../store/fold.ts";
import type { Unit } from "../store/unit.ts";
import { applySipPlan, planSipAccount } from "../telephony/sip-assignment.ts";
import { checkUser, type UserFields } from "./user-checks.ts";
import { canInvite } from "./invite.ts";
import { findUser } from "./user-rows.ts";
import { forgetInvitation, insertUser, setDirectRoles, setGroups, updateUserColumns } from "./user-writes.ts";

type Member = keyof UserInput;

/** Makes a user with everything that belongs to them, all or nothing. */
export async function createUser(services: Services, input: UserInput, call: Call): Promise<User> {
  const hash = input.password === null ? null : await hashPassword(input.password);
  return call.write((unit) =>
    namingDuplicates(async () => {
      const before = await beginRightsChange(unit);
      const errors = new FieldErrors();
      const changed = new Set(Object.keys(input) as Member[]);
      await checkUser(services, unit, call.actor, null, input, changed, errors);
      checkHandedOut(before.facts, call.actor, [], input.roleIds, errors);
      if (input.password === null && !canInvite(services)) errors.add("/password", "required");
      const sip = await planSipAccount(services, unit, null, input.sipAccount, errors);
      for (const [index, account] of input.mailAccounts.entries())
        if (account.password === null) errors.add(`/mailAccounts/${index}/password`, "required");
      errors.throwIfAny();
      const id = randomUUID();
      await insertUser(unit, id, input, input.sipAccount?.login ?? null, hash);
      await setGroups(unit, id, input.groupIds);
      await setDirectRoles(unit, id, input.roleIds);
      await applySipPlan(unit, id, sip);
      for (const account of input.mailAccounts.filter(hasPassword))
        await insertMailAccount(services, unit, id, account);
      await endRightsChange(unit, call.actor, before, { subjects: [], user: { id, before: null, changed } });
      const user = await storedUser(unit, id);
      unit.emit({ type: "user.created", id, ownerId: id, departmentIds: [user.departmentId] });
      await unit.audit({ action: "user.create", recordType: "user", recordId: id, before: null, after: user });
      return user;
    }),
  );
}

/**
 * Changes the named members of a user. A link to choose a password ends when somebody sets one, and when it went to an
 * address that is not the person's any more; then `inviteAgain` asks for a letter to the new one.
 */
export async function updateUser(
  services: Services,
  { id, version, patch }: { readonly id: string; readonly version: string; readonly patch: UserPatch },
  call: Call,
): Promise<{ readonly user: User; readonly inviteAgain: boolean }> {
  const hash = patch.password ? await hashPassword(patch.password) : null;
  return call.write((unit) =>
    namingDuplicates(async () => {
      const changed = new Set(
        (Object.keys(patch) as Member[]).filter((member) => patch[member as keyof UserPatch] !== undefined),
      );
      const before = placeMembers.some((member) => changed.has(member)) ? await beginRightsChange(unit) : undefined;
      const facts = before?.facts ?? (await loadFacts(unit, unit.tenant));
      const current = await lockUser(unit, call.actor, facts, id, version);
      const errors = new FieldErrors();
      const user = merged(current, patch);
      await checkUser(services, unit, call.actor, id, user, changed, errors);
      if (changed.has("roleIds")) checkHandedOut(facts, call.actor, current.roleIds, user.roleIds, errors);
      const sip =
        patch.sipAccount === undefined ? undefined : await planSipAccount(services, unit, id, patch.sipAccount, errors);
      errors.throwIfAny();
      const extension = patch.sipAccount === undefined ? current.sipAccount?.login : patch.sipAccount?.login;
      await updateUserColumns(unit, id, user, extension ?? null, hash);
      const withdrawn =
        (hash !== null || uniqueKey(user.email) !== uniqueKey(current.email)) && (await withdrawInvitation(unit, id));
      const inviteAgain = withdrawn && hash === null;
      if (inviteAgain) await forgetInvitation(unit, id);
      if (changed.has("groupIds")) await setGroups(unit, id, user.groupIds);
      if (changed.has("roleIds")) await setDirectRoles(unit, id, user.roleIds);
      if (sip) await applySipPlan(unit, id, sip);
      if (before)
        await endRightsChange(unit, call.actor, before, { subjects: [], user: { id, before: current, changed } });
      const after = await storedUser(unit, id);
      tellChanged(unit, current, after);
      const password = hash === null ? {} : { passwordChanged: true };
      await unit.audit({
        action: "user.update",
        recordType: "user",
        recordId: id,
        before: current,
        after: { ...after, ...password },
      });
      return { user: after, inviteAgain };
    }),
  );
}

/** Moves a user to another state. */
export function setUserState(
  {
    id,
    version,
    state,
  }: { readonly id: string; readonly version: string; readonly state: "active" | "blocked" | "deactivated" },
  call: Call,
): Promise<User> {
  return call.write(async (unit) => {
    const before = await beginRightsChange(unit);
    const current = await lockUser(unit, call.actor, before.facts, id, version);
    if (current.state === state) return current;
    await unit.query(
      "update users set state = $3, version = version + 1, updated_at = $4 where tenant_id = $1 and id = $2",
      [unit.tenant, id, state, unit.now],
    );
    const touched = { id, before: current, changed: new Set<Member>() };
    await endRightsChange(unit, call.actor, before, { subjects: [], user: touched });
    const after = await storedUser(unit, id);
    tellChanged(unit, current, after);
    await unit.audit({ action: "user.setState", recordType: "user", recordId: id, before: current, after });
    return after;
  });
}

/** Locks a user for a change. @throws CrewError `not_found`, `forbidden`, `conflict` */
async function lockUser(unit: Unit, actor: Actor, facts: RightsFacts, id: string, version: string): Promise<User> {
  await unit.query("select id from users where tenant_id = $1 and id = $2 for update", [unit.tenant, id]);
  const user = await findUser(unit, unit.tenant, id);
  const record = user && { ownerId: user.id, departmentId: user.departmentId };
  if (!user || !record || !(mayDo(actor, "user.view", record) || mayDo(actor, "user.manage", record)))
    throw new CrewError("not_found");
  demandManaging(actor, facts, user, unit.now);
  if (user.version !== version) throw new CrewError("conflict", { current: user });
  return user;
}

/** Names each role that the actor may not hand out; those a user has already may stay. */
function checkHandedOut(
  { roles }: RightsFacts,
  actor: Actor,
  former: readonly string[],
  roleIds: readonly string[],
  errors: FieldErrors,
): void {
  for (const [index, id] of roleIds.entries()) {
    const grants = roles.find((role) => role.id === id)?.grants;
    if (grants && !former.includes(id) && !mayHandOut(actor.grants, grants))
      errors.add(`/roleIds/${index}`, "not_allowed");
  }
}

function merged(current: User, patch: UserPatch): UserFields {
  const given = Object.fromEntries(
    Object.entries(patch).filter(([, value]) => value !== undefined),
  ) as Partial<UserInput>;
  return { ...current, password: null, ...given };
}

async function storedUser(unit: Unit, id: string): Promise<User> {
  const user = await findUser(unit, unit.tenant, id);
  if (!user) throw new CrewError("internal", { detail: "the user has vanished within the transaction" });
  return user;
}

function tellChanged(unit: Unit, before: User, after: User): void {
  const departmentIds = [...new Set([before.departmentId, after.departmentId])];
  unit.emit({ type: "user.changed", id: after.id, ownerId: after.id, departmentIds });
}

const UNIQUE_FIELDS: Readonly<Record<string, string>> = {
  users_email_unique: "/email",
  users_login_unique: "/login",
  sip_accounts_login_unique: "/sipAccount/login",
  sip_accounts_user_unique: "/sipAccount/id",
};

/** Two who take the same address at the same moment both pass the check; the second one's statement fails instead. */
async function namingDuplicates<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const pointer = UNIQUE_FIELDS[violatedUnique(error) ?? ""];
    if (pointer === undefined) throw error;
    throw new CrewError("duplicate", { fields: [{ pointer, code: "duplicate" }], cause: error });
  }
}
