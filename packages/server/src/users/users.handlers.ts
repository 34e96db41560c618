import { type Handlers, notConfigured } from "../http/handlers.ts";
import { mayDo } from "../rights/actor.ts";
import type { Services } from "../services.ts";
import { bulkUsers } from "./bulk-users.ts";
import { endSessions } from "./end-sessions.ts";
import { importUsers } from "./import-users.ts";
import { canInvite, sendLetters } from "./send-letters.ts";
import { missingUser } from "./locked-user.ts";
import { removeUser } from "./remove-user.ts";
import { withdrawForAnother } from "./resend-invitation.ts";
import { createUser, updateUser } from "./save-user.ts";
import { setUserState } from "./set-user-state.ts";
import { listUsers } from "./user-list.ts";
import { findUser, shownTo } from "./user-rows.ts";

export function usersHandlers(services: Services): Handlers["users"] {
  /** Sends what the change has put into the outbox, once it is answered. */
  const send = (): void => services.background("invitation.failed", () => sendLetters(services));
  const sending = async <T>(change: Promise<T>): Promise<T> => {
    const answer = await change;
    send();
    return answer;
  };
  return {
    list: (query, call) => listUsers(services, query, call),
    get: async ({ id }, { db, tenant, actor }) => {
      const user = await findUser(db, tenant, id);
      if (!user || !mayDo(actor, "user.view", { ownerId: user.id, departmentId: user.departmentId }))
        throw await missingUser(db, tenant, actor, id);
      return shownTo(actor, user);
    },
    create: ({ user }, call) => sending(createUser(services, user, call)),
    update: async (input, call) => {
      const { user, inviteAgain } = await updateUser(services, input, call);
      if (inviteAgain) send();
      return user;
    },
    setState: (input, call) => call.write((unit, actor) => setUserState(services, unit, actor, input), "exclusive"),
    bulk: (input, call) => bulkUsers(services, input, call),
    import: (input, call) => sending(importUsers(services, input, call)),
    remove: (input, call) => removeUser(services, input, call),
    resendInvitation: canInvite(services)
      ? (input, call) => sending(withdrawForAnother(services, input, call))
      : notConfigured,
    endSessions,
  };
}
