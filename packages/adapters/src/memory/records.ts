import {
  CrewError,
  type FieldError,
  type Id,
  type OwnedRecords,
  type Ports,
  type TransferProgress,
} from "@crewdock/contract";
import { refuse } from "@crewdock/contract/serve";
import { factsOfUser, reaches, visibleUser } from "./actor.ts";
import { change } from "./change.ts";
import type { Draft, StoredUser, Tables } from "./tables.ts";
import { demandManaging } from "./user-rules.ts";
import { type Backstage, type Call, streamVerb, verb } from "./verb.ts";
import { enter } from "./login-session.ts";

/** How many records change hands at once. */
const batchSize = 50;

/** The kinds of records that people own here, and the tables they lie in. */
const kinds = [
  ["contact", "contacts"],
  ["deal", "deals"],
] as const;

type OwnedTable = (typeof kinds)[number][1];

export function recordsPort(backstage: Backstage): Ports["records"] {
  return {
    owned: verb(backstage, "records", "owned", ({ userId }, call) => {
      demandOwner(userId, call);
      return { items: ownedBy(call.store.tables, userId) };
    }),
    transfer: streamVerb(backstage, "records", "transfer", ({ fromId, toId }, call) => transfer(fromId, toId, call)),
  };
}

/** What a user owns; kinds of which there is nothing are left out. */
export function ownedBy(tables: Tables, userId: Id): readonly OwnedRecords[] {
  return kinds.flatMap(([kind, table]): OwnedRecords[] => {
    const count = idsOf(tables, table, userId).length;
    return count === 0 ? [] : [{ kind, label: null, count }];
  });
}

function idsOf(tables: Tables, table: OwnedTable, userId: Id): readonly Id[] {
  const found: Id[] = [];
  for (const { id, ownerId } of tables[table].values()) if (ownerId === userId) found.push(id);
  return found;
}

/** What somebody owns is managed as they are themselves. @throws CrewError `not_found`, `forbidden` */
function demandOwner(userId: Id, { store, actor }: Call): StoredUser {
  const owner = visibleUser(store, actor, userId);
  demandManaging(store, actor, owner);
  return owner;
}

async function* transfer(fromId: Id, toId: Id, call: Call): AsyncGenerator<TransferProgress> {
  const { store, context } = call;
  const moved = new Map<string, number>();
  const left = new Map(ownedIn(call, fromId, toId));
  for (const [kind, table] of kinds) {
    const total = left.get(kind) ?? 0;
    for (;;) {
      if (context.signal.aborted) throw new CrewError("cancelled");
      // rights and people may have changed since the batch before
      const present: Call = { ...call, actor: enter(store, call.holder) };
      ownedIn(present, fromId, toId);
      const ids = idsOf(store.tables, table, fromId).slice(0, batchSize);
      if (ids.length === 0) break;
      const done = (moved.get(kind) ?? 0) + ids.length;
      moved.set(kind, done);
      moveBatch(present, table, { kind, ids, fromId, toId });
      yield { kind, moved: done, total: Math.max(total, done) };
      await call.pause();
    }
  }
}

/** How much there is to move. @throws CrewError as {@link demandOwner}, `validation` for somebody who cannot take it */
function ownedIn(call: Call, fromId: Id, toId: Id): readonly (readonly [string, number])[] {
  const from = demandOwner(fromId, call);
  const owned = ownedBy(call.store.tables, fromId).map(({ kind, count }) => [kind, count] as const);
  const kinds = owned.map(([kind]) => kind);
  refuse(recipientErrors(call, from, toId, kinds));
  return owned;
}

function recipientErrors(
  { store, actor }: Call,
  from: StoredUser,
  toId: Id,
  kinds: readonly string[],
): readonly FieldError[] {
  const to = store.tables.users.get(toId);
  if (!to || !reaches(actor, "user.view", factsOfUser(to))) return [{ pointer: "/toId", code: "not_found" }];
  // managing people opens no view of what they own
  const sees = kinds.every((kind) => reaches(actor, `${kind}.view`, factsOfUser(from)));
  const able = to.state === "active" && toId !== from.id && (toId !== actor.user.id || sees);
  return able ? [] : [{ pointer: "/toId", code: "not_allowed" }];
}

function moveBatch(
  call: Call,
  table: OwnedTable,
  {
    kind,
    ids,
    fromId,
    toId,
  }: { readonly kind: string; readonly ids: readonly Id[]; readonly fromId: Id; readonly toId: Id },
): void {
  change(call, ({ draft, audit }) => {
    for (const id of ids) giveTo(draft, table, id, toId);
    audit({
      action: "records.transfer",
      recordType: "user",
      recordId: fromId,
      before: { kind, ownerId: fromId, ids },
      after: { kind, ownerId: toId, ids },
    });
  });
}

function giveTo(draft: Draft, table: OwnedTable, id: Id, ownerId: Id): void {
  const { contacts, deals } = draft.tables;
  const [contact, deal] = [contacts.get(id), deals.get(id)];
  if (table === "contacts" && contact) draft.put("contacts", { ...contact, ownerId });
  if (table === "deals" && deal) draft.put("deals", { ...deal, ownerId });
}
