import type { IsoTime, LiveEventType } from "@crewdock/contract";
import { type Db, type Queries, SqlParameters, type Transaction } from "../store/db.ts";
import type { NewEvent } from "../store/unit.ts";

/** An event as it stands in the outbox. */
export interface StoredEvent {
  readonly seq: number;
  readonly tenant: string;
  readonly type: LiveEventType;
  readonly id: string | null;
  readonly ownerId: string | null;
  readonly departmentIds: readonly string[];
  readonly at: IsoTime;
}

interface OutboxRow {
  readonly seq: string;
  readonly tenant_id: string;
  readonly type: LiveEventType;
  readonly record_id: string | null;
  readonly owner_id: string | null;
  readonly department_ids: readonly string[];
  readonly at: Date;
}

/** So many events are numbered or read at once. */
export const OUTBOX_BATCH = 500;

const COLUMNS = "seq::text as seq, tenant_id, type, record_id, owner_id, department_ids, at";

/** A change tells of one or two records as a rule; statements that tell of so many events are planned once. */
const MOST_PLANNED = 2;

/**
 * Writes the events of a change within its transaction, behind all its other statements, so that they cost no waiting.
 * They have no number yet, and nobody waits for anybody here: {@link numberEvents} follows when the change is committed.
 */
export function appendEvents(
  tx: Pick<Transaction, "send">,
  { tenant, now }: { readonly tenant: string; readonly now: Date },
  events: readonly NewEvent[],
): void {
  if (events.length === 0) return;
  const parameters = new SqlParameters();
  const common = `${parameters.add(tenant)}, ${parameters.add(now)}::timestamptz`;
  const rows = events.map(({ type, id, ownerId, departmentIds }) => {
    const own = [type, id, ownerId ?? null].map((value) => parameters.add(value)).join(", ");
    return `(${common}, ${own}, ${parameters.add(departmentIds ?? [])}::text[])`;
  });
  tx.send(
    `insert into outbox (tenant_id, at, type, record_id, owner_id, department_ids) values ${rows.join(", ")}`,
    parameters.values,
    { keepPlan: events.length <= MOST_PLANNED },
  );
}

/**
 * Gives numbers to committed events that have none, the oldest {@link OUTBOX_BATCH} of them, in the order in which they
 * were written. One instance at a time does so and the next begins after its commit, so whoever has read up to a number
 * never finds a lower one later, however long the transaction took that an event came from.
 * @returns these events with their numbers, which follow each other
 */
export async function numberEvents(db: Db): Promise<readonly StoredEvent[]> {
  const rows = await db.transaction((tx) => {
    // A statement of its own: the next one has to see what those who held the row before have numbered.
    tx.send("select seq from outbox_head for update");
    return tx.query<OutboxRow>(
      `with waiting as (
         select id, row_number() over (order by id) as place
         from (select id from outbox where seq is null order by id limit ${OUTBOX_BATCH}) oldest
       ), numbered as (
         update outbox set seq = outbox_head.seq + waiting.place from waiting, outbox_head
         where outbox.id = waiting.id returning outbox.*
       ), head as (
         update outbox_head set seq = seq + (select count(*) from waiting) where exists (select 1 from waiting)
       )
       select ${COLUMNS} from numbered order by numbered.seq`,
    );
  });
  return rows.map(toEvent);
}

/** Numbers whatever waits, however much it is. @returns whether there was something */
export async function numberAllEvents(db: Db): Promise<boolean> {
  for (let some = false; ; some = true) {
    const numbered = await numberEvents(db);
    if (numbered.length < OUTBOX_BATCH) return some || numbered.length > 0;
  }
}

/** Whether committed events wait for a number, as those of an instance do that died between the two steps. */
export async function hasUnnumbered(db: Queries): Promise<boolean> {
  return (await db.query("select 1 from outbox where seq is null limit 1")).length > 0;
}

/** The last number that was given. */
export async function newestNumber(db: Queries): Promise<number> {
  const rows = await db.query<{ seq: string }>("select seq::text as seq from outbox_head");
  return Number(rows[0]?.seq ?? 0);
}

/** The next events of all tenants after a number, at most {@link OUTBOX_BATCH}. */
export async function readOutbox(db: Queries, after: number): Promise<readonly StoredEvent[]> {
  const rows = await db.query<OutboxRow>(
    `select ${COLUMNS} from outbox where outbox.seq > $1 order by outbox.seq limit ${OUTBOX_BATCH}`,
    [after],
  );
  return rows.map(toEvent);
}

/**
 * The events of a tenant after `since`; undefined when they cannot be told without a gap: cleared away meanwhile, more
 * than {@link OUTBOX_BATCH}, or `since` is of another database.
 */
export async function eventsSince(
  db: Queries,
  tenant: string,
  since: number,
): Promise<readonly StoredEvent[] | undefined> {
  // One statement: what is cleared away between two of them would be a gap that nobody sees.
  const rows = await db.query<OutboxRow | { readonly [K in keyof OutboxRow]: null }>(
    `select ${COLUMNS} from (select seq as head,
         coalesce((select min(seq) from outbox where seq is not null), seq + 1) as oldest from outbox_head) known
       left join lateral (select outbox.* from outbox where tenant_id = $1 and outbox.seq > $2
         order by outbox.seq limit ${OUTBOX_BATCH + 1}) missed on true
     where $2 between oldest - 1 and head order by missed.seq`,
    [tenant, since],
  );
  if (rows.length === 0 || rows.length > OUTBOX_BATCH) return undefined;
  return rows.flatMap((row) => (row.seq === null ? [] : [toEvent(row)]));
}

function toEvent(row: OutboxRow): StoredEvent {
  return {
    seq: Number(row.seq),
    tenant: row.tenant_id,
    type: row.type,
    id: row.record_id,
    ownerId: row.owner_id,
    departmentIds: row.department_ids,
    at: row.at.toISOString(),
  };
}

/** Removes events that no page waits for any more: all before the first that is young enough, so that no gap arises. */
export async function pruneOutbox(db: Queries, before: Date): Promise<void> {
  await db.query(
    `delete from outbox where seq < coalesce(
       (select min(seq) from outbox where seq is not null and at >= $1), (select seq + 1 from outbox_head))`,
    [before],
  );
}
