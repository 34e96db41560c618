import type { Client, MethodName } from "@crewdock/contract";
import { edit } from "./edits.ts";
import { callInput, type SampleMaker, userInput } from "./inputs.ts";

/** Items of the kit's own in a list: what it asks for them with. */
export interface MarkedList {
  readonly filter: Readonly<Record<string, unknown>>;
}

/** What items are made with. */
export interface ListMaker {
  readonly admin: Client;
  readonly maker: SampleMaker;
  readonly supports: (method: MethodName) => boolean;
}

/** Equal in what lists are sorted by, so that only the id decides between some of them. */
const lasts = ["Beta", "alpha", "Gamma", "Beta", "Żeta", "Янова", "beta"];

async function markedUsers({ admin, maker }: ListMaker, mark: string): Promise<void> {
  for (const last of lasts) {
    const name = { last, first: mark, patronymic: null };
    await admin.users.create({ user: userInput(maker, maker.unique(), { name }) });
  }
}

async function markedCalls({ admin, maker }: ListMaker, mark: string): Promise<void> {
  for (const day of [3, 1, 2, 3, 3, 5, 4]) {
    const startedAt = `2026-02-0${String(day)}T09:00:00.000Z`;
    await admin.calls.save({ id: maker.unique(), call: callInput(mark, { startedAt }) });
  }
}

/** A user whose making and changes stand in the audit log. @returns the user's id */
async function markedChanges({ admin, maker }: ListMaker): Promise<string> {
  let { id, version } = await admin.users.create({ user: userInput(maker, maker.unique()) });
  for (let change = 0; change < 6; change++)
    ({ version } = await admin.users.update({ id, version, patch: edit(maker, String(change)) }));
  return id;
}

/**
 * Items that nobody else knows of, found by a text in them, so that others may write into the list meanwhile. A list that
 * the kit cannot fill is taken as it is.
 */
export async function makeMarkedList(lists: ListMaker, method: MethodName): Promise<MarkedList> {
  const { maker, supports } = lists;
  const mark = maker.unique();
  switch (method) {
    case "users.list":
    case "directory.colleagues":
      if (!supports("users.create")) return { filter: {} };
      await markedUsers(lists, mark);
      return { filter: { q: mark } };
    case "calls.list":
      if (!supports("calls.save")) return { filter: {} };
      await markedCalls(lists, mark);
      return { filter: { q: mark } };
    case "audit.list":
      if (!supports("users.create") || !supports("users.update")) return { filter: {} };
      return { filter: { recordId: await markedChanges(lists) } };
    case "access.logins":
      return { filter: { userId: maker.world.session("limited").user.id } };
    default:
      return { filter: {} };
  }
}
