import { CrewError } from "@crewdock/contract";
import type { Call } from "../http/handlers.ts";
import { mayDo } from "../rights/actor.ts";
import type { StoredMailAccount } from "./mail-rows.ts";

/** Own accounts need no right, those of others `user.manage`. @throws CrewError `not_found` also for what is not visible */
export function visible(stored: StoredMailAccount | undefined, { actor }: Pick<Call, "actor">): StoredMailAccount {
  if (!stored) throw new CrewError("not_found");
  const { userId, departmentId } = stored;
  if (userId !== actor.user.id && !mayDo(actor, "user.manage", { ownerId: userId, departmentId }))
    throw new CrewError("not_found");
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
