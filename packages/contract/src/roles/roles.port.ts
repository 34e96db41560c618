import type { CallContext } from "../context.ts";
import type { Id, Version } from "../primitives.ts";
import type { Catalogue } from "../rights/catalogue.ts";
import type { ExpectationVerdict, RightsExpectation, RightsExpectations } from "../rights/expectation.ts";
import type { RightUse } from "../rights/right-use.ts";
import type { Role, RoleInput, RolePatch } from "./role.ts";

/**
 * Roles and what they can allow, and the sentences that this has to keep to. Reading needs `role.view`, changing
 * `role.manage`. A backend that keeps expectations refuses with `expectation_broken` whatever breaks one, by whichever verb:
 * of roles, assignments, users (one or many, imported or not) and the organisation. Of an expectation that is broken
 * already it refuses only what adds people who break it, or lets somebody break it by more.
 */
export interface RolesPort {
  catalogue(input: Record<string, never>, context: CallContext): Promise<Catalogue>;
  /** All roles, by name. */
  list(input: Record<string, never>, context: CallContext): Promise<{ readonly items: readonly Role[] }>;
  get(input: { readonly id: Id }, context: CallContext): Promise<Role>;
  /** @throws CrewError `duplicate` when the name is taken, `validation` for an action or scope outside the catalogue. */
  create(input: { readonly role: RoleInput }, context: CallContext): Promise<Role>;
  /**
   * What a role has granted so far and the catalogue has lost meanwhile may stay as it is (see `grantErrors`).
   * @throws CrewError `conflict`, `validation`, `duplicate`, `last_admin`, `lockout_prevented`, `expectation_broken`.
   */
  update(
    input: { readonly id: Id; readonly version: Version; readonly patch: RolePatch },
    context: CallContext,
  ): Promise<Role>;
  /** @throws CrewError `in_use` while an assignment names it, `conflict`. */
  remove(input: { readonly id: Id; readonly version: Version }, context: CallContext): Promise<void>;
  /** All sentences, in the order in which they were set. Those of a role, user or node that is removed go with it. */
  expectations(input: Record<string, never>, context: CallContext): Promise<RightsExpectations>;
  /**
   * Sets all sentences. One that does not hold yet is kept all the same: it says what is to be mended.
   * @throws CrewError `conflict`, `validation` (see `expectationErrors`).
   */
  setExpectations(
    input: { readonly version: Version; readonly expectations: readonly RightsExpectation[] },
    context: CallContext,
  ): Promise<RightsExpectations>;
  /**
   * Tells of sentences, kept or not, whether they hold as things stand, and who breaks them: a verdict for each, in their order.
   * @throws CrewError `validation` (see `expectationErrors`).
   */
  testExpectations(
    input: { readonly expectations: readonly RightsExpectation[] },
    context: CallContext,
  ): Promise<{ readonly items: readonly ExpectationVerdict[] }>;
  /**
   * What is known of the use of rights: one item for each role and each action that it grants and whose uses this backend
   * records without exception, by aggregate and never by person. Of a right that has no item nothing is known, and nobody may
   * call it unused.
   */
  usage(input: Record<string, never>, context: CallContext): Promise<{ readonly items: readonly RightUse[] }>;
}
