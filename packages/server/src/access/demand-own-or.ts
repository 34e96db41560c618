import type { ActionKey } from "@crewdock/contract";
import { type Actor, demand } from "../rights/actor.ts";

/** What concerns oneself takes no right. @throws CrewError `forbidden` for what concerns others, without the right */
export function demandOwnOr(actor: Actor, action: ActionKey, userId: string | undefined): void {
  if (userId !== actor.user.id) demand(actor, action, { ownerId: userId ?? null, departmentId: null });
}
