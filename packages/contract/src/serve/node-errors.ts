import type { FieldError } from "../errors/crew-error.ts";
import type { Id } from "../primitives.ts";
import { mayHandOut } from "../rights/handing-out.ts";
import { departmentSubtree } from "../rights/tree.ts";
import type { Role } from "../roles/role.ts";
import type { Session } from "../session/session.ts";
import { uniqueKey } from "../unique-key.ts";

/** A department, position or user group: members that its kind lacks are absent. */
export type AnyNode = { readonly name: string } & {
  readonly [M in "parentId" | "headId" | "departmentId" | "defaultRoleId"]?: Id | null;
};

/** What a node is judged by. */
export interface NodeErrorFacts {
  /** All nodes of this kind; the one that is judged is passed over. */
  readonly nodes: readonly (AnyNode & { readonly id: Id })[];
  readonly roles: Iterable<Pick<Role, "id" | "grants">>;
  /** What the actor holds (`UserRights.held`). */
  readonly grants: Session["grants"];
  /** Members that point at something that does not exist. */
  readonly missing: readonly string[];
}

/** The members of `node` that point at something else than before: what stays was checked when it came. */
export function newLinks<M extends string>(
  members: readonly M[],
  node: { readonly [N in M]?: Id | null },
  former: { readonly [N in M]?: Id | null } | null,
): readonly (readonly [member: M, id: Id])[] {
  return members.flatMap((member) => {
    const id = node[member] ?? null;
    return id === null || id === former?.[member] ? [] : [[member, id] as const];
  });
}

/**
 * The rules of making and changing a node that a schema cannot say: what it points at exists, it does not stand below
 * itself, nobody hands out a role beyond their rights, and siblings have different names; positions are all siblings.
 */
export function nodeErrors(
  { nodes, roles, grants, missing }: NodeErrorFacts,
  node: AnyNode,
  former: (AnyNode & { readonly id: Id }) | null,
): readonly FieldError[] {
  const errors = missing.map((member): FieldError => ({ pointer: `/${member}`, code: "not_found" }));
  const parentId = node.parentId ?? null;
  const tree = nodes.map((each) => ({ id: each.id, parentId: each.parentId ?? null }));
  if (former && parentId !== null && departmentSubtree(tree, former.id).has(parentId))
    errors.push({ pointer: "/parentId", code: "invalid_option" });
  for (const role of roles)
    if (role.id === node.defaultRoleId && role.id !== former?.defaultRoleId && !mayHandOut(grants, role.grants))
      errors.push({ pointer: "/defaultRoleId", code: "not_allowed" });
  const key = uniqueKey(node.name);
  for (const other of nodes) {
    if (other.id === former?.id || (other.parentId ?? null) !== parentId || uniqueKey(other.name) !== key) continue;
    errors.push({ pointer: "/name", code: "duplicate" });
    break;
  }
  return errors;
}
