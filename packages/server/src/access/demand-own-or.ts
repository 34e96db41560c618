import type { ActionKey } from "@crewdock/contract";
import type { Call } from "../http/handlers.ts";
import { demand } from "../rights/actor.ts";

/** What concerns oneself takes no right. @throws CrewError `forbidden` for what concerns others, without the right */
export function demandOwnOr(
  { actor, used }: Pick<Call, "actor" | "used">,
  action: ActionKey,
  userId: string | undefined,
): void {
  if (userId === actor.user.id) return;
  demand(actor, action, { ownerId: userId ?? null, departmentId: null });
  used(action);
}
