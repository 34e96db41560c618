import type { User } from "@crewdock/contract";
import type { CrewServer } from "../../src/server.ts";
import type { Queries } from "../../src/store/db.ts";
import type { Creation, Edits, Ledger } from "./ledger.ts";

/** What a trial found; all but the first two have to be 0. */
export interface Findings {
  readonly acknowledged: number;
  /** Was under way when the server died, and is there in full. */
  readonly finished: number;
  /** Acknowledged, and not there. */
  readonly lost: number;
  /** There in part: a user without its rows, or rows without their user. */
  readonly half: number;
  /** There twice after the same call was made again, or repeated to something else. */
  readonly doubled: number;
  /** There without the event that tells of it. */
  readonly untold: number;
  /** There without its audit record. */
  readonly unaudited: number;
}

interface Found {
  readonly id: string;
  readonly mail: number;
  readonly sip: number;
  readonly groups: number;
  readonly roles: number;
  readonly answers: number;
  readonly audited: number;
  readonly told: number;
}

/** Looks into the tables, past everything that the server says of itself. */
async function find(db: Queries, { key, input }: Creation): Promise<readonly Found[]> {
  return db.query<Found>(
    `select u.id,
       (select count(*)::int from mail_accounts where tenant_id = 'main' and user_id = u.id) as mail,
       (select count(*)::int from sip_accounts where tenant_id = 'main' and user_id = u.id) as sip,
       (select count(*)::int from user_group_members where tenant_id = 'main' and user_id = u.id) as groups,
       (select count(*)::int from assignments where tenant_id = 'main' and subject_type = 'user' and subject_id = u.id) as roles,
       (select count(*)::int from idempotent_answers where tenant_id = 'main' and key = $2 and answer->>'id' = u.id) as answers,
       (select count(*)::int from audit_records where tenant_id = 'main' and action = 'user.create' and record_id = u.id) as audited,
       (select count(*)::int from outbox where tenant_id = 'main' and type = 'user.created' and record_id = u.id) as told
     from users u where u.tenant_id = 'main' and u.login = $1`,
    [input.login, key],
  );
}

function isWhole({ mail, sip, groups, roles, answers }: Found, { input }: Creation): boolean {
  return (
    mail === input.mailAccounts.length &&
    sip === (input.sipAccount ? 1 : 0) &&
    groups === input.groupIds.length &&
    roles === input.roleIds.length &&
    answers === 1
  );
}

/** Rows that belong to nobody: half of a change. */
const ORPHANS = `select
  (select count(*) from mail_accounts m where not exists (select 1 from users u where u.tenant_id = m.tenant_id and u.id = m.user_id))
  + (select count(*) from sip_accounts s where user_id is null and login like $1)
  + (select count(*) from assignments a where subject_type = 'user'
      and not exists (select 1 from users u where u.tenant_id = a.tenant_id and u.id = a.subject_id))
  + (select count(*) from idempotent_answers where answer is null)
  + (select count(*) from audit_records a where action = 'user.create'
      and not exists (select 1 from users u where u.tenant_id = a.tenant_id and u.id = a.record_id))
  + (select count(*) from outbox o where type = 'user.created' and record_id is not null
      and not exists (select 1 from users u where u.tenant_id = o.tenant_id and u.id = o.record_id)) as orphans`;

/** Checks everything that was asked for in a trial, then makes each call again under its key and checks once more. */
export async function verify(crew: CrewServer, token: string, trial: string, ledger: Ledger): Promise<Findings> {
  const count = { acknowledged: 0, finished: 0, lost: 0, half: 0, doubled: 0, untold: 0, unaudited: 0 };
  const [orphans] = await crew.db.query<{ orphans: string | number }>(ORPHANS, [`${trial}.%`]);
  count.half += Number(orphans?.orphans ?? 0);
  for (const creation of ledger.creations) {
    const found = await find(crew.db, creation);
    const [user] = found;
    if (creation.acknowledged) count.acknowledged++;
    else if (user) count.finished++;
    if (found.length > 1) count.doubled++;
    if (creation.acknowledged && (!user || (creation.id !== undefined && user.id !== creation.id))) count.lost++;
    if (user && !isWhole(user, creation)) count.half++;
    if (user && user.told !== 1) count.untold++;
    if (user && user.audited !== 1) count.unaudited++;
    if (!(await repeatsToOne(crew, token, creation, user))) count.doubled++;
  }
  for (const edits of ledger.edits) {
    count.acknowledged += edits.acknowledged;
    const { written, ...rest } = await checkEdits(crew.db, edits);
    if (written > edits.acknowledged) count.finished++;
    for (const name of ["lost", "untold", "unaudited", "doubled"] as const) count[name] += rest[name];
  }
  return count;
}

/** Makes the call again: it has to answer the user that is there, or make it now, and once. */
async function repeatsToOne(crew: CrewServer, token: string, creation: Creation, before?: Found): Promise<boolean> {
  const response = await crew.fetch(
    new Request("http://127.0.0.1/crewdock/v1/users", {
      method: "POST",
      headers: {
        Authorization: `Bearer ${token}`,
        "Content-Type": "application/json",
        "Idempotency-Key": creation.key,
      },
      body: JSON.stringify(creation.input),
    }),
  );
  if (!response.ok) return false;
  const user = (await response.json()) as User;
  const [found, another] = await find(crew.db, creation);
  return (
    found !== undefined &&
    another === undefined &&
    found.id === user.id &&
    (before === undefined || before.id === user.id) &&
    isWhole(found, creation) &&
    found.audited === 1 &&
    found.told === 1
  );
}

async function checkEdits(
  db: Queries,
  { userId, base, acknowledged, last, attempted }: Edits,
): Promise<Record<"written" | "lost" | "untold" | "unaudited" | "doubled", number>> {
  const [row] = await db.query<{ version: number; service_number: string | null; audited: number; told: number }>(
    `select version, service_number,
       (select count(*)::int from audit_records where tenant_id = 'main' and action = 'user.update' and record_id = $1
          and (after->>'version')::int > $2) as audited,
       (select count(*)::int from outbox where tenant_id = 'main' and type = 'user.changed' and record_id = $1) as told
     from users where tenant_id = 'main' and id = $1`,
    [userId, base],
  );
  const written = (row?.version ?? 0) - base;
  const value = written > acknowledged ? attempted : last;
  return {
    written,
    lost: Math.max(acknowledged - written, row?.service_number === value ? 0 : 1),
    doubled: Math.max(0, written - acknowledged - 1),
    unaudited: Math.abs(written - (row?.audited ?? 0)),
    untold: Math.abs((row?.version ?? 1) - 1 - (row?.told ?? 0)), // one event for each edit since the person was made
  };
}
