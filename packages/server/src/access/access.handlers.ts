import type { Handlers } from "../http/handlers.ts";
import type { Services } from "../services.ts";
import { readLimits, setLimits } from "./activity-limits.ts";
import { consume, readLimitUse, restoreUser } from "./consume.ts";
import { readIpRules, setIpRules, testAddress } from "./ip-rules.ts";
import { listLogins } from "./list-logins.ts";
import { endSession, listSessions } from "./sessions.handlers.ts";

export function accessHandlers(services: Services): Handlers["access"] {
  return {
    logins: listLogins,
    sessions: listSessions,
    endSession,
    ipRules: readIpRules,
    setIpRules: (input, call) => setIpRules(services, input, call),
    testAddress,
    limits: (_input, call) => readLimits(call),
    setLimits: (input, call) => setLimits(services, input, call),
    limitUse: readLimitUse,
    consume: (input, call) => consume(services, input, call),
    restore: restoreUser,
  };
}
