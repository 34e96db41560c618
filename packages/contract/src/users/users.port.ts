import type { CallContext } from "../context.ts";
import type { Page } from "../list.ts";
import type { Id, Version } from "../primitives.ts";
import type { User, UserInput, UserPatch, UserQuery } from "./user.ts";

/** Employees. All verbs need `user.view` or `user.manage` with a scope that covers the person. */
export interface UsersPort {
  list(input: UserQuery, context: CallContext): Promise<Page<User>>;
  /** @throws CrewError `not_found` also for a user whom the actor may not see. */
  get(input: { readonly id: Id }, context: CallContext): Promise<User>;
  /**
   * Makes a user together with SIP account and mail accounts, all or nothing, and tells the person by e-mail where the
   * backend can. Without a password the letter has a link to choose one, which takes the capability `users.invite`.
   * @throws CrewError `validation` with all wrong fields (`/password` `required` where nobody can be invited),
   * `duplicate` for a taken e-mail, login or SIP account.
   */
  create(input: { readonly user: UserInput }, context: CallContext): Promise<User>;
  /**
   * Changes the named members.
   * @throws CrewError `conflict` with the present user in `current`, `validation`, `duplicate`, `last_admin`, `lockout_prevented`.
   */
  update(
    input: { readonly id: Id; readonly version: Version; readonly patch: UserPatch },
    context: CallContext,
  ): Promise<User>;
  /**
   * Moves a user to another state; `blocked` and `deactivated` end all sessions at once.
   * @throws CrewError `last_admin`, `lockout_prevented` (oneself), `conflict`.
   */
  setState(
    input: { readonly id: Id; readonly version: Version; readonly state: "active" | "blocked" | "deactivated" },
    context: CallContext,
  ): Promise<User>;
}
