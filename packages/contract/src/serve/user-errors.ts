import { CrewError, type FieldError } from "../errors/crew-error.ts";
import type { Organisation } from "../org/org.ts";
import type { Id } from "../primitives.ts";
import { mayHandOut } from "../rights/handing-out.ts";
import type { Role } from "../roles/role.ts";
import { isPasswordAllowed } from "../session/password-rules.ts";
import type { Policy, Session } from "../session/session.ts";
import type { User, UserPatch } from "../users/user.ts";

/** What a user would be after a change. */
export interface UserDraft {
  readonly user: Pick<User, "id" | "name" | "email" | "login" | "departmentId" | "positionId" | "groupIds" | "roleIds">;
  /** The roles that the user had before, whoever gave them: they may stay. */
  readonly formerRoleIds: readonly Id[];
  readonly hasSipAccount: boolean;
  /** A new password, or null. */
  readonly password: string | null;
}

/** What a draft is judged by. */
export interface UserErrorFacts {
  readonly policy: Policy;
  readonly organisation: Organisation;
  readonly roles: Iterable<Pick<Role, "id" | "grants">>;
  /** All users; the drafted one is passed over. */
  readonly users: Iterable<Pick<User, "id" | "email" | "login">>;
  readonly grants: Session["grants"];
  /** Whether the actor may manage people of a department. */
  readonly reaches: (departmentId: Id) => boolean;
}

/**
 * The rules of `users.create` and `users.update` that a schema cannot say: references, policy, password, what the actor
 * may hand out, and taken addresses and logins once nothing else is wrong. Only members that were touched are looked at.
 */
export function userErrors(
  { policy, organisation, roles, users, grants, reaches }: UserErrorFacts,
  { user, formerRoleIds, hasSipAccount, password }: UserDraft,
  touched: ReadonlySet<keyof UserPatch>,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  const wrong = (pointer: string, code: FieldError["code"]): number => errors.push({ pointer, code });
  const missing = (nodes: readonly { readonly id: Id }[], id: Id): boolean => !nodes.some((node) => node.id === id);
  if (touched.has("departmentId")) {
    if (missing(organisation.departments, user.departmentId)) wrong("/departmentId", "not_found");
    else if (!reaches(user.departmentId)) wrong("/departmentId", "not_allowed");
  }
  if (touched.has("positionId")) {
    if (user.positionId === null && policy.position === "required") wrong("/positionId", "required");
    if (user.positionId !== null && missing(organisation.positions, user.positionId)) wrong("/positionId", "not_found");
  }
  if (touched.has("groupIds"))
    for (const [index, id] of user.groupIds.entries())
      if (missing(organisation.groups, id)) wrong(`/groupIds/${String(index)}`, "not_found");
  if (touched.has("roleIds")) {
    if (policy.rolesPerUser === "one" && user.roleIds.length > 1)
      errors.push({ pointer: "/roleIds", code: "too_many", params: { max: 1 } });
    const known = new Map([...roles].map((role) => [role.id, role.grants]));
    for (const [index, id] of user.roleIds.entries()) {
      const given = known.get(id);
      if (!given) wrong(`/roleIds/${String(index)}`, "not_found");
      else if (!formerRoleIds.includes(id) && !mayHandOut(grants, given))
        wrong(`/roleIds/${String(index)}`, "not_allowed");
    }
  }
  if (touched.has("sipAccount") && policy.sipAccount === "required" && !hasSipAccount) wrong("/sipAccount", "required");
  if (password !== null && !isPasswordAllowed(policy.password, password, personal(user)))
    wrong("/password", "weak_password");
  if (errors.length > 0) return errors;
  const others = [...users].filter(({ id }) => id !== user.id);
  for (const member of (["email", "login"] as const).filter((name) => touched.has(name)))
    if (others.some((other) => other[member].toLowerCase() === user[member].toLowerCase()))
      wrong(`/${member}`, "duplicate");
  return errors;
}

/** What of a person no password may be made of. */
function personal({ login, email, name }: UserDraft["user"]): readonly string[] {
  const { last, first, patronymic } = name;
  return [login, email.slice(0, email.lastIndexOf("@")), last, first, patronymic ?? ""];
}

/** @throws CrewError with all that is wrong: `duplicate` when nothing else is, otherwise `validation` */
export function refuse(errors: readonly FieldError[]): void {
  if (errors.length === 0) return;
  const taken = errors.every(({ code }) => code === "duplicate");
  throw new CrewError(taken ? "duplicate" : "validation", { fields: errors });
}
