import type { CallContext } from "../context.ts";
import type { Id, Version } from "../primitives.ts";
import type { Catalogue } from "../rights/catalogue.ts";
import type { Role, RoleInput, RolePatch } from "./role.ts";

/** Roles and what they can allow. Reading needs `role.view`, changing `role.manage`. */
export interface RolesPort {
  catalogue(input: Record<string, never>, context: CallContext): Promise<Catalogue>;
  /** All roles, by name. */
  list(input: Record<string, never>, context: CallContext): Promise<{ readonly items: readonly Role[] }>;
  get(input: { readonly id: Id }, context: CallContext): Promise<Role>;
  /** @throws CrewError `duplicate` when the name is taken, `validation` for an action or scope outside the catalogue. */
  create(input: { readonly role: RoleInput }, context: CallContext): Promise<Role>;
  /** @throws CrewError `conflict`, `validation`, `duplicate`, `last_admin`, `lockout_prevented`. */
  update(
    input: { readonly id: Id; readonly version: Version; readonly patch: RolePatch },
    context: CallContext,
  ): Promise<Role>;
  /** @throws CrewError `in_use` while an assignment names it, `conflict`. */
  remove(input: { readonly id: Id; readonly version: Version }, context: CallContext): Promise<void>;
}
