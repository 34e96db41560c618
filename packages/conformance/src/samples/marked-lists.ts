import type { MethodName } from "@crewdock/contract";
import type { ConformanceContext } from "../kit/conformance-case.ts";
import { edit } from "./edits.ts";
import { callInput, createUser } from "./inputs.ts";

/** Items of one case's own in a list: what it asks for them with. */
export interface MarkedList {
  readonly filter: Readonly<Record<string, unknown>>;
}

/** Equal in what lists are sorted by, so that only the id decides between some of them. */
const lasts = ["Beta", "alpha", "Gamma", "Beta", "Żeta", "Янова", "beta"];

/**
 * Items that only the case knows of, found by a text in them, so that others may write into the list meanwhile. A list
 * that the kit cannot fill is taken as it is.
 */
export async function markedList(context: ConformanceContext, method: MethodName): Promise<MarkedList> {
  const mark = context.unique();
  switch (method) {
    case "users.list":
      if (!context.supports("users.create")) return { filter: {} };
      for (const last of lasts) await createUser(context, { name: { last, first: mark, patronymic: null } });
      return { filter: { q: mark } };
    case "calls.list": {
      if (!context.supports("calls.save")) return { filter: {} };
      const { calls } = context.as("admin");
      for (const day of [3, 1, 2, 3, 3, 5, 4])
        await calls.save({
          id: context.unique(),
          call: callInput(mark, { startedAt: `2026-02-0${String(day)}T09:00:00.000Z` }),
        });
      return { filter: { q: mark } };
    }
    case "directory.colleagues":
      if (!context.supports("users.create")) return { filter: {} };
      for (const last of lasts) await createUser(context, { name: { last, first: mark, patronymic: null } });
      return { filter: { q: mark } };
    case "audit.list": {
      if (!context.supports("users.update")) return { filter: {} };
      let { id, version } = await createUser(context);
      for (let change = 0; change < 6; change++) {
        const patch = edit(context, String(change));
        ({ id, version } = await context.as("admin").users.update({ id, version, patch }));
      }
      return { filter: { recordId: id } };
    }
    case "access.logins":
      return { filter: { userId: context.people.limited } };
    default:
      return { filter: {} };
  }
}
