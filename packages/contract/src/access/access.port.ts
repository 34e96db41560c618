import type { CallContext } from "../context.ts";
import type { Page } from "../list.ts";
import type { Id, Version } from "../primitives.ts";
import type { ActionKey } from "../rights/catalogue.ts";
import type { ActivityLimit, ActivityLimits, LimitUse } from "./activity-limit.ts";
import type { AddressVerdict, IpRule, IpRules } from "./ip-rules.ts";
import type { LoginQuery, LoginRecord } from "./login-record.ts";
import type { LoginSession } from "./login-session.ts";

type Call<Input, Answer> = (input: Input, context: CallContext) => Promise<Answer>;

/** Who logged in from where, and what stops whom. Reading needs `security.view`, changing `security.manage`. */
export interface AccessPort {
  /** The login log, newest first unless `sort` says otherwise. One's own (`userId`) takes no right. */
  readonly logins: Call<LoginQuery, Page<LoginRecord>>;
  /** Where a user is logged in, newest first. One's own take no right. */
  readonly sessions: Call<{ readonly userId: Id }, { readonly items: readonly LoginSession[] }>;
  /**
   * Ends one session: its tokens are refused from now on. One's own takes no right.
   * @throws CrewError `not_found` also for one that has ended already.
   */
  readonly endSession: Call<{ readonly userId: Id; readonly id: Id }, void>;
  /** The company's rules (`userId` null) or a user's own. */
  readonly ipRules: Call<{ readonly userId: Id | null }, IpRules>;
  /**
   * Sets all rules of the company or of a user. Both verbs fail with `not_found` for a user who does not exist.
   * @throws CrewError `lockout_prevented` when the actor's present address would not be allowed any more, `last_admin` when
   * that is so for every administrator who was let in before: judged by the address of their last log-in that succeeded
   * (the actor's by the present one), without one they are taken as shut out by any rule; `validation` with `/rules/<index>/network` `invalid_format`, `conflict`.
   */
  readonly setIpRules: Call<
    { readonly userId: Id | null; readonly version: Version; readonly rules: readonly IpRule[] },
    IpRules
  >;
  /**
   * What rules would say of an address, before they are saved: `rules` stand in for those of the company, or of the user
   * beside the company's saved ones; a null `userId` asks for the company's alone.
   * @throws CrewError `validation` (`/address`, `/rules/<index>/network` `invalid_format`), `not_found` for the user.
   */
  readonly testAddress: Call<
    { readonly address: string; readonly userId: Id | null; readonly rules: readonly IpRule[] },
    AddressVerdict
  >;
  readonly limits: Call<Record<string, never>, ActivityLimits>;
  /**
   * Sets all activity limits. What was counted before counts for new limits too; a suspension goes on until its end.
   * @throws CrewError `conflict`, `validation`: `/limits/<index>/action` or `/limits/<index>/subject/id` `not_found`,
   * `/limits/<index>` `not_allowed` for a second one of the same action, subject and period.
   */
  readonly setLimits: Call<{ readonly version: Version; readonly limits: readonly ActivityLimit[] }, ActivityLimits>;
  /** How far a user's limits are used up. One's own takes no right. */
  readonly limitUse: Call<{ readonly userId: Id }, { readonly items: readonly LimitUse[] }>;
  /**
   * Counts actions of the actor, all of them or none, and answers with every limit that the action has for them. The
   * backend counts by itself what goes through it: `call.place` by the records of outgoing calls, each once, when it
   * has ended. This is for what the host's page does alone.
   * @throws CrewError `limit_reached`: the limit leaves no room for so many, and nothing was counted; the user has been
   * suspended and administrators were told (`user.changed`). `validation` (`/action` `not_found` outside of the catalogue).
   */
  readonly consume: Call<
    { readonly action: ActionKey; readonly amount: number },
    { readonly items: readonly LimitUse[] }
  >;
  /** Ends a suspension before its time; what was used in the periods that run is forgotten. For others it does nothing. */
  readonly restore: Call<{ readonly userId: Id }, void>;
}
