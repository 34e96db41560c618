import * as z from "zod/mini";
import type { BulkAnswer } from "../bulk.ts";
import type { CallContext } from "../context.ts";
import type { Page } from "../list.ts";
import { type Id, idSchema, type Version } from "../primitives.ts";
import type { ImportAnswer, UserImport } from "./user-import.ts";
import type { User, UserInput, UserPatch, UserQuery } from "./user.ts";

/** A state that an administrator may put somebody into; `suspended` comes and goes with activity limits alone. */
export type SettableState = "active" | "blocked" | "deactivated";

/** One change that is made to many users at once. */
export type BulkChange =
  | { readonly kind: "setState"; readonly state: SettableState }
  | { readonly kind: "addToGroup" | "removeFromGroup"; readonly groupId: Id }
  /** The role as a direct assignment without an end date; where the policy is one role a user, in place of the former. */
  | { readonly kind: "addRole"; readonly roleId: Id };

export const settableStateSchema: z.ZodMiniType<SettableState> = z.enum(["active", "blocked", "deactivated"]);

export const bulkChangeSchema: z.ZodMiniType<BulkChange> = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("setState"), state: settableStateSchema }),
  z.object({ kind: z.enum(["addToGroup", "removeFromGroup"]), groupId: idSchema }),
  z.object({ kind: z.literal("addRole"), roleId: idSchema }),
]);

/** Employees. All verbs need `user.view` or `user.manage` with a scope that covers the person. */
export interface UsersPort {
  list(input: UserQuery, context: CallContext): Promise<Page<User>>;
  /**
   * @throws CrewError `not_found` also for a user whom the actor may not see; here and in every verb that names a user
   * `gone` for one who has been deleted and whom the actor could see.
   */
  get(input: { readonly id: Id }, context: CallContext): Promise<User>;
  /**
   * Makes a user together with SIP account and mail accounts, all or nothing, and tells the person by e-mail where the
   * backend can. Without a password the letter has a link to choose one, which takes the capability `users.invite`.
   * @throws CrewError `validation` with all wrong fields (`/password` `required` where nobody can be invited; `/callerId` and
   * `/smsCallerId` `not_found`, or `not_allowed` for a number that the person may not show),
   * `duplicate` for a taken e-mail, login or SIP account, or a mailbox that is named twice.
   */
  create(input: { readonly user: UserInput }, context: CallContext): Promise<User>;
  /**
   * Changes the named members. A new password ends all sessions of the person but the one that sets it.
   * @throws CrewError `conflict` with the present user in `current`, `validation`, `duplicate`, `last_admin`, `lockout_prevented`.
   */
  update(
    input: { readonly id: Id; readonly version: Version; readonly patch: UserPatch },
    context: CallContext,
  ): Promise<User>;
  /**
   * Moves a user to another state; `blocked` and `deactivated` end all sessions at once.
   * @throws CrewError `last_admin`, `lockout_prevented` (oneself), `conflict`, `validation` (`/state` `not_allowed`: where the
   * backend offers `access.restore`, that alone leads from `suspended` to `active`).
   */
  setState(
    input: { readonly id: Id; readonly version: Version; readonly state: SettableState },
    context: CallContext,
  ): Promise<User>;
  /**
   * Makes one change to many users, each by itself: some may be refused while the others go through. At most
   * `limits.bulk` of the capabilities; an id that is named twice counts once. The present version of each is taken.
   * @throws CrewError `validation` for a group or role that does not exist, or too many ids.
   */
  bulk(input: { readonly ids: readonly Id[]; readonly change: BulkChange }, context: CallContext): Promise<BulkAnswer>;
  /**
   * Makes people of rows and brings those who are there up to date, each row by itself: some may be refused while the
   * others go through, each under the rules of `users.create` or `users.update`, all wrong fields at once. A row means the
   * person whom the actor sees and who has its login or address (see {@link importKey}), otherwise somebody new, who is
   * told by e-mail as by `users.create`. The same rows once more change nothing. Mailboxes do not come by rows, and SIP
   * accounts that are there already do, by their extension: `/extension` of a row is `not_found`, `duplicate` where
   * somebody has it, also by a row before, `ambiguous` where several domains have it, and `invalid_format` where the
   * text is neither a login nor a login with a domain.
   *
   * A file goes in pages of at most `limits.import` rows, one call each: that is its progress, and whoever stops between
   * two calls, or aborts one, keeps what was done. A page that was broken off goes on when it is repeated with its key. In a
   * dry run each row is judged as if those before it on its page had been applied; those of other pages it does not know.
   * @throws CrewError `validation` for too many rows, and for cells beyond what any member may hold
   */
  import(input: UserImport, context: CallContext): Promise<ImportAnswer>;
  /**
   * Deletes a user for good: log-in, calls and mail accounts end, the SIP account is free again, call records and the
   * audit log keep what they say. What the user owns has to be moved before by `records.transfer`.
   * @throws CrewError `in_use` while records still belong to the user or a department is headed by them, `last_admin`,
   * `lockout_prevented` (oneself), `conflict`.
   */
  remove(input: { readonly id: Id; readonly version: Version }, context: CallContext): Promise<void>;
  /**
   * Sends the letter of the invitation once more, with a fresh link; a former link ends. Needs the capability `users.invite`.
   * @throws CrewError `gone` when the person has a password or has logged in already, `rate_limited`.
   */
  resendInvitation(input: { readonly id: Id }, context: CallContext): Promise<User>;
  /**
   * Logs a user out everywhere: every token and phone credential handed out until now is refused from now on.
   * For oneself it takes no right.
   */
  endSessions(input: { readonly id: Id }, context: CallContext): Promise<void>;
}
