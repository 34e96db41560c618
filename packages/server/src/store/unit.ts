import { CrewError, type LiveEventType } from "@crewdock/contract";
import { appendEvents } from "../events/outbox.ts";
import type { Db, Queries, Transaction } from "./db.ts";

/** An event to be written with the change it speaks of. */
export interface NewEvent {
  readonly type: LiveEventType;
  /** Null when many records changed. */
  readonly id: string | null;
  /** The user whose record it is, where it is one's. */
  readonly ownerId?: string | null;
  /** The departments whose managers it concerns: the present one, and the former one of somebody who moved. */
  readonly departmentIds?: readonly string[];
}

/** Who changed what. `before` and `after` hold no secrets: callers pass what the contract shows. */
export interface AuditEntry {
  /** Such as `user.update`. */
  readonly action: string;
  readonly recordType: string;
  readonly recordId: string;
  readonly before: object | null;
  readonly after: object | null;
  /** Whether the server did it by itself, whoever gave occasion to it. @default false */
  readonly byServer?: boolean;
}

/** One change: its statements, its audit record and its events are stored together or not at all. */
export interface Unit extends Queries, Pick<Transaction, "send"> {
  readonly tenant: string;
  /** Null when the server itself or the host's backend acts. */
  readonly actorId: string | null;
  /** From where the actor makes it; null when that is not known. */
  readonly address: string | null;
  readonly now: Date;
  emit(event: NewEvent): void;
  /** Writes down who changed what. A change that pages are told of without an audit record is refused and rolled back. */
  audit(entry: AuditEntry): Promise<void>;
  /** Lets this change go without an audit record; `reason` is for whoever reads the code. */
  leaveUnaudited(reason: string): void;
  /** Does something in this process once the change is stored; never where it is undone. It must not throw. */
  afterCommit(work: () => void): void;
}

export interface UnitOptions {
  readonly tenant: string;
  readonly actorId: string | null;
  readonly address?: string | null;
  readonly now: Date;
  readonly requestId: string | null;
}

/** What a unit has gathered besides what it wrote. */
interface Gathered {
  readonly events: Map<string, NewEvent>;
  readonly afterCommit: (() => void)[];
  audited: boolean;
}

/**
 * Runs one change in a transaction. `committed` is told afterwards when there are events to be read.
 * @throws CrewError `internal` for a change with events and neither an audit record nor a reason why there is none
 */
export async function runUnit<T>(
  db: Db,
  options: UnitOptions,
  committed: () => void,
  work: (unit: Unit) => Promise<T>,
): Promise<T> {
  const gathered: Gathered = { events: new Map(), afterCommit: [], audited: false };
  const { events } = gathered;
  const result = await db.transaction(async (tx) => {
    const answer = await work(unitOf(tx, options, gathered));
    if (events.size > 0 && !gathered.audited)
      throw new CrewError("internal", { detail: `no audit record for ${[...events.keys()].join(", ")}` });
    appendEvents(tx, options, [...events.values()]);
    return answer;
  });
  for (const work of gathered.afterCommit) work();
  if (events.size > 0) committed();
  return result;
}

function unitOf(tx: Transaction, options: UnitOptions, gathered: Gathered): Unit {
  const { tenant, actorId, address = null, now, requestId } = options;
  return {
    tenant,
    actorId,
    address,
    now,
    query: tx.query,
    send: tx.send,
    emit: (event) => gathered.events.set(`${event.type} ${event.id}`, event),
    leaveUnaudited: () => {
      gathered.audited = true;
    },
    afterCommit: (work) => gathered.afterCommit.push(work),
    audit: async ({ action, recordType, recordId, before, after, byServer = false }) => {
      const author = byServer ? null : actorId;
      gathered.audited = true;
      tx.send(
        `insert into audit_records (tenant_id, at, actor_id, action, record_type, record_id, request_id, before, after)
         values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9::jsonb)`,
        [tenant, now, author, action, recordType, recordId, requestId, json(before), json(after)],
        { keepPlan: true },
      );
    },
  };
}

function json(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}
