import { CrewError, type FieldError, isPasswordAllowed, mayHandOut, type UserPatch } from "@crewdock/contract";
import { type Actor, factsOfUser, reaches } from "./actor.ts";
import { directRoles } from "./read-user.ts";
import { standingGrantsOf } from "./rights.ts";
import type { Store } from "./store.ts";
import type { StoredUser } from "./tables.ts";

/** What a user would be after a change, with the direct roles. */
export interface Draft {
  readonly user: StoredUser;
  readonly roleIds: readonly string[];
  readonly hasSipAccount: boolean;
  readonly password: string | null;
}

/** What is wrong with a draft; only what the change touches is looked at. */
export function userErrors(
  store: Store,
  actor: Actor,
  draft: Draft,
  touched: ReadonlySet<keyof UserPatch>,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { user } = draft;
  const { policy, tables } = store;
  const missing = (pointer: string): number => errors.push({ pointer, code: "not_found" });
  if (touched.has("departmentId")) {
    if (!tables.departments.has(user.departmentId)) missing("/departmentId");
    else if (!reaches(actor, "user.manage", { ownerId: null, departmentId: user.departmentId }))
      errors.push({ pointer: "/departmentId", code: "not_allowed" });
  }
  if (touched.has("positionId")) {
    if (user.positionId === null && policy.position === "required")
      errors.push({ pointer: "/positionId", code: "required" });
    if (user.positionId !== null && !tables.positions.has(user.positionId)) missing("/positionId");
  }
  user.groupIds.forEach((groupId, index) => {
    if (touched.has("groupIds") && !tables.groups.has(groupId)) missing(`/groupIds/${String(index)}`);
  });
  if (touched.has("roleIds")) errors.push(...roleErrors(store, actor, draft));
  if (touched.has("sipAccount") && policy.sipAccount === "required" && !draft.hasSipAccount)
    errors.push({ pointer: "/sipAccount", code: "required" });
  if (draft.password !== null && !isPasswordAllowed(policy.password, draft.password, personal(user)))
    errors.push({ pointer: "/password", code: "weak_password" });
  return errors.length > 0 ? errors : duplicates(user, tables.users.values(), touched);
}

/** Roles that a user has already may stay, whoever gave them. */
function roleErrors(store: Store, actor: Actor, { user, roleIds }: Draft): readonly FieldError[] {
  if (store.policy.rolesPerUser === "one" && roleIds.length > 1)
    return [{ pointer: "/roleIds", code: "too_many", params: { max: 1 } }];
  const former = directRoles(store.tables, user.id, store.now().toISOString());
  return roleIds.flatMap((id, index): FieldError[] => {
    const pointer = `/roleIds/${String(index)}`;
    const role = store.tables.roles.get(id);
    if (!role) return [{ pointer, code: "not_found" }];
    return former.includes(id) || mayHandOut(actor.grants, role.grants) ? [] : [{ pointer, code: "not_allowed" }];
  });
}

function personal(user: StoredUser): readonly string[] {
  const { last, first, patronymic } = user.name;
  return [user.login, user.email.slice(0, user.email.lastIndexOf("@")), last, first, patronymic ?? ""];
}

function duplicates(
  user: StoredUser,
  users: Iterable<StoredUser>,
  touched: ReadonlySet<keyof UserPatch>,
): readonly FieldError[] {
  const fields = (["email", "login"] as const).filter((field) => touched.has(field));
  if (fields.length === 0) return [];
  const others = [...users].filter(({ id }) => id !== user.id);
  return fields
    .filter((field) => others.some((other) => other[field].toLowerCase() === user[field].toLowerCase()))
    .map((field) => ({ pointer: `/${field}`, code: "duplicate" }));
}

/** Fails with all that is wrong: `duplicate` when nothing else is. */
export function refuse(errors: readonly FieldError[]): void {
  if (errors.length === 0) return;
  const taken = errors.every(({ code }) => code === "duplicate");
  throw new CrewError(taken ? "duplicate" : "validation", { fields: errors });
}

/**
 * Whether the actor may manage a user. Nobody manages a person with more rights than their own, unless they manage
 * roles as well; one's own record is no question of that.
 * @throws CrewError `forbidden`
 */
export function demandManaging(store: Store, actor: Actor, user: StoredUser): void {
  if (!reaches(actor, "user.manage", factsOfUser(user))) throw new CrewError("forbidden");
  const theirs = standingGrantsOf(store.tables, user, store.now().toISOString());
  if (user.id !== actor.user.id && !mayHandOut(actor.grants, theirs)) throw new CrewError("forbidden");
}
