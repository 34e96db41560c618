import { type AuditVerdict, verifyAudit } from "../audit/audit-chain.ts";
import { missingMigrations } from "../store/migrate.ts";
import { CommandError, exitCodes } from "./exit-codes.ts";
import { codeOf, databaseFailure } from "./open-database.ts";
import type { CommandContext } from "./open-server.ts";

/** SQLSTATE of a table that is not there (`undefined_table`). */
const NO_TABLE = "42P01";

/**
 * Looks whether the audit records are all there, and as they were written. Only reads, and starts no server: the database
 * may be that of others at work, or of an older version.
 * @throws CommandError when the database cannot be used, or lacks steps of the schema
 */
export async function checkAudit({ configuration, database }: Omit<CommandContext, "log">): Promise<AuditVerdict> {
  const db = await database();
  try {
    const missing = await missingMigrations(db);
    if (missing.length > 0) throw doesNotFit();
    return await verifyAudit(db, configuration.CREWDOCK_TENANT);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw codeOf(error) === NO_TABLE ? doesNotFit(error) : databaseFailure(error);
  } finally {
    await db.close();
  }
}

function doesNotFit(cause?: unknown): CommandError {
  const message = "The database was made by an older version of the server, or by none; look with that version.";
  return new CommandError(exitCodes.database, message, cause);
}
