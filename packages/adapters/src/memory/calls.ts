import {
  type CallNotes,
  type CallRecord,
  type CallRecordInput,
  CrewError,
  type Id,
  type Ports,
} from "@crewdock/contract";
import { cutPage, matches, refuse } from "@crewdock/contract/serve";
import { type Actor, factsOfUser, reaches } from "./actor.ts";
import { aboutUser, change } from "./change.ts";
import { count } from "./counting.ts";
import type { Store } from "./store.ts";
import { type Backstage, type Call, verb } from "./verb.ts";

export function callsPort(backstage: Backstage): Ports["calls"] {
  return {
    list: verb(backstage, "calls", "list", (query, { store, actor, context }) =>
      cutPage(query, {
        rows: [...store.tables.calls.values()].filter(
          (call) =>
            isSeen(store, actor, call) &&
            (query.userId === undefined || call.userId === query.userId) &&
            matches(query.q, [call.number, call.name]),
        ),
        idOf: ({ id }) => id,
        valueOf: ({ startedAt }) => startedAt,
        direction: query.sort?.direction ?? "desc",
        language: context.language,
      }),
    ),
    get: verb(backstage, "calls", "get", ({ id }, { store, actor }) => seenCall(store, actor, id)),
    save: verb(backstage, "calls", "save", ({ id, call: input }, call) => saveCall(id, input, call)),
    annotate: verb(backstage, "calls", "annotate", ({ id, version, notes }, call) =>
      annotate(id, version, notes, call),
    ),
  };
}

function isSeen(store: Store, actor: Actor, { userId }: CallRecord): boolean {
  const { users, removedUsers } = store.tables;
  const user = users.get(userId) ?? removedUsers.get(userId); // the calls of somebody who was deleted stay with the department
  return reaches(actor, "call.view", user ? factsOfUser(user) : { ownerId: userId, departmentId: null });
}

/** @throws CrewError `not_found` */
function seenCall(store: Store, actor: Actor, id: Id): CallRecord {
  const call = store.tables.calls.get(id);
  if (!call || !isSeen(store, actor, call)) throw new CrewError("not_found");
  return call;
}

function saveCall(id: Id, input: CallRecordInput, call: Call): CallRecord {
  const { store, actor } = call;
  const before = store.tables.calls.get(id);
  if (before && before.userId !== actor.user.id) throw new CrewError("forbidden");
  if (before && before.endedAt !== null && input.endedAt === null) return before;
  const { version = store.nextVersion(), note = null, outcome = null } = before ?? {};
  const saved = putCall(call, { ...input, id, userId: actor.user.id, version, note, outcome }, "call.update");
  if (!before && saved.direction === "outgoing") count(store, actor.user, "call.place", 1);
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
  const known = outcome === null || store.policy.callOutcomes?.some((one) => one.id === outcome);
  refuse(known ? [] : [{ pointer: "/outcome", code: "invalid_option" }]);
  return putCall(call, { ...before, note, outcome, version: store.nextVersion() }, "call.annotate");
}

function putCall(call: Call, record: CallRecord, action: "call.update" | "call.annotate"): CallRecord {
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
