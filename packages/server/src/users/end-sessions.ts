import { CrewError, type User } from "@crewdock/contract";
import { endAllSessions } from "../auth/login-sessions.ts";
import type { Call } from "../http/handlers.ts";
import { endPhones } from "../telephony/sip-assignment.ts";
import { lockUser, storedUser } from "./locked-user.ts";

/**
 * Logs a user out everywhere. Tokens carry the epoch of the person's sessions, so that all of the former one are refused
 * by every instance with the next request; open streams end by the event.
 */
export function endSessions({ id }: { readonly id: string }, call: Call): Promise<void> {
  return call.write(async (unit, actor) => {
    const user: User =
      id === actor.user.id ? await storedUser(unit, id) : await lockUser(unit, actor, actor.rights, id, null);
    if (id !== actor.user.id) call.used("user.manage");
    if (!(await endAllSessions(unit, id))) throw new CrewError("not_found");
    await endPhones(unit, id);
    unit.emit({ type: "user.changed", id, ownerId: id, departmentIds: [user.departmentId] });
    await unit.audit({
      action: "user.endSessions",
      recordType: "user",
      recordId: id,
      before: null,
      after: { sessionsEnded: true },
    });
  });
}
