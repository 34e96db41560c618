import { CrewError, type FieldError } from "../errors/crew-error.ts";
import type { Id } from "../primitives.ts";
import { mayHandOut } from "../rights/handing-out.ts";
import type { Role } from "../roles/role.ts";
import { isPasswordAllowed } from "../session/password-rules.ts";
import type { Policy, Session } from "../session/session.ts";
import { mayShow, type PhoneNumber } from "../telephony/phone-number.ts";
import { personalWords } from "../users/personal-words.ts";
import type { User, UserInput } from "../users/user.ts";
import { uniqueKey } from "../unique-key.ts";

type Nodes = readonly { readonly id: Id }[];
type Draft = "id" | "name" | "email" | "login" | "departmentId" | "positionId" | "groupIds" | "roleIds";

/** What a user would be after a change. */
export interface UserDraft {
  readonly user: Pick<User, Draft | "callerId" | "smsCallerId">;
  /** The roles that the user had before, whoever gave them: they may stay. */
  readonly formerRoleIds: readonly Id[];
  readonly hasSipAccount: boolean;
  /** A new password, or null. */
  readonly password: string | null;
}

/** What a draft is judged by. */
export interface UserErrorFacts {
  readonly policy: Policy;
  /** At least the nodes that the draft could name, departments with those below them. */
  readonly organisation: {
    readonly departments: Parameters<typeof mayShow>[3];
    readonly positions: Nodes;
    readonly groups: Nodes;
  };
  readonly roles: Iterable<Pick<Role, "id" | "grants">>;
  /** At least those who have the drafted address or login as either of theirs; the drafted user is passed over. */
  readonly users: Iterable<Pick<User, "id" | "email" | "login">>;
  /** At least those that the draft names; absent where there are none. */
  readonly numbers?: readonly PhoneNumber[] | undefined;
  /** What the actor holds (`UserRights.held`). */
  readonly grants: Session["grants"];
  /** Whether the actor may manage people of a department. */
  readonly reaches: (departmentId: Id) => boolean;
}

/**
 * The rules of `users.create` and `users.update` that a schema cannot say: references, policy, password, what the actor
 * may hand out, and that an address or a login leads to one person. Only members that were touched are looked at.
 */
export function userErrors(
  { policy, organisation, roles, users, numbers, grants, reaches }: UserErrorFacts,
  { user, formerRoleIds, hasSipAccount, password }: UserDraft,
  touched: ReadonlySet<keyof UserInput>,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  const wrong = (pointer: string, code: FieldError["code"]): number => errors.push({ pointer, code });
  const missing = (nodes: Nodes, id: Id): boolean => !nodes.some((node) => node.id === id);
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
    if (policy.rolesPerUser === "one" && new Set(user.roleIds).size > 1)
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
  if (
    password !== null &&
    !isPasswordAllowed(policy.password, password, personalWords(user.name, user.login, user.email))
  )
    wrong("/password", "weak_password");
  if (numbers) errors.push(...callerIdErrors(numbers, organisation.departments, user, touched));
  return [...errors, ...loginErrors(policy.login, users, user, touched)];
}

const callerIds = [
  ["callerId", "calls"],
  ["smsCallerId", "sms"],
] as const;

/** What is wrong with the numbers that a user is to show. */
function callerIdErrors(
  numbers: readonly PhoneNumber[],
  departments: UserErrorFacts["organisation"]["departments"],
  user: UserDraft["user"],
  touched: ReadonlySet<keyof UserInput>,
): readonly FieldError[] {
  return callerIds.flatMap(([member, use]): readonly FieldError[] => {
    const id = user[member] ?? null;
    if (!touched.has(member) || id === null) return [];
    const pointer = `/${member}`;
    const number = numbers.find((one) => one.id === id);
    if (!number) return [{ pointer, code: "not_found" }];
    return mayShow(number, use, user.departmentId, departments) ? [] : [{ pointer, code: "not_allowed" }];
  });
}

/**
 * Who logs in may name the login or the address, so nobody's login is anybody else's address either; under the policy
 * `email` both are one. A change of either can break that.
 */
function loginErrors(
  kind: Policy["login"],
  users: UserErrorFacts["users"],
  user: UserDraft["user"],
  touched: ReadonlySet<keyof UserInput>,
): readonly FieldError[] {
  const members = (["email", "login"] as const).filter((name) => touched.has(name));
  if (members.length === 0) return [];
  const [email, login] = [uniqueKey(user.email), uniqueKey(user.login)];
  const taken = { email: false, login: false };
  for (const other of users) {
    if (other.id === user.id) continue;
    const theirs = [uniqueKey(other.email), uniqueKey(other.login)];
    taken.email ||= theirs.includes(email);
    taken.login ||= theirs.includes(login);
  }
  const errors: FieldError[] = [];
  if (members.includes("email") && taken.email) errors.push({ pointer: "/email", code: "duplicate" });
  if (kind === "email" && login !== email) errors.push({ pointer: "/login", code: "mismatch" });
  else if (members.includes("login") && taken.login) errors.push({ pointer: "/login", code: "duplicate" });
  return errors;
}

/** @throws CrewError with all that is wrong: `duplicate` when nothing else is, otherwise `validation` */
export function refuse(errors: readonly FieldError[]): void {
  if (errors.length === 0) return;
  const taken = errors.every(({ code }) => code === "duplicate");
  throw new CrewError(taken ? "duplicate" : "validation", { fields: errors });
}
