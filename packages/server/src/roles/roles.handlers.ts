import { randomUUID } from "node:crypto";
import {
  type ActionKey,
  CrewError,
  grantErrors,
  type RightsFacts,
  type Role,
  type RoleInput,
  type RolePatch,
} from "@crewdock/contract";
import { uniqueKey } from "@crewdock/contract/serve";
import { dropLimitsOf } from "../access/activity-limits.ts";
import { FieldErrors } from "../http/field-errors.ts";
import { type Call, type Handlers, notConfigured } from "../http/handlers.ts";
import { allExpectations, dropExpectationsOf } from "../rights/expectation-rows.ts";
import { beginRightsChange, endRightsChange } from "../rights/rights-change.ts";
import type { Services } from "../services.ts";
import type { Unit } from "../store/unit.ts";
import { roleUsage } from "../usage/role-usage.ts";
import { setExpectations, testExpectations } from "./expectations.ts";
import { findRoles } from "./role-rows.ts";

export function rolesHandlers(services: Services): Handlers["roles"] {
  return {
    catalogue: async () => services.catalogue,
    list: async (_input, { db, tenant, now }) => ({ items: await findRoles(db, tenant, now, null) }),
    get: async ({ id }, { db, tenant, now }) => found(await findRoles(db, tenant, now, id)),
    create: ({ role }, call) => createRole(services, role, call),
    update: (input, call) => updateRole(services, input, call),
    remove: (input, call) => removeRole(services, input, call),
    expectations: async (_input, { db, tenant }) => allExpectations(db, tenant),
    setExpectations: (input, call) => setExpectations(services, input, call),
    testExpectations: (input, call) => testExpectations(services, input, call),
    usage: services.uses ? (_input, call) => roleUsage(services, call) : notConfigured,
  };
}

function createRole(services: Services, role: RoleInput, call: Call): Promise<Role> {
  return call.write(async (unit, actor) => {
    const { rights } = await beginRightsChange(unit, actor, services.rights);
    await checkRole(services, unit, null, role);
    const id = randomUUID();
    await unit.query(
      `insert into roles (tenant_id, id, name, name_key, description, grants, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6::jsonb, $7, $7)`,
      [unit.tenant, id, role.name, uniqueKey(role.name), role.description, grantsJson(role.grants), unit.now],
    );
    const created = found(await findRoles(unit, unit.tenant, unit.now, id, rights.facts));
    unit.emit({ type: "role.changed", id });
    await unit.audit({ action: "role.create", recordType: "role", recordId: id, before: null, after: created });
    return created;
  }, "exclusive");
}

function updateRole(
  services: Services,
  { id, version, patch }: { readonly id: string; readonly version: string; readonly patch: RolePatch },
  call: Call,
): Promise<Role> {
  return call.write(async (unit, actor) => {
    const before = await beginRightsChange(unit, actor, services.rights);
    const current = await roleToChange(unit, before.rights.facts, id, version);
    const role: RoleInput = {
      name: patch.name ?? current.name,
      description: patch.description === undefined ? current.description : patch.description,
      grants: patch.grants ?? current.grants,
    };
    await checkRole(services, unit, current, role);
    await unit.query(
      `update roles set name = $3, name_key = $4, description = $5, grants = $6::jsonb, version = version + 1,
         updated_at = $7, granted_at = granted_at || $8::jsonb
       where tenant_id = $1 and id = $2`,
      [
        unit.tenant,
        id,
        role.name,
        uniqueKey(role.name),
        role.description,
        grantsJson(role.grants),
        unit.now,
        newGrantsJson(current, role, unit.now),
      ],
    );
    const subjects = before.rights.facts.assignments
      .filter(({ roleId }) => roleId === id)
      .map(({ subject }) => subject);
    const rights = await endRightsChange(unit, actor, before, {
      subjects,
      edited: { id, name: role.name, grants: role.grants },
    });
    const changed = found(await findRoles(unit, unit.tenant, unit.now, id, rights.facts));
    unit.emit({ type: "role.changed", id });
    await unit.audit({ action: "role.update", recordType: "role", recordId: id, before: current, after: changed });
    return changed;
  }, "exclusive");
}

function removeRole(
  services: Services,
  { id, version }: { readonly id: string; readonly version: string },
  call: Call,
): Promise<void> {
  return call.write(async (unit, actor) => {
    const { rights } = await beginRightsChange(unit, actor, services.rights);
    const current = await roleToChange(unit, rights.facts, id, version);
    const uses = await unit.query(
      `select 1 from assignments where tenant_id = $1 and role_id = $2
       union all select 1 from positions where tenant_id = $1 and default_role_id = $2 limit 1`,
      [unit.tenant, id],
    );
    if (uses.length > 0) throw new CrewError("in_use");
    await dropLimitsOf(unit, "role", id);
    await dropExpectationsOf(unit, { type: "role", id });
    await unit.query("delete from roles where tenant_id = $1 and id = $2", [unit.tenant, id]);
    unit.emit({ type: "role.changed", id });
    await unit.audit({ action: "role.remove", recordType: "role", recordId: id, before: current, after: null });
  }, "exclusive");
}

/** The role as it stands; the tenant's lock is held already. @throws CrewError `not_found`, `conflict` */
export async function roleToChange(unit: Unit, facts: RightsFacts, id: string, version: string): Promise<Role> {
  const role = found(await findRoles(unit, unit.tenant, unit.now, id, facts));
  if (role.version !== version) throw new CrewError("conflict", { current: role });
  return role;
}

async function checkRole(services: Services, unit: Unit, former: Role | null, role: RoleInput): Promise<void> {
  const errors = new FieldErrors();
  for (const { pointer, code, params } of grantErrors(role.grants, services.catalogue, former?.grants))
    errors.add(pointer, code, params);
  const taken = await unit.query("select id from roles where tenant_id = $1 and name_key = $2 and id <> $3", [
    unit.tenant,
    uniqueKey(role.name),
    former?.id ?? "",
  ]);
  if (taken.length > 0) errors.add("/name", "duplicate");
  errors.throwIfAny();
}

/** Entries that say `none` are left out: that is what a missing one means anyway. */
function grantsJson(grants: Role["grants"]): string {
  return JSON.stringify(Object.fromEntries(Object.entries(grants).filter(([, scope]) => scope !== "none")));
}

/** Since when the role grants what it did not grant before: until then nobody could use it. */
function newGrantsJson(before: RoleInput, after: RoleInput, now: Date): string {
  const granted = ({ grants }: RoleInput, action: ActionKey): boolean => (grants[action] ?? "none") !== "none";
  const added = Object.keys(after.grants).filter((action) => granted(after, action) && !granted(before, action));
  return JSON.stringify(Object.fromEntries(added.map((action) => [action, now.toISOString()])));
}

function found(roles: readonly Role[]): Role {
  const [role] = roles;
  if (!role) throw new CrewError("not_found");
  return role;
}
