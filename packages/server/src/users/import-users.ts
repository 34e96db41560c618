import {
  type ImportAnswer,
  importKey,
  type ImportKey,
  type ImportResult,
  type ImportRow,
  isCrewError,
  repeatedRows,
  toProblem,
  type SipAccount,
  type UserImport,
  type UserPatch,
} from "@crewdock/contract";
import { extensionLogin, repeatedRow, rowError, rowReader, type RowReader } from "@crewdock/contract/serve";
import { demandRight, presentActor } from "../auth/authenticate.ts";
import { FieldErrors } from "../http/field-errors.ts";
import type { Call } from "../http/handlers.ts";
import { departmentKind, groupKind, positionKind } from "../org/node-kinds.ts";
import { findNodes } from "../org/node-rows.ts";
import { type Actor, mayDo } from "../rights/actor.ts";
import { RightsCache } from "../rights/rights-cache.ts";
import { hashPassword } from "../secrets/password-hash.ts";
import type { Services } from "../services.ts";
import type { Queries } from "../store/db.ts";
import { attempt, rehearse } from "../store/rehearse.ts";
import type { Unit } from "../store/unit.ts";
import { sipAccountsNamed } from "../telephony/sip-rows.ts";
import { queueLetter } from "./letters.ts";
import { managedUser } from "./locked-user.ts";
import { changeUser, makeUser } from "./save-user.ts";

/** So many rows come with one call at most: a dry run holds up other changes of rights as long as it takes. */
export const IMPORT_LIMIT = 50;

/** Makes people of rows and changes those who are there, each row in a change of its own; a dry run in one that is undone. */
export async function importUsers(services: Services, input: UserImport, call: Call): Promise<ImportAnswer> {
  const { rows, matchBy, dryRun, invite = true } = input;
  const page = {
    ...input,
    reader: await readerOf(services, call.db),
    repeated: repeatedRows(rows, matchBy, services.policy),
    letters: invite && !dryRun ? call.language : null,
  };
  if (dryRun) return rehearseImport(services, page, call);
  const hashes = rows.length > IMPORT_LIMIT ? [] : await hashesFor(services, call.db, page, call.signal);
  return call.writeEach<ImportResult>({
    keys: rows.map((_, index) => String(index)),
    check: async () => demandPage(rows),
    work: (unit, key, actor) => importRow(services, unit, actor, page, Number(key), hashes[Number(key)]),
    refused: (_key, problem) => ({ outcome: "refused", problem }),
  });
}

/** What each row of a call is read with. */
interface ImportPage extends UserImport {
  readonly reader: RowReader;
  /** Rows that name the same person as an earlier one, and which. */
  readonly repeated: ReadonlyMap<number, number>;
  /** The language of the letters; null when nobody is told. */
  readonly letters: string | null;
}

/** @throws CrewError `validation` */
function demandPage(rows: readonly ImportRow[]): void {
  const errors = new FieldErrors();
  if (rows.length > IMPORT_LIMIT) errors.add("/rows", "too_many", { max: IMPORT_LIMIT });
  errors.throwIfAny();
}

async function readerOf({ tenant, policy }: Services, db: Queries): Promise<RowReader> {
  const organisation = {
    departments: await findNodes(db, tenant, departmentKind),
    positions: await findNodes(db, tenant, positionKind),
    groups: await findNodes(db, tenant, groupKind),
  };
  const roles = await db.query<{ id: string; name: string }>("select id, name from roles where tenant_id = $1", [
    tenant,
  ]);
  return rowReader({ organisation, roles }, policy);
}

/** Passwords are hashed before the changes, which others wait for; those of people who are there stay as they are. */
async function hashesFor(
  services: Services,
  db: Queries,
  { rows, matchBy }: ImportPage,
  signal: AbortSignal,
): Promise<readonly (string | undefined)[]> {
  const hashes: (string | undefined)[] = [];
  for (const row of rows) {
    signal.throwIfAborted();
    const isNew = row.password ? (await personOf(services, db, row, matchBy)) === undefined : false;
    hashes.push(row.password && isNew ? await hashPassword(row.password) : undefined);
  }
  return hashes;
}

async function personOf(
  { tenant, policy }: Services,
  db: Queries,
  row: ImportRow,
  matchBy: ImportKey,
): Promise<{ readonly id: string; readonly department_id: string } | undefined> {
  const column = matchBy === "login" ? "login_key" : "email_key";
  const [found] = await db.query<{ id: string; department_id: string }>(
    `select id, department_id from users where tenant_id = $1 and ${column} = $2`,
    [tenant, importKey(row, matchBy, policy)],
  );
  return found;
}

/** The SIP accounts that a row may mean, as the rows before have left them. */
async function accountsOf(unit: Unit, { extension }: ImportRow): Promise<readonly SipAccount[]> {
  const login = extensionLogin(extension);
  return login === null ? [] : sipAccountsNamed(unit, unit.tenant, login);
}

async function rehearseImport(services: Services, page: ImportPage, call: Call): Promise<ImportAnswer> {
  demandPage(page.rows);
  // versions that are undone come again with other rights: what is read by them may not stay in the server's cache
  const apart: Services = { ...services, rights: new RightsCache(services.rights.rules) };
  const { tenant, requestId } = call;
  const one = async (unit: Unit, actor: Actor, index: number): Promise<ImportResult> => {
    const { user, session } = actor;
    const { id: sessionId, epoch, address } = session;
    const holder = { tenant, userId: user.id, sessionId, epoch, address };
    const present = await presentActor(unit, apart.rights.locked, holder, unit.now);
    demandRight(present, "user.manage");
    const result = await importRow(apart, unit, present, page, index, "none in a dry run");
    return result.outcome === "created" ? { ...result, id: null } : result;
  };
  return call.write((change, actor) => {
    return rehearse(change, async (unit) => {
      const results: ImportResult[] = [];
      for (const index of page.rows.keys()) {
        call.signal.throwIfAborted();
        try {
          const stored: (() => void)[] = []; // what later rows find is stored as far as the rehearsal goes
          const inRow: Unit = { ...unit, afterCommit: (work) => stored.push(work) };
          results.push(await attempt(unit, () => one(inRow, actor, index)));
          for (const work of stored) work();
        } catch (error) {
          if (!isCrewError(error)) throw error;
          results.push({ outcome: "refused", problem: toProblem(error, requestId) });
        }
      }
      return { results };
    });
  }, "exclusive");
}

async function importRow(
  services: Services,
  unit: Unit,
  actor: Actor,
  page: ImportPage,
  index: number,
  hash: string | undefined,
): Promise<ImportResult> {
  const { rows, matchBy, reader, repeated, letters } = page;
  const row = rows[index] ?? {};
  try {
    const earlier = repeated.get(index);
    if (earlier !== undefined) throw repeatedRow(matchBy, earlier);
    const person = await personOf(services, unit, row, matchBy);
    const seen = person && mayDo(actor, "user.view", { ownerId: person.id, departmentId: person.department_id });
    if (seen) return await changeByRow(services, unit, actor, person.id, row, page);
    const { draft, errors } = reader.newUser(row, await accountsOf(unit, row));
    const made = draft.password === null ? null : (hash ?? (await hashPassword(draft.password)));
    const { id } = await makeUser(services, unit, actor, { input: draft, hash: made, found: errors });
    if (letters !== null) await queueLetter(services, unit, id, letters);
    return { outcome: "created", id };
  } catch (error) {
    throw isCrewError(error) ? rowError(error, index) : error;
  }
}

async function changeByRow(
  services: Services,
  unit: Unit,
  actor: Actor,
  id: string,
  row: ImportRow,
  { reader, letters }: ImportPage,
): Promise<ImportResult> {
  const { tenant } = unit;
  const current = await managedUser(unit, { tenant, actor, rights: actor.rights }, id, null);
  const { draft, errors } = reader.changesOf(row, current, await accountsOf(unit, row));
  const changed = Object.keys(draft) as (keyof UserPatch)[];
  if (changed.length === 0 && errors.length === 0) return { outcome: "unchanged", id };
  const change = { id, version: null, members: new Set(changed), patch: async () => draft, hash: null, found: errors };
  const { inviteAgain } = await changeUser(services, unit, actor, change);
  if (inviteAgain && letters !== null) await queueLetter(services, unit, id, letters);
  return { outcome: "updated", id, changed };
}
