import {
  type ActionKey,
  type CallFilter,
  type CallNotes,
  callPeriodErrors,
  type CallRecord,
  type CallRecordInput,
  CrewError,
  type Id,
  type Ports,
} from "@crewdock/contract";
import { sampleTone } from "@crewdock/contract/sample";
import { callErrors, countCalls, cutPage, filterCalls, refuse } from "@crewdock/contract/serve";
import { type Actor, reaches } from "./actor.ts";
import { aboutUser, change } from "./change.ts";
import { count } from "./counting.ts";
import { organisationOf } from "./indexes.ts";
import type { Store } from "./store.ts";
import { type Backstage, type Call, verb } from "./verb.ts";

export function callsPort(backstage: Backstage): Ports["calls"] {
  return {
    list: verb(backstage, "calls", "list", (query, { store, actor, context }) =>
      cutPage(query, {
        rows: seenCalls(store, actor, query),
        idOf: ({ id }) => id,
        valueOf: ({ startedAt }) => startedAt,
        direction: query.sort?.direction ?? "desc",
        language: context.language,
      }),
    ),
    statistics: verb(backstage, "calls", "statistics", (query, { store, actor }) => {
      refuse(callPeriodErrors(query));
      return countCalls(seenCalls(store, actor, query), query);
    }),
    get: verb(backstage, "calls", "get", ({ id }, { store, actor }) => seenCall(store, actor, id)),
    save: verb(backstage, "calls", "save", ({ id, call: input }, call) => saveCall(id, input, call)),
    recording: verb(backstage, "calls", "recording", ({ id }, call) => {
      const heard = reachedCall(call.store, call.actor, id, "call.recording.listen");
      const { recording } = heard;
      if (!recording) throw new CrewError("not_found");
      beginListening(call, heard, recording.seconds);
      return { mediaType: recording.mediaType, bytes: sampleTone(recording.seconds) };
    }),
    removeRecording: verb(backstage, "calls", "removeRecording", ({ id }, call) => {
      const before = reachedCall(call.store, call.actor, id, "call.recording.delete");
      return before.recording ? putCall(call, { ...before, recording: null }, "call.removeRecording") : before;
    }),
    annotate: verb(backstage, "calls", "annotate", ({ id, version, notes }, call) =>
      annotate(id, version, notes, call),
    ),
  };
}

/** The calls of somebody who was deleted stay with the department. */
function departmentOf({ tables }: Store, userId: Id): Id | null {
  return (tables.users.get(userId) ?? tables.removedUsers.get(userId))?.departmentId ?? null;
}

function isSeen(store: Store, actor: Actor, { userId }: CallRecord): boolean {
  return reaches(actor, "call.view", { ownerId: userId, departmentId: departmentOf(store, userId) });
}

function seenCalls(store: Store, actor: Actor, filter: CallFilter): readonly CallRecord[] {
  const { departments } = organisationOf(store.tables);
  const meant = filterCalls(store.tables.calls.values(), filter, {
    departments,
    departmentOf: (userId) => departmentOf(store, userId),
  });
  return meant.filter((call) => isSeen(store, actor, call));
}

/** @throws CrewError `not_found` */
function seenCall(store: Store, actor: Actor, id: Id): CallRecord {
  const call = store.tables.calls.get(id);
  if (!call || !isSeen(store, actor, call)) throw new CrewError("not_found");
  return call;
}

/** @throws CrewError `not_found` for a call that is out of sight, `forbidden` where the action does not reach it */
function reachedCall(store: Store, actor: Actor, id: Id, action: ActionKey): CallRecord {
  const call = seenCall(store, actor, id);
  const facts = { ownerId: call.userId, departmentId: departmentOf(store, call.userId) };
  if (!reaches(actor, action, facts)) throw new CrewError("forbidden");
  return call;
}

function saveCall(id: Id, input: CallRecordInput, call: Call): CallRecord {
  const { store, actor } = call;
  refuse(callErrors(input));
  const before = store.tables.calls.get(id);
  if (before && before.userId !== actor.user.id) throw new CrewError("forbidden");
  if (before && before.endedAt !== null && input.endedAt === null) return before;
  const { version = store.nextVersion(), note = null, outcome = null, recording = null } = before ?? {};
  const saved = putCall(
    call,
    { ...input, id, userId: actor.user.id, version, note, outcome, recording },
    "call.update",
  );
  // at its end: who reaches a limit by a call could not tell of its end any more
  if (saved.direction === "outgoing" && saved.endedAt !== null && (before?.endedAt ?? null) === null)
    count(store, actor.user, "call.place", 1);
  return saved;
}

function annotate(id: Id, version: string, { note, outcome }: CallNotes, call: Call): CallRecord {
  const { store, actor } = call;
  const before = store.tables.calls.get(id);
  if (before?.userId !== actor.user.id) {
    seenCall(store, actor, id);
    throw new CrewError("forbidden");
  }
  if (before.version !== version) throw new CrewError("conflict", { current: before });
  const stays = outcome === (before.outcome ?? null);
  const known = outcome === null || stays || store.policy.callOutcomes?.some((one) => one.id === outcome);
  refuse(known ? [] : [{ pointer: "/outcome", code: "invalid_option" }]);
  return putCall(call, { ...before, note, outcome, version: store.nextVersion() }, "call.annotate");
}

/** For as long as a recording lasts and this much more, in milliseconds, whoever asks for it again goes on listening. */
const PAUSES = 300_000;

/** Writes down who listens, once for each listening. */
function beginListening(call: Call, heard: CallRecord, seconds: number): void {
  const { listenings, now } = call.store;
  const at = now().getTime();
  for (const [over, ends] of listenings) if (ends <= at) listenings.delete(over);
  const listening = JSON.stringify([heard.id, call.actor.user.id]);
  if (listenings.has(listening)) return;
  listenings.set(listening, at + seconds * 1000 + PAUSES);
  change(call, ({ audit }) =>
    audit({ action: "call.listenRecording", recordType: "call", recordId: heard.id, before: heard, after: heard }),
  );
}

type CallChange = "call.update" | "call.annotate" | "call.removeRecording";

function putCall(call: Call, record: CallRecord, action: CallChange): CallRecord {
  const { tables } = call.store;
  const before = tables.calls.get(record.id) ?? null;
  return change(call, ({ draft, audit, tell }) => {
    draft.put("calls", record);
    audit({
      action: before ? action : "call.create",
      recordType: "call",
      recordId: record.id,
      before,
      after: record,
    });
    tell("call.changed", record.id, aboutUser(tables, record.userId));
    return record;
  });
}
