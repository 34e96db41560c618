import type { Log } from "../log.ts";
import { type AuditVerdict, verifyAudit } from "../audit/audit-chain.ts";
import type { Configuration } from "./configuration.ts";
import { openServer } from "./open-server.ts";

/** Looks whether the audit records are all there, and as they were written. */
export async function checkAudit(configuration: Configuration, log: Log): Promise<AuditVerdict> {
  const server = await openServer(configuration, log);
  try {
    return await verifyAudit(server.crew.db, server.crew.services.tenant);
  } finally {
    await server.close();
  }
}
