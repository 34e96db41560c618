import {
  type Administration,
  administrationOf,
  type AuditRecord,
  CrewError,
  type EventFacts,
  guardAdministrators,
  type Id,
  isToldOf,
  type LiveEventType,
} from "@crewdock/contract";
import { actorOf } from "./actor.ts";
import { guardExpectations } from "./guard-expectations.ts";
import type { Present } from "./ip-admission.ts";
import { changedRights, companyTenure, concernedBy, rightsIn, type RightsState } from "./rights.ts";
import type { Store } from "./store.ts";
import { markWritten } from "./user-order.ts";
import { addressOf, type SessionHolder } from "./login-session.ts";
import { Draft, type Tables } from "./tables.ts";

type AuditEntry = Pick<AuditRecord, "action" | "recordType" | "recordId" | "before" | "after">;

/** What a change does besides writing: says what was done, and tells of events once all is well. */
export interface Change {
  readonly draft: Draft;
  /** For the audit log; what the contract shows, so without secrets. Each change has one of every record that it changes. */
  readonly audit: (entry: AuditEntry) => void;
  readonly tell: (type: LiveEventType, id: Id | null, about?: EventSubject) => void;
}

/** Whose record an event is about, and in which departments it is or was; without it the record is nobody's. */
export type EventSubject = Pick<EventFacts, "ownerId" | "departmentIds">;

const nobodys: EventSubject = { ownerId: null, departmentIds: [] };

/** Who makes a change; the backend itself is null. */
export interface Author {
  readonly store: Store;
  readonly actor: { readonly user: { readonly id: Id } } | null;
  readonly holder?: SessionHolder;
}

/** Changes that nobody made to a record: the log would say nothing by them. */
export type Unaudited = "counting" | "checking";

/**
 * Runs a change on a draft and puts it in place only if nothing in it threw and an administrator is left.
 * Afterwards everybody concerned is told, first of all those whose rights are others now.
 */
export function change<T>({ store, actor, holder }: Author, write: (change: Change) => T, unaudited?: Unaudited): T {
  const before = store.tables;
  const draft = new Draft(before);
  const entries: AuditEntry[] = [];
  const events: Parameters<Change["tell"]>[] = [];
  const result = write({
    draft,
    audit: (entry) => entries.push(entry),
    tell: (...event) => events.push(event),
  });
  const after = draft.tables;
  if (entries.length > 0 === (unaudited !== undefined))
    throw new CrewError("internal", { detail: "an audit record for each change" });
  const now = store.now();
  const state = (tables: Tables): RightsState => ({ tables, rights: rightsIn(store, tables, now) });
  const affected = concernsRights(before, after)
    ? guardedRights(state(before), state(after), draft, actor && presentOf(store, actor.user.id, holder))
    : new Set<Id>();
  store.tables = after;
  markWritten(store, draft.written("users"));
  for (const entry of entries)
    store.audit.push({
      ...structuredClone(entry),
      id: store.nextId("a"),
      at: now.toISOString(),
      actorId: actor?.user.id ?? null,
    });
  if (affected.size > 0) store.events.add("rights.changed", null, (userId) => affected.has(userId));
  for (const [type, id, about = nobodys] of events)
    store.events.add(type, id, (userId) => isToldOf({ type, id, ...about }, actorOf(store, userId).own));
  store.events.nudge();
  for (const tell of store.changed) tell();
  return result;
}

function concernsRights(before: Tables, after: Tables): boolean {
  return (["users", "roles", "assignments", "departments", "groups", "ipRules"] as const).some(
    (name) => before[name] !== after[name],
  );
}

/** @returns those whose rights change. @throws CrewError `last_admin`, `lockout_prevented`, `expectation_broken` */
function guardedRights(
  before: RightsState,
  after: RightsState,
  draft: Draft,
  present: Present | null,
): ReadonlySet<Id> {
  const affected = changedRights(before, after, draft.written("users"));
  guardAdministrators(administration(before, present), administration(after, present));
  const concerned = new Set(concernedBy(before.tables, after.tables, draft.written("users")));
  guardExpectations(before, after, concerned, present?.userId ?? null);
  return affected;
}

function administration({ tables, rights }: RightsState, present: Present | null): Administration {
  const actor = present ? tables.users.get(present.userId) : undefined;
  return administrationOf(companyTenure(rights, tables, present), actor, rights);
}

function presentOf(store: Store, userId: Id, holder: SessionHolder | undefined): Present {
  return { userId, address: holder ? addressOf(store, holder) : null };
}

/** The record of a person where they are now. */
export function aboutUser({ users }: Tables, id: Id): EventSubject {
  const user = users.get(id);
  return { ownerId: id, departmentIds: user ? [user.departmentId] : [] };
}
