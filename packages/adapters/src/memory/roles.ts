import {
  CrewError,
  type FieldError,
  grantErrors,
  type Id,
  type Ports,
  type Role,
  type RoleInput,
  roleUserCount,
} from "@crewdock/contract";
import { change, whoMay } from "./change.ts";
import { rightsFacts, type Store, type StoredRole, type Tables } from "./store.ts";
import { refuse } from "./user-rules.ts";
import { type Backstage, type Call, verb } from "./verb.ts";

export function rolesPort(backstage: Backstage): Ports["roles"] {
  return {
    catalogue: verb(backstage, "roles", "catalogue", (_input, { store }) => store.catalogue),
    list: verb(backstage, "roles", "list", (_input, { store, context }) => ({
      items: [...store.tables.roles.values()]
        .sort((a, b) => a.name.localeCompare(b.name, context.language))
        .map((role) => readRole(store, role)),
    })),
    get: verb(backstage, "roles", "get", ({ id }, { store }) => readRole(store, found(store, id))),
    create: verb(backstage, "roles", "create", ({ role }, call) => {
      refuse(roleErrors(call.store, null, role));
      return saveRole({ ...role, id: call.store.nextId("r"), version: "", updatedAt: "" }, call);
    }),
    update: verb(backstage, "roles", "update", ({ id, version, patch }, call) => {
      const before = atVersion(call.store, id, version);
      const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
      const role: StoredRole = { ...before, ...given };
      refuse(roleErrors(call.store, id, role));
      return saveRole(role, call);
    }),
    remove: verb(backstage, "roles", "remove", ({ id, version }, call) => {
      atVersion(call.store, id, version);
      const { assignments } = call.store.tables;
      const { positions } = call.store.organisation;
      if (
        assignments.some(({ roleId }) => roleId === id) ||
        positions.some(({ defaultRoleId }) => defaultRoleId === id)
      )
        throw new CrewError("in_use");
      change(call, ({ tables, tell }) => {
        tables.roles.delete(id);
        tell("role.changed", id, whoMay(call.store, "role.view"));
      });
    }),
  };
}

function found(store: Store, id: Id): StoredRole {
  const role = store.tables.roles.get(id);
  if (!role) throw new CrewError("not_found");
  return role;
}

/** @throws CrewError `not_found`, `conflict` with the present role. */
export function atVersion(store: Store, id: Id, version: string): StoredRole {
  const role = found(store, id);
  if (role.version !== version) throw new CrewError("conflict", { current: readRole(store, role) });
  return role;
}

function readRole(store: Store, role: StoredRole, tables: Tables = store.tables): Role {
  const users = [...tables.users.values()];
  const at = store.now().toISOString();
  return { ...role, userCount: roleUserCount(role.id, users, rightsFacts(store, tables), at) };
}

function roleErrors(store: Store, id: Id | null, role: RoleInput): readonly FieldError[] {
  const name = role.name.trim().toLowerCase();
  const taken = [...store.tables.roles.values()].some((other) => other.id !== id && other.name.toLowerCase() === name);
  const wrong = grantErrors(role.grants, store.catalogue);
  return taken && wrong.length === 0 ? [{ pointer: "/name", code: "duplicate" }] : wrong;
}

function saveRole(role: StoredRole, call: Call): Role {
  const { store } = call;
  return change(call, ({ tables, tell }) => {
    const stored = { ...role, version: store.nextVersion(), updatedAt: store.now().toISOString() };
    tables.roles.set(role.id, stored);
    tell("role.changed", role.id, whoMay(store, "role.view"));
    return readRole(store, stored, tables);
  });
}
