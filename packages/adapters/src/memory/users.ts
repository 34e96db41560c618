import { CrewError, type Id, type Ports, type User } from "@crewdock/contract";
import { dropSessions, sessionsOf } from "./access.ts";
import { has, visibleUser } from "./actor.ts";
import { bulkChange } from "./bulk.ts";
import { aboutUser, change } from "./change.ts";
import { importUsers } from "./import.ts";
import { showUser } from "./read-user.ts";
import { removeUser } from "./remove-user.ts";
import { createUser, managedUser, save, setState, updateUser, userAt } from "./save-user.ts";
import { listUsers } from "./user-query.ts";
import { type Backstage, type Call, demandOffered, verb } from "./verb.ts";

export function usersPort(backstage: Backstage): Ports["users"] {
  return {
    list: verb(backstage, "users", "list", listUsers),
    get: verb(backstage, "users", "get", ({ id }, call) => showUser(call, visibleUser(call.store, call.actor, id))),
    create: verb(backstage, "users", "create", ({ user }, call) => createUser(user, call)),
    update: verb(backstage, "users", "update", ({ id, version, patch }, call) =>
      updateUser(userAt(id, version, call), patch, call),
    ),
    setState: verb(backstage, "users", "setState", ({ id, version, state }, call) =>
      setState(userAt(id, version, call), state, call),
    ),
    bulk: verb(backstage, "users", "bulk", ({ ids, change: wanted }, call) => bulkChange(ids, wanted, call)),
    import: verb(backstage, "users", "import", importUsers),
    remove: verb(backstage, "users", "remove", ({ id, version }, call) => removeUser(userAt(id, version, call), call)),
    resendInvitation: verb(backstage, "users", "resendInvitation", ({ id }, call) => resendInvitation(id, call)),
    endSessions: verb(backstage, "users", "endSessions", ({ id }, call) => endSessions(id, call)),
  };
}

const hour = 3_600_000;
const lettersAnHour = 5;

function resendInvitation(id: Id, call: Call): User {
  const { store } = call;
  demandOffered(store, "users.invite");
  const user = managedUser(id, call);
  const hasPassword = store.tables.secrets.has(`user:${id}`);
  if (hasPassword || user.invitation.state === "accepted" || user.lastLoginAt !== null) throw new CrewError("gone");
  const now = store.now().getTime();
  const letters = (store.letters.get(id) ?? []).filter((at) => at > now - hour);
  const [oldest] = letters;
  if (oldest !== undefined && letters.length >= lettersAnHour)
    throw new CrewError("rate_limited", { retryAfter: Math.ceil((oldest + hour - now) / 1000) });
  store.letters.set(id, [...letters, now]);
  const invitation = { state: "sent", at: store.now().toISOString() } as const;
  return save({ ...user, invitation }, call, { action: "user.resendInvitation", touched: new Set() });
}

function endSessions(id: Id, call: Call): void {
  const { store, actor, used } = call;
  if (id !== actor.user.id) {
    if (!has(actor, "user.manage")) throw new CrewError("forbidden");
    managedUser(id, call);
    used("user.manage");
  }
  const sessions = sessionsOf(store.tables, id);
  if (sessions.length === 0) return;
  change(call, ({ draft, audit, tell }) => {
    dropSessions(draft, id);
    tell("user.changed", id, aboutUser(store.tables, id));
    audit({
      action: "user.endSessions",
      recordType: "user",
      recordId: id,
      before: { sessions },
      after: { sessions: [] },
    });
  });
}
