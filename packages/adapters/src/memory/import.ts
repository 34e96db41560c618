import {
  CrewError,
  type FieldError,
  type Id,
  type ImportAnswer,
  type ImportResult,
  type ImportRow,
  importKey,
  isCrewError,
  repeatedRows,
  toProblem,
  type UserImport,
  type UserPatch,
} from "@crewdock/contract";
import { refuse, repeatedRow, rowError, rowReader, type RowReader, uniqueKey } from "@crewdock/contract/serve";
import { actorOf, factsOfUser, has, reaches } from "./actor.ts";
import { importLimit } from "./capabilities.ts";
import { EventLog } from "./event-log.ts";
import { organisationOf } from "./indexes.ts";
import { readUser } from "./read-user.ts";
import { createUser, managedUser, updateUser } from "./save-user.ts";
import type { Store } from "./store.ts";
import type { Call } from "./verb.ts";

/** Makes people of rows, and changes those who are there. */
export function importUsers({ rows, matchBy, dryRun, invite = true }: UserImport, call: Call): ImportAnswer {
  refuse(tooMany(rows));
  const store = dryRun ? rehearsalOf(call.store) : call.store;
  const repeated = repeatedRows(rows, matchBy, store.policy);
  const reader = rowReader(
    { organisation: organisationOf(store.tables), roles: store.tables.roles.values() },
    store.policy,
  );
  const known = new Map(Array.from(store.tables.users.values(), (user) => [uniqueKey(user[matchBy]), user.id]));
  return {
    results: rows.map((row, index): ImportResult => {
      try {
        const earlier = repeated.get(index);
        if (earlier !== undefined) throw repeatedRow(matchBy, earlier);
        const id = known.get(importKey(row, matchBy, store.policy));
        const result = importRow({ row, id, invite, reader }, presently(store, call));
        return dryRun && result.outcome === "created" ? { ...result, id: null } : result;
      } catch (error) {
        if (!isCrewError(error)) throw error;
        return { outcome: "refused", problem: toProblem(rowError(error, index)) };
      }
    }),
  };
}

function tooMany(rows: readonly ImportRow[]): readonly FieldError[] {
  return rows.length > importLimit ? [{ pointer: "/rows", code: "too_many", params: { max: importLimit } }] : [];
}

/** The same call with the rights that the rows before have left. @throws CrewError `forbidden` */
function presently(store: Store, call: Call): Call {
  const actor = actorOf(store, call.actor.user.id);
  if (!has(actor, "user.manage")) throw new CrewError("forbidden");
  return { ...call, store, actor };
}

interface Item {
  readonly row: ImportRow;
  /** Of whoever has the login or address already. */
  readonly id: Id | undefined;
  readonly invite: boolean;
  readonly reader: RowReader;
}

function importRow({ row, id, invite, reader }: Item, call: Call): ImportResult {
  const { store, actor } = call;
  const known = id === undefined ? undefined : store.tables.users.get(id);
  if (!known || !reaches(actor, "user.view", factsOfUser(known))) {
    const { draft, errors } = reader.newUser(row, store.tables.sipAccounts.values());
    return { outcome: "created", id: createUser(draft, call, { invite, found: errors }).id };
  }
  const user = managedUser(known.id, call);
  const { draft, errors } = reader.changesOf(row, readUser(store, user), store.tables.sipAccounts.values());
  const changed = Object.keys(draft) as (keyof UserPatch)[];
  if (errors.length === 0 && changed.length === 0) return { outcome: "unchanged", id: user.id };
  updateUser(user, draft, call, { found: errors });
  return { outcome: "updated", id: user.id, changed };
}

/** The same data under a store of its own: what is done to it stays there, and nobody hears of it. */
function rehearsalOf(store: Store): Store {
  return {
    ...store,
    audit: [],
    events: new EventLog(store.now),
    orders: new Map(),
    texts: new Map(),
    changed: new Set(),
  };
}
