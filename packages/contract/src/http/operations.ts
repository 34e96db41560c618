import { accessOperations, auditOperations } from "./operations/access.operations.ts";
import { callsOperations } from "./operations/calls.operations.ts";
import { directoryOperations } from "./operations/directory.operations.ts";
import { eventsOperations } from "./operations/events.operations.ts";
import { mailOperations } from "./operations/mail.operations.ts";
import type { Operations } from "./operations/operation.ts";
import { orgOperations } from "./operations/org.operations.ts";
import { recordsOperations } from "./operations/records.operations.ts";
import { assignmentsOperations, rolesOperations } from "./operations/roles.operations.ts";
import { sessionOperations } from "./operations/session.operations.ts";
import { telephonyOperations } from "./operations/telephony.operations.ts";
import { usersOperations } from "./operations/users.operations.ts";

export type { Operation, Operations } from "./operations/operation.ts";

/** The HTTP face of the contract, below `/v1`. The REST adapter, the server and the OpenAPI document are all made from it. */
export const operations: Operations = {
  session: sessionOperations,
  users: usersOperations,
  org: orgOperations,
  roles: rolesOperations,
  assignments: assignmentsOperations,
  telephony: telephonyOperations,
  calls: callsOperations,
  mail: mailOperations,
  access: accessOperations,
  records: recordsOperations,
  directory: directoryOperations,
  audit: auditOperations,
  events: eventsOperations,
};
