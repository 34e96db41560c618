import { CrewError } from "@crewdock/contract";
import type { Call } from "../http/handlers.ts";
import { mayDo } from "../rights/actor.ts";
import type { StoredMailAccount } from "./mail-rows.ts";

/** Own accounts need no right, those of others `user.manage`. @throws CrewError `not_found` also for what is not visible */
export function visible(
  stored: StoredMailAccount | undefined,
  { actor, used }: Pick<Call, "actor" | "used">,
): StoredMailAccount {
  if (!stored) throw new CrewError("not_found");
  const { userId, departmentId } = stored;
  if (userId === actor.user.id) return stored;
  if (!mayDo(actor, "user.manage", { ownerId: userId, departmentId })) throw new CrewError("not_found");
  used("user.manage");
  return stored;
}

/** What is said where a password has to be typed again. */
export function passwordRequired(): CrewError {
  return new CrewError("validation", { fields: [{ pointer: "/password", code: "required" }] });
}

/** What is said of a grant that somebody else's account took a moment before. */
export function grantGone(): CrewError {
  return new CrewError("validation", { fields: [{ pointer: "/grantId", code: "not_found" }] });
}
