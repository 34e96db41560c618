import { CrewError } from "@crewdock/contract";
import { type Handlers, notInBackend } from "../http/handlers.ts";
import { mayDo } from "../rights/actor.ts";
import type { Services } from "../services.ts";
import { invite } from "./invite.ts";
import { createUser, setUserState, updateUser } from "./save-user.ts";
import { listUsers } from "./user-list.ts";
import { findUser, shownTo } from "./user-rows.ts";

export function usersHandlers(services: Services): Handlers["users"] {
  return {
    list: listUsers,
    get: async ({ id }, { db, tenant, actor }) => {
      const user = await findUser(db, tenant, id);
      if (!user || !mayDo(actor, "user.view", { ownerId: user.id, departmentId: user.departmentId }))
        throw new CrewError("not_found");
      return shownTo(actor, user);
    },
    create: async ({ user }, call) => {
      const created = await createUser(services, user, call);
      services.background("invitation.failed", () => invite(services, created.id, call.language));
      return created;
    },
    update: async (input, call) => {
      const { user, inviteAgain } = await updateUser(services, input, call);
      if (inviteAgain) services.background("invitation.failed", () => invite(services, user.id, call.language));
      return user;
    },
    setState: setUserState,
    bulk: notInBackend,
    remove: notInBackend,
    resendInvitation: notInBackend,
    endSessions: notInBackend,
  };
}
