import { type AuditVerdict, verifyAudit } from "../audit/audit-chain.ts";
import { type CommandContext, openServer } from "./open-server.ts";

/** Looks whether the audit records are all there, and as they were written. */
export async function checkAudit(context: CommandContext): Promise<AuditVerdict> {
  const server = await openServer(context);
  try {
    return await verifyAudit(server.crew.db, server.crew.services.tenant);
  } finally {
    await server.close();
  }
}
