import {
  CrewError,
  type FieldError,
  grantErrors,
  type Id,
  type Ports,
  type Role,
  type RoleInput,
} from "@crewdock/contract";
import { refuse } from "@crewdock/contract/serve";
import { change } from "./change.ts";
import { dropExpectationsOf, expectationVerbs } from "./expectations.ts";
import { dropLimitsOf } from "./limits.ts";
import { rightsIn, roleUserCounts } from "./rights.ts";
import type { Store } from "./store.ts";
import type { StoredRole, Tables } from "./tables.ts";
import { dropGrants, noteGrants, usageOf } from "./uses.ts";
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
      refuse(roleErrors(call.store, before, role));
      return saveRole(role, call);
    }),
    remove: verb(backstage, "roles", "remove", ({ id, version }, call) => {
      atVersion(call.store, id, version);
      const { assignments, positions } = call.store.tables;
      if (
        assignments.some(({ roleId }) => roleId === id) ||
        [...positions.values()].some(({ defaultRoleId }) => defaultRoleId === id)
      )
        throw new CrewError("in_use");
      const before = readRole(call.store, found(call.store, id));
      change(call, (made) => {
        const { draft, audit, tell } = made;
        draft.drop("roles", id);
        dropGrants(draft, id);
        dropExpectationsOf(call.store, made, { type: "role", id });
        if (dropLimitsOf(call.store, draft, "role", id)) tell("security.changed", null);
        audit({ action: "role.remove", recordType: "role", recordId: id, before, after: null });
        tell("role.changed", id);
      });
    }),
    ...expectationVerbs(backstage),
    usage: verb(backstage, "roles", "usage", (_input, { store }) => usageOf(store)),
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
  return { ...role, userCount: roleUserCounts(rightsIn(store, tables), tables).get(role.id) ?? 0 };
}

function roleErrors(store: Store, former: StoredRole | null, role: RoleInput): readonly FieldError[] {
  const name = role.name.trim().toLowerCase();
  const taken = [...store.tables.roles.values()].some(
    (other) => other.id !== former?.id && other.name.toLowerCase() === name,
  );
  const wrong = grantErrors(role.grants, store.catalogue, former?.grants);
  return taken && wrong.length === 0 ? [{ pointer: "/name", code: "duplicate" }] : wrong;
}

function saveRole(role: StoredRole, call: Call): Role {
  const { store } = call;
  const former = store.tables.roles.get(role.id);
  return change(call, ({ draft, audit, tell }) => {
    const stored = { ...role, version: store.nextVersion(), updatedAt: store.now().toISOString() };
    draft.put("roles", stored);
    noteGrants(store, draft, stored, former);
    const after = readRole(store, stored, draft.tables);
    audit({
      action: former ? "role.update" : "role.create",
      recordType: "role",
      recordId: role.id,
      before: former ? readRole(store, former) : null,
      after,
    });
    tell("role.changed", role.id);
    return after;
  });
}
