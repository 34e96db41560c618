import { randomUUID } from "node:crypto";
import {
  CrewError,
  type FieldError,
  placeMembers,
  type User,
  type UserInput,
  type UserPatch,
} from "@crewdock/contract";
import { uniqueKey, mailboxErrors } from "@crewdock/contract/serve";
import { endAllSessions, endOtherSessions } from "../auth/login-sessions.ts";
import { withdrawInvitation } from "../auth/invitations.ts";
import { FieldErrors } from "../http/field-errors.ts";
import type { Call } from "../http/handlers.ts";
import { givenLogin, type GivenLogin } from "../mail/mail-login.ts";
import { insertMailAccount } from "../mail/mail-writes.ts";
import type { Actor } from "../rights/actor.ts";
import {
  beginPlaceChange,
  beginRightsChange,
  endRightsChange,
  keepRights,
  type RightsBefore,
} from "../rights/rights-change.ts";
import { hashPassword } from "../secrets/password-hash.ts";
import type { Services } from "../services.ts";
import { violatedUnique } from "../store/db.ts";
import type { Unit } from "../store/unit.ts";
import { applySipPlan, endPhones, planSipAccount } from "../telephony/sip-assignment.ts";
import { checkUser, type UserFields } from "./user-checks.ts";
import { canInvite } from "./send-letters.ts";
import { queueLetter } from "./letters.ts";
import { lockUser, storedUser, tellChanged } from "./locked-user.ts";
import { forgetInvitation, insertUser, setDirectRoles, setGroups, updateUserColumns } from "./user-writes.ts";

type Member = keyof UserInput;

/** Makes a user with everything that belongs to them, all or nothing. */
export async function createUser(services: Services, input: UserInput, call: Call): Promise<User> {
  const hash = input.password === null ? null : await hashPassword(input.password);
  return call.write(async (unit, actor) => {
    const user = await makeUser(services, unit, actor, { input, hash });
    await queueLetter(services, unit, user.id, call.language);
    return user;
  }, "exclusive");
}

export interface NewUser {
  readonly input: UserInput;
  /** Of the password, null for somebody who has none yet. */
  readonly hash: string | null;
  /** What is known to be wrong, to be told together with what else is. */
  readonly found?: readonly FieldError[];
}

/** The part of {@link createUser} within a change that holds the rights exclusively. */
export function makeUser(
  services: Services,
  unit: Unit,
  actor: Actor,
  { input, hash, found = [] }: NewUser,
): Promise<User> {
  return namingDuplicates(async () => {
    const before = await beginRightsChange(unit, actor, services.rights);
    const errors = new FieldErrors(found);
    const changed = new Set(Object.keys(input) as Member[]);
    const candidate = { current: null, user: input, hasSipAccount: input.sipAccount !== null };
    await checkUser(services, unit, actor, before.rights.facts, candidate, changed, errors);
    if (input.password === null && !canInvite(services)) errors.add("/password", "required");
    const sip = await planSipAccount(services, unit, null, input.sipAccount, errors);
    const logins = await mailLogins(services, unit, actor, input, errors);
    errors.throwIfAny();
    const id = randomUUID();
    await insertUser(unit, id, input, input.sipAccount?.login ?? null, hash);
    await setGroups(unit, id, input.groupIds);
    await setDirectRoles(unit, id, input.roleIds);
    await applySipPlan(unit, id, sip);
    for (const [index, login] of logins.entries()) {
      const account = input.mailAccounts[index];
      if (account && login) await insertMailAccount(services, unit, id, account, login);
    }
    const touched = { subjects: [], user: { id, before: null, changed } };
    await endRightsChange(unit, actor, before, touched);
    const user = await storedUser(unit, id);
    unit.emit({ type: "user.created", id, ownerId: id, departmentIds: [user.departmentId] });
    await unit.audit({ action: "user.create", recordType: "user", recordId: id, before: null, after: user });
    return user;
  });
}

/** What each mail account of somebody new logs in with. */
async function mailLogins(
  services: Services,
  unit: Unit,
  { user }: Actor,
  { mailAccounts }: UserInput,
  errors: FieldErrors,
): Promise<readonly (GivenLogin | undefined)[]> {
  const logins: (GivenLogin | undefined)[] = [];
  for (const [index, account] of mailAccounts.entries()) {
    const found = await givenLogin(services, unit, { userId: user.id, now: unit.now }, account, account);
    for (const { pointer, code } of found.errors) errors.add(`/mailAccounts/${index}${pointer}`, code);
    if (!found.login && found.errors.length === 0) errors.add(`/mailAccounts/${index}/password`, "required");
    for (const { pointer, code } of mailboxErrors(account, mailAccounts.slice(0, index)))
      errors.add(`/mailAccounts/${index}${pointer}`, code);
    logins.push(found.login);
  }
  return logins;
}

/** Changes the named members of a user, see {@link changeUser}. */
export async function updateUser(
  services: Services,
  { id, version, patch }: { readonly id: string; readonly version: string; readonly patch: UserPatch },
  call: Call,
): Promise<ChangedUser> {
  const hash = patch.password ? await hashPassword(patch.password) : null;
  const members = (Object.keys(patch) as (keyof UserPatch)[]).filter((member) => patch[member] !== undefined);
  const change = { id, version, members: new Set(members), patch: async () => patch, hash };
  const hold = changesRights(change.members) ? "exclusive" : "shared";
  return call.write(async (unit, actor) => {
    const changed = await changeUser(services, unit, actor, change);
    if (changed.inviteAgain) await queueLetter(services, unit, id, call.language);
    return changed;
  }, hold);
}

export interface UserChange {
  readonly id: string;
  /** Null takes the version that stands. */
  readonly version: string | null;
  /** The members that {@link UserChange.patch} names. */
  readonly members: ReadonlySet<keyof UserPatch>;
  /** What the members become, from the user who is locked by now; undefined when there is nothing to change. */
  readonly patch: (current: User) => Promise<UserPatch | undefined>;
  /** Of the new password, null when the present one stays. */
  readonly hash: string | null;
  /** What is known to be wrong, to be told together with what else is. */
  readonly found?: readonly FieldError[];
}

export interface ChangedUser {
  readonly user: User;
  /** The person was invited at an address that is theirs no more: another letter has to go to the new one. */
  readonly inviteAgain: boolean;
}

/**
 * Changes the named members of a user. A link to choose a password ends when somebody sets one, and when it went to an
 * address that is not the person's any more.
 */
export function changeUser(
  services: Services,
  unit: Unit,
  actor: Actor,
  { id, version, members, patch: patchOf, hash, found = [] }: UserChange,
): Promise<ChangedUser> {
  return namingDuplicates(async () => {
    const before = await beginChange(services, unit, actor, members);
    const rights = before?.rights ?? actor.rights; // which stay as they are: the change holds the tenant's row
    const current = await lockUser(unit, actor, rights, id, version);
    const patch = await patchOf(current);
    if (!patch) {
      if (before) keepRights(unit, before, before.rights);
      return { user: current, inviteAgain: false };
    }
    const errors = new FieldErrors(found);
    const user = merged(current, patch);
    const candidate = { current, user, hasSipAccount: patch.sipAccount !== null };
    await checkUser(services, unit, actor, rights.facts, candidate, members, errors);
    const sip =
      patch.sipAccount === undefined ? undefined : await planSipAccount(services, unit, id, patch.sipAccount, errors);
    errors.throwIfAny();
    const extension = patch.sipAccount === undefined ? current.sipAccount?.login : patch.sipAccount?.login;
    await updateUserColumns(unit, id, user, extension ?? null, hash);
    const withdrawn =
      (hash !== null || uniqueKey(user.email) !== uniqueKey(current.email)) && (await withdrawInvitation(unit, id));
    const inviteAgain = withdrawn && hash === null;
    if (inviteAgain) await forgetInvitation(unit, id);
    if (hash !== null) await endSessionsOf(unit, actor, id);
    if (members.has("groupIds")) await setGroups(unit, id, user.groupIds);
    if (members.has("roleIds")) await setDirectRoles(unit, id, user.roleIds);
    if (sip) await applySipPlan(unit, id, sip);
    if (before) {
      const touched = { subjects: [], user: { id, before: current, changed: members } };
      await endRightsChange(unit, actor, before, touched);
    }
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
  });
}

/** Whoever got in by the former password is out; the one who sets a new one for themselves stays where they are. */
async function endSessionsOf(unit: Unit, actor: Actor, id: string): Promise<void> {
  if (id === actor.user.id) return endOtherSessions(unit, id, actor.session.id);
  await endAllSessions(unit, id);
  await endPhones(unit, id);
}

/** Begins what the members take: nothing for those that touch no rights. */
async function beginChange(
  services: Services,
  unit: Unit,
  actor: Actor,
  members: ReadonlySet<Member>,
): Promise<RightsBefore | undefined> {
  if (members.has("roleIds")) return beginRightsChange(unit, actor, services.rights);
  return changesRights(members) ? beginPlaceChange(unit, services.rights) : undefined;
}

function changesRights(members: ReadonlySet<Member>): boolean {
  return members.has("roleIds") || placeMembers.some((member) => members.has(member));
}

function merged(current: User, patch: UserPatch): UserFields {
  const given = Object.fromEntries(
    Object.entries(patch).filter(([, value]) => value !== undefined),
  ) as Partial<UserInput>;
  return { ...current, password: null, ...given };
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
