import type { RightsFacts, User, UserInput } from "@crewdock/contract";
import { type UserDraft, type UserErrorFacts, userErrors, uniqueKey } from "@crewdock/contract/serve";
import type { FieldErrors } from "../http/field-errors.ts";
import { type Actor, mayDo } from "../rights/actor.ts";
import type { Services } from "../services.ts";
import type { Queries } from "../store/db.ts";
import { lockNumbers } from "../telephony/number-rows.ts";

/** The members of a user that are checked against the database and the policy. */
export type UserFields = Omit<UserInput, "sipAccount" | "mailAccounts">;

/** A user as they would stand. */
export interface UserCandidate {
  /** As they are now; null for a new one. */
  readonly current: Pick<User, "id" | "roleIds"> | null;
  readonly user: UserFields;
  readonly hasSipAccount: boolean;
}

/** Checks the members named in `changed` by the rules that all backends share, which `userErrors` has. */
export async function checkUser(
  { tenant, policy }: Services,
  db: Queries,
  actor: Actor,
  facts: RightsFacts,
  { current, user, hasSipAccount }: UserCandidate,
  changed: ReadonlySet<keyof UserInput>,
  errors: FieldErrors,
): Promise<void> {
  const mayCollide = changed.has("email") || changed.has("login");
  const draft: UserDraft = {
    user: { ...user, id: current?.id ?? "" },
    formerRoleIds: current?.roleIds ?? [],
    hasSipAccount,
    password: user.password,
  };
  const rules: UserErrorFacts = {
    policy,
    organisation: { ...facts, positions: changed.has("positionId") ? await findPosition(db, tenant, user) : [] },
    roles: facts.roles,
    users: mayCollide ? await namesakes(db, tenant, user) : [],
    numbers: await lockNumbers(db, tenant, shownNumbers(user, changed), "share"),
    grants: actor.own.held,
    // Nobody's: one's own record is always within the scope 'department', but the place it moves to may not be.
    reaches: (departmentId) => mayDo(actor, "user.manage", { ownerId: null, departmentId }),
  };
  for (const { pointer, code, params } of userErrors(rules, draft, changed)) errors.add(pointer, code, params);
}

/** The numbers that the user is to show from now on. */
function shownNumbers(user: UserFields, changed: ReadonlySet<keyof UserInput>): readonly string[] {
  return (["callerId", "smsCallerId"] as const).flatMap((member) => {
    const id = user[member] ?? null;
    return changed.has(member) && id !== null ? [id] : [];
  });
}

function findPosition(
  db: Queries,
  tenant: string,
  { positionId }: UserFields,
): Promise<readonly { readonly id: string }[]> {
  return db.query("select id from positions where tenant_id = $1 and id = $2", [tenant, positionId]);
}

/** Those to whom the address or the login leads already. */
function namesakes(
  db: Queries,
  tenant: string,
  { email, login }: UserFields,
): Promise<readonly Pick<User, "id" | "email" | "login">[]> {
  return db.query(
    `select id, email, login from users
     where tenant_id = $1 and (email_key = any($2::text[]) or login_key = any($2::text[]))`,
    [tenant, [uniqueKey(email), uniqueKey(login)]],
  );
}
