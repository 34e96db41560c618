import { type Handlers, notInBackend } from "../http/handlers.ts";
import { listLogins } from "./list-logins.ts";
import { endSession, listSessions } from "./login-sessions.ts";

export const accessHandlers: Handlers["access"] = {
  logins: listLogins,
  sessions: listSessions,
  endSession,
  ipRules: notInBackend,
  setIpRules: notInBackend,
  testAddress: notInBackend,
  limits: notInBackend,
  setLimits: notInBackend,
  limitUse: notInBackend,
  consume: notInBackend,
  restore: notInBackend,
};
