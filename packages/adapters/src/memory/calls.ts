import { type CallRecord, CrewError, type Ports } from "@crewdock/contract";
import { factsOfUser, reaches } from "./actor.ts";
import { aboutUser, change } from "./change.ts";
import { count } from "./counting.ts";
import { cutPage, matches } from "@crewdock/contract/serve";
import type { Store } from "./store.ts";
import { type Backstage, verb } from "./verb.ts";

export function callsPort(backstage: Backstage): Ports["calls"] {
  return {
    list: verb(backstage, "calls", "list", (query, { store, actor, context }) =>
      cutPage(query, {
        rows: [...store.tables.calls.values()].filter(
          (call) =>
            reaches(actor, "call.view", ownerOf(store, call)) &&
            (query.userId === undefined || call.userId === query.userId) &&
            matches(query.q, [call.number, call.name]),
        ),
        idOf: ({ id }) => id,
        valueOf: ({ startedAt }) => startedAt,
        direction: query.sort?.direction ?? "desc",
        language: context.language,
      }),
    ),
    save: verb(backstage, "calls", "save", ({ id, call: input }, call) => {
      const { store, actor } = call;
      const before = store.tables.calls.get(id);
      if (before && before.userId !== actor.user.id) throw new CrewError("forbidden");
      if (before && before.endedAt !== null && input.endedAt === null) return before;
      const saved = change(call, ({ draft, audit, tell }) => {
        const record: CallRecord = { ...input, id, userId: actor.user.id };
        draft.put("calls", record);
        audit({
          action: before ? "call.update" : "call.create",
          recordType: "call",
          recordId: id,
          before: before ?? null,
          after: record,
        });
        tell("call.changed", id, aboutUser(store.tables, record.userId));
        return record;
      });
      if (!before && saved.direction === "outgoing") count(store, actor.user, "call.place", 1);
      return saved;
    }),
  };
}

function ownerOf(store: Store, { userId }: CallRecord): ReturnType<typeof factsOfUser> {
  const user = store.tables.users.get(userId);
  return user ? factsOfUser(user) : { ownerId: userId, departmentId: null };
}
