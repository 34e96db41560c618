import { createHash } from "node:crypto";
import type { Db, Queries, Transaction } from "./db.ts";
import { firstSchema } from "./migrations/0001-first-schema.ts";
import { sortIndexes } from "./migrations/0002-sort-indexes.ts";
import { invitations } from "./migrations/0003-invitations.ts";
import { usedInvitations } from "./migrations/0004-used-invitations.ts";
import { phoneHandovers } from "./migrations/0005-phone-handovers.ts";
import { organisationIsOpen } from "./migrations/0006-organisation-is-open.ts";
import { organisationVersions } from "./migrations/0007-organisation-versions.ts";
import { numberedOutbox } from "./migrations/0008-numbered-outbox.ts";
import { auditChain } from "./migrations/0009-audit-chain.ts";
import { removedUsers } from "./migrations/0010-removed-users.ts";
import { loginSessions } from "./migrations/0011-login-sessions.ts";
import { maskedLogins } from "./migrations/0012-masked-logins.ts";
import { callNotesAndNumbers } from "./migrations/0013-call-notes-and-numbers.ts";
import { mailOAuth } from "./migrations/0015-mail-oauth.ts";
import { listColumns } from "./migrations/0016-list-columns.ts";
import { accessRules } from "./migrations/0017-access-rules.ts";
import { letters } from "./migrations/0018-letters.ts";
import { recordingsInChunks } from "./migrations/0019-recordings-in-chunks.ts";
import { tokenLeases } from "./migrations/0020-token-leases.ts";
import { recordingListenings } from "./migrations/0021-recording-listenings.ts";
import { numberSets } from "./migrations/0022-number-sets.ts";
import { refoldedColumns } from "./migrations/0023-refolded-columns.ts";
import { rightsExpectations } from "./migrations/0024-rights-expectations.ts";
import { actionUses } from "./migrations/0025-action-uses.ts";

/** One step of the schema. A step that was released is never changed: a new one follows. */
export interface Migration {
  /** Number and name, such as `0001-first-schema`; steps run in the order of the list. */
  readonly id: string;
  readonly sql: string;
  /** What SQL cannot do, after `sql` and together with it. It belongs to a step that was released, though no checksum is kept. */
  readonly code?: (tx: Transaction) => Promise<void>;
}

/** All steps in their order. */
export const migrations: readonly Migration[] = [
  firstSchema,
  sortIndexes,
  invitations,
  usedInvitations,
  phoneHandovers,
  organisationIsOpen,
  organisationVersions,
  numberedOutbox,
  auditChain,
  removedUsers,
  loginSessions,
  maskedLogins,
  callNotesAndNumbers,
  mailOAuth,
  listColumns,
  accessRules,
  letters,
  recordingsInChunks,
  tokenLeases,
  recordingListenings,
  numberSets,
  refoldedColumns,
  rightsExpectations,
  actionUses,
];

/** The schema of the database does not fit this version of the server. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
}

/**
 * Brings the schema up to date, all steps in one transaction. Several servers may start at once: one migrates, the others wait.
 * @returns the steps that were run now
 * @throws MigrationError when a step that ran before has changed since, or the database is ahead of this server
 */
export function migrate(db: Db, steps: readonly Migration[] = migrations): Promise<readonly string[]> {
  return db.transaction(async (tx) => {
    // one that fills a column of a large table takes longer than any statement of a request may, and others wait for it
    await tx.query("set local statement_timeout = 0");
    await tx.query("select pg_advisory_xact_lock(7267430001)");
    await tx.script(
      "create table if not exists schema_migrations (id text primary key, checksum text not null, at timestamptz not null default now())",
    );
    const done = await tx.query<{ id: string; checksum: string }>(
      "select id, checksum from schema_migrations order by id",
    );
    const ran: string[] = [];
    for (const [index, step] of steps.entries()) {
      const earlier = done[index];
      if (!earlier) {
        await run(tx, step);
        ran.push(step.id);
      } else if (earlier.id !== step.id || earlier.checksum !== checksum(step)) {
        throw new MigrationError(`Migration ${step.id} is not the one this database was made with (${earlier.id}).`);
      }
    }
    if (done.length > steps.length) throw new MigrationError("The database was made by a newer version of the server.");
    return ran;
  });
}

/**
 * The steps that this version needs and the database has not seen. Further ones, of a newer version, do not count: they
 * leave an instance that runs what it needs, but for those that docs/operations.md says to stop for.
 */
export async function missingMigrations(
  db: Queries,
  steps: readonly Migration[] = migrations,
): Promise<readonly string[]> {
  const done = await db.query<{ id: string }>("select id from schema_migrations");
  const known = new Set(done.map(({ id }) => id));
  return steps.map(({ id }) => id).filter((id) => !known.has(id));
}

async function run(tx: Transaction, step: Migration): Promise<void> {
  await tx.script(step.sql);
  await step.code?.(tx);
  await tx.query("insert into schema_migrations (id, checksum) values ($1, $2)", [step.id, checksum(step)]);
}

function checksum(step: Migration): string {
  return createHash("sha256").update(step.sql).digest("hex");
}
