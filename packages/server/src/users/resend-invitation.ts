import { CrewError, type User } from "@crewdock/contract";
import { withdrawInvitation } from "../auth/invitations.ts";
import type { Call } from "../http/handlers.ts";
import { countAttempts } from "../limits/attempts.ts";
import type { Services } from "../services.ts";
import { queueLetter } from "./letters.ts";
import { lockUser, storedUser, tellChanged } from "./locked-user.ts";
import { forgetInvitation } from "./user-writes.ts";

/** Letters to one person. */
const LETTERS = { count: 5, seconds: 60 * 60 };

/**
 * Ends the former link and lets the person count as not told, and lets another letter follow.
 * @throws CrewError `gone` for somebody who has a password or has logged in, `rate_limited`, `forbidden`, `not_found`
 */
export function withdrawForAnother(services: Services, { id }: { readonly id: string }, call: Call): Promise<User> {
  return call.write(async (unit, actor) => {
    const current = await lockUser(unit, actor, actor.rights, id, null);
    const [known] = await unit.query<{ arrived: boolean }>(
      "select password_hash is not null or last_login_at is not null as arrived from users where tenant_id = $1 and id = $2",
      [unit.tenant, id],
    );
    if (known?.arrived !== false) throw new CrewError("gone");
    await countAttempts(unit, unit.tenant, [{ key: `invitation:${id}`, limit: LETTERS }], unit.now);
    await withdrawInvitation(unit, id);
    await forgetInvitation(unit, id);
    const after = await storedUser(unit, id);
    tellChanged(unit, current, after);
    await unit.audit({
      action: "user.resendInvitation",
      recordType: "user",
      recordId: id,
      before: { invitation: current.invitation },
      after: { invitation: after.invitation },
    });
    await queueLetter(services, unit, id, call.language);
    return after;
  });
}
