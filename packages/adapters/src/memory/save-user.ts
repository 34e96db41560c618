import {
  CrewError,
  type FieldError,
  guardHandingOut,
  standingRightsOf,
  type Id,
  type SettableState,
  type User,
  type UserInput,
  type UserPatch,
} from "@crewdock/contract";
import { fieldErrors, refuse } from "@crewdock/contract/serve";
import { dropSessions } from "./access.ts";
import { visibleUser } from "./actor.ts";
import { change } from "./change.ts";
import { mailErrors, putMailAccount } from "./mail-accounts.ts";
import { directRoles, readUser, showUser } from "./read-user.ts";
import { rightsIn } from "./rights.ts";
import { setDirectRoles } from "./set-direct-roles.ts";
import type { Draft, StoredUser } from "./tables.ts";
import { putSipAccount, sipErrors } from "./user-accounts.ts";
import { demandManaging, userErrors } from "./user-rules.ts";
import type { Call } from "./verb.ts";

/** A user whom the actor may manage. @throws CrewError `not_found`, `forbidden` */
export function managedUser(id: Id, { store, actor }: Call): StoredUser {
  const user = visibleUser(store, actor, id);
  demandManaging(store, actor, user);
  return user;
}

/** @throws CrewError `not_found`, `forbidden`, `conflict` with the present user */
export function userAt(id: Id, version: string, call: Call): StoredUser {
  const user = managedUser(id, call);
  if (user.version !== version) throw new CrewError("conflict", { current: showUser(call, user) });
  return user;
}

interface Creating {
  /** Whether the person is told by e-mail, where anybody is. @default true */
  readonly invite?: boolean;
  /** What is known to be wrong, to be told together with what else is. */
  readonly found?: readonly FieldError[];
}

export function createUser(input: UserInput, call: Call, { invite = true, found = [] }: Creating = {}): User {
  const { store, actor } = call;
  const { password, roleIds, sipAccount, mailAccounts, ...members } = input;
  const now = store.now().toISOString();
  const user: StoredUser = {
    ...members,
    callerId: members.callerId ?? null,
    smsCallerId: members.smsCallerId ?? null,
    id: store.nextId("u"),
    version: "",
    state: "active",
    invitation: store.invites && invite ? { state: "sent", at: now } : { state: "none", at: null },
    lastLoginAt: null,
    createdAt: now,
    updatedAt: now,
  };
  const draft = { user, roleIds, hasSipAccount: sipAccount !== null, password };
  const touched = new Set(Object.keys(input) as (keyof UserPatch)[]);
  refuse([
    ...found,
    ...userErrors(store, actor, draft, touched),
    ...fieldErrors(store.fields, input, null),
    ...(password === null && !store.invites && store.fields?.["password"]?.write !== false
      ? [{ pointer: "/password", code: "required" } as const]
      : []),
    ...(sipAccount ? sipErrors(store, null, sipAccount) : []),
    ...mailAccounts.flatMap((account, index) =>
      mailErrors(account, undefined, mailAccounts.slice(0, index), call).map((error) => ({
        ...error,
        pointer: `/mailAccounts/${String(index)}${error.pointer}`,
      })),
    ),
  ]);
  const created = save(user, call, { action: "user.create", touched }, (draft) => {
    setDirectRoles(store, draft, user.id, roleIds);
    if (password !== null) draft.put("secrets", { id: `user:${user.id}`, text: password });
    if (sipAccount) putSipAccount(store, draft, user.id, sipAccount);
    for (const account of mailAccounts) putMailAccount(store, draft, user.id, account);
  });
  for (const { grantId } of mailAccounts) store.oauth.grants.delete(grantId ?? "");
  return created;
}

interface Updating {
  /** A role that is to be the user's without an end date. */
  readonly lasting?: Id;
  readonly found?: readonly FieldError[];
}

export function updateUser(
  before: StoredUser,
  patch: UserPatch,
  call: Call,
  { lasting, found = [] }: Updating = {},
): User {
  const { store, actor } = call;
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as UserPatch;
  const { password = null, roleIds, sipAccount, ...members } = given;
  const touched = new Set(Object.keys(given) as (keyof UserPatch)[]);
  const user = { ...before, ...members } as StoredUser;
  const draft = {
    user,
    roleIds: roleIds ?? directRoles(store.tables, user.id, store.now().toISOString()),
    hasSipAccount: sipAccount !== null,
    password,
  };
  refuse([
    ...found,
    ...userErrors(store, actor, draft, touched),
    ...fieldErrors(store.fields, given, readUser(store, before)),
    ...(sipAccount ? sipErrors(store, user.id, sipAccount) : []),
  ]);
  return save(user, call, { action: "user.update", touched, passwordChanged: password !== null }, (draft) => {
    if (roleIds) setDirectRoles(store, draft, user.id, roleIds, lasting);
    if (password !== null) {
      draft.put("secrets", { id: `user:${user.id}`, text: password });
      dropSessions(draft, user.id, call.holder.sessionId); // whoever got in by the former one is out
    }
    if (sipAccount !== undefined) putSipAccount(store, draft, user.id, sipAccount);
  });
}

export function setState(user: StoredUser, state: SettableState, call: Call): User {
  if (user.state === state) return showUser(call, user);
  const restored = user.state === "suspended" && state === "active";
  if (restored && !call.store.missing.has("access.restore")) refuse([{ pointer: "/state", code: "not_allowed" }]);
  return save({ ...user, state }, call, { action: "user.setState", touched: new Set() }, (draft) => {
    draft.drop("suspensions", user.id);
    if (state !== "active") dropSessions(draft, user.id);
  });
}

interface UserChange {
  readonly action: "user.create" | "user.update" | "user.setState" | "user.resendInvitation";
  readonly touched: ReadonlySet<string>;
  readonly passwordChanged?: boolean;
}

/** Stores a user with a new version, whatever else belongs to the change, and tells everybody of it. */
export function save(
  user: StoredUser,
  call: Call,
  { action, touched, passwordChanged = false }: UserChange,
  also?: (draft: Draft) => void,
): User {
  const { store, actor } = call;
  const former = store.tables.users.get(user.id);
  return change(call, ({ draft, audit, tell }) => {
    const stored = { ...user, version: store.nextVersion(), updatedAt: store.now().toISOString() };
    draft.put("users", stored);
    const { assignments } = draft.tables;
    also?.(draft);
    guardHandingOut(actor.own.held, standingRightsOf(rightsIn(store, draft.tables), stored).held, touched);
    const after = readUser(store, stored, draft.tables);
    audit({
      action,
      recordType: "user",
      recordId: user.id,
      before: former ? readUser(store, former) : null,
      after: passwordChanged ? { ...after, passwordChanged } : after,
    });
    const departmentIds = [...new Set([former?.departmentId ?? stored.departmentId, stored.departmentId])];
    tell(former ? "user.changed" : "user.created", user.id, { ownerId: user.id, departmentIds });
    if (draft.tables.assignments !== assignments) tell("assignment.changed", null);
    return showUser(call, stored, draft.tables);
  });
}
