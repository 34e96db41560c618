import { type Call, type Handlers, notConfigured } from "../http/handlers.ts";
import { mayDo } from "../rights/actor.ts";
import type { Services } from "../services.ts";
import { bulkUsers } from "./bulk-users.ts";
import { endSessions } from "./end-sessions.ts";
import { importUsers } from "./import-users.ts";
import { canInvite, invite, inviteEach } from "./invite.ts";
import { missingUser } from "./locked-user.ts";
import { removeUser } from "./remove-user.ts";
import { withdrawForAnother } from "./resend-invitation.ts";
import { createUser, updateUser } from "./save-user.ts";
import { setUserState } from "./set-user-state.ts";
import { listUsers } from "./user-list.ts";
import { findUser, shownTo } from "./user-rows.ts";

export function usersHandlers(services: Services): Handlers["users"] {
  const inviteLater = (id: string, { language }: Call): void =>
    services.background("invitation.failed", () => invite(services, id, language));
  return {
    list: (query, call) => listUsers(services, query, call),
    get: async ({ id }, { db, tenant, actor }) => {
      const user = await findUser(db, tenant, id);
      if (!user || !mayDo(actor, "user.view", { ownerId: user.id, departmentId: user.departmentId }))
        throw await missingUser(db, tenant, actor, id);
      return shownTo(actor, user);
    },
    create: async ({ user }, call) => {
      const created = await createUser(services, user, call);
      inviteLater(created.id, call);
      return created;
    },
    update: async (input, call) => {
      const { user, inviteAgain } = await updateUser(services, input, call);
      if (inviteAgain) inviteLater(user.id, call);
      return user;
    },
    setState: (input, call) => call.write((unit, actor) => setUserState(services, unit, actor, input), "exclusive"),
    bulk: (input, call) => bulkUsers(services, input, call),
    import: async (input, call) => {
      const { answer, told } = await importUsers(services, input, call);
      services.background("invitation.failed", () => inviteEach(services, told, call.language));
      return answer;
    },
    remove: (input, call) => removeUser(services, input, call),
    resendInvitation: canInvite(services)
      ? async (input, call) => {
          const user = await withdrawForAnother(input, call);
          inviteLater(user.id, call);
          return user;
        }
      : notConfigured,
    endSessions,
  };
}
