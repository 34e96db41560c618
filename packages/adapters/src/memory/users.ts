import {
  CrewError,
  guardHandingOut,
  type Id,
  type Ports,
  standingGrants,
  type User,
  type UserInput,
  type UserPatch,
} from "@crewdock/contract";
import { visibleUser } from "./actor.ts";
import { change, whoMay } from "./change.ts";
import { mailErrors, putMailAccount } from "./mail-accounts.ts";
import { directRoles, showUser } from "./read-user.ts";
import { setDirectRoles } from "./set-direct-roles.ts";
import { rightsFacts, type StoredUser, type Tables } from "./store.ts";
import { putSipAccount, sipErrors } from "./user-accounts.ts";
import { listUsers } from "./user-query.ts";
import { demandManaging, refuse, userErrors } from "./user-rules.ts";
import { type Backstage, type Call, verb } from "./verb.ts";

export function usersPort(
  backstage: Backstage,
): Pick<Ports["users"], "list" | "get" | "create" | "update" | "setState"> {
  return {
    list: verb(backstage, "users", "list", listUsers),
    get: verb(backstage, "users", "get", ({ id }, call) => showUser(call, visibleUser(call.store, call.actor, id))),
    create: verb(backstage, "users", "create", ({ user }, call) => createUser(user, call)),
    update: verb(backstage, "users", "update", ({ id, version, patch }, call) =>
      updateUser(existing(id, version, call), patch, call),
    ),
    setState: verb(backstage, "users", "setState", ({ id, version, state }, call) => {
      const user = existing(id, version, call);
      if (user.state === state) return showUser(call, user);
      return save({ ...user, state }, call, "user.changed", new Set());
    }),
  };
}

function existing(id: Id, version: string, call: Call): StoredUser {
  const { store, actor } = call;
  const user = visibleUser(store, actor, id);
  demandManaging(store, actor, user);
  if (user.version !== version) throw new CrewError("conflict", { current: showUser(call, user) });
  return user;
}

function createUser(input: UserInput, call: Call): User {
  const { store, actor } = call;
  const { password, roleIds, sipAccount, mailAccounts, ...members } = input;
  const now = store.now().toISOString();
  const user: StoredUser = {
    ...members,
    id: store.nextId("u"),
    version: store.nextVersion(),
    state: "active",
    invitation: store.invites ? { state: "sent", at: now } : { state: "none", at: null },
    lastLoginAt: null,
    createdAt: now,
    updatedAt: now,
  };
  const draft = { user, roleIds, hasSipAccount: sipAccount !== null, password };
  const touched = new Set(Object.keys(input) as (keyof UserPatch)[]);
  refuse([
    ...userErrors(store, actor, draft, touched),
    ...(password === null && !store.invites ? [{ pointer: "/password", code: "required" } as const] : []),
    ...(sipAccount ? sipErrors(store, null, sipAccount) : []),
    ...mailAccounts.flatMap((account, index) =>
      mailErrors(account, undefined, mailAccounts.slice(0, index)).map((error) => ({
        ...error,
        pointer: `/mailAccounts/${String(index)}${error.pointer}`,
      })),
    ),
  ]);
  return save(user, call, "user.created", touched, (tables) => {
    setDirectRoles(store, tables, user.id, roleIds);
    if (password !== null) tables.secrets.set(`user:${user.id}`, password);
    if (sipAccount) putSipAccount(store, tables, user.id, sipAccount);
    for (const account of mailAccounts) putMailAccount(store, tables, user.id, account);
  });
}

function updateUser(before: StoredUser, patch: UserPatch, call: Call): User {
  const { store, actor } = call;
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as UserPatch;
  const { password = null, roleIds, sipAccount, ...members } = given;
  const touched = new Set(Object.keys(given) as (keyof UserPatch)[]);
  const user = { ...before, ...members } as StoredUser;
  const at = store.now().toISOString();
  const draft = {
    user,
    roleIds: roleIds ?? directRoles(store.tables, user.id, at),
    hasSipAccount: sipAccount !== null,
    password,
  };
  refuse([...userErrors(store, actor, draft, touched), ...(sipAccount ? sipErrors(store, user.id, sipAccount) : [])]);
  return save(user, call, "user.changed", touched, (tables) => {
    if (roleIds) setDirectRoles(store, tables, user.id, roleIds);
    if (password !== null) tables.secrets.set(`user:${user.id}`, password);
    if (sipAccount !== undefined) putSipAccount(store, tables, user.id, sipAccount);
  });
}

function save(
  user: StoredUser,
  call: Call,
  event: "user.created" | "user.changed",
  touched: ReadonlySet<string>,
  also?: (tables: Tables) => void,
): User {
  const { store, actor } = call;
  return change(call, ({ tables, tell }) => {
    const stored = { ...user, version: store.nextVersion(), updatedAt: store.now().toISOString() };
    tables.users.set(user.id, stored);
    const assignments = tables.assignments;
    also?.(tables);
    guardHandingOut(actor.grants, standingGrants(stored, rightsFacts(store, tables), stored.updatedAt), touched);
    tell(event, user.id, whoMay(store, "user.view", user.id));
    if (tables.assignments !== assignments) tell("assignment.changed", null, whoMay(store, "role.view"));
    return showUser(call, stored, tables);
  });
}
