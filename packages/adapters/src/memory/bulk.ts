import {
  type BulkAnswer,
  type BulkChange,
  type BulkResult,
  type FieldError,
  type Id,
  isCrewError,
  toProblem,
} from "@crewdock/contract";
import { refuse } from "@crewdock/contract/serve";
import { bulkLimit } from "./capabilities.ts";
import { directAssignments } from "./indexes.ts";
import { directRoles } from "./read-user.ts";
import { managedUser, setState, updateUser } from "./save-user.ts";
import type { StoredUser } from "./tables.ts";
import type { Call } from "./verb.ts";

/** Makes one change to each of the users; what is so already is no change. */
export function bulkChange(ids: readonly Id[], wanted: BulkChange, call: Call): BulkAnswer {
  const each = [...new Set(ids)];
  refuse([...tooMany(each), ...unknownTarget(wanted, call)]);
  return {
    results: each.map((id): BulkResult => {
      try {
        applyTo(managedUser(id, call), wanted, call);
        return { id, ok: true };
      } catch (error) {
        if (!isCrewError(error)) throw error;
        return { id, ok: false, problem: toProblem(error) };
      }
    }),
  };
}

function tooMany(ids: readonly Id[]): readonly FieldError[] {
  return ids.length > bulkLimit ? [{ pointer: "/ids", code: "too_many", params: { max: bulkLimit } }] : [];
}

function unknownTarget(wanted: BulkChange, { store: { tables } }: Call): readonly FieldError[] {
  if (wanted.kind === "setState") return [];
  if (wanted.kind === "addRole")
    return tables.roles.has(wanted.roleId) ? [] : [{ pointer: "/change/roleId", code: "not_found" }];
  return tables.groups.has(wanted.groupId) ? [] : [{ pointer: "/change/groupId", code: "not_found" }];
}

function applyTo(user: StoredUser, wanted: BulkChange, call: Call): void {
  switch (wanted.kind) {
    case "setState":
      setState(user, wanted.state, call);
      return;
    case "addToGroup":
      if (!user.groupIds.includes(wanted.groupId))
        updateUser(user, { groupIds: [...user.groupIds, wanted.groupId] }, call);
      return;
    case "removeFromGroup":
      if (user.groupIds.includes(wanted.groupId))
        updateUser(user, { groupIds: user.groupIds.filter((id) => id !== wanted.groupId) }, call);
      return;
    case "addRole":
      addRole(user, wanted.roleId, call);
  }
}

function addRole(user: StoredUser, roleId: Id, call: Call): void {
  const { store } = call;
  const former = directRoles(store.tables, user.id, store.now().toISOString());
  const wanted = store.policy.rolesPerUser === "one" ? [roleId] : [...new Set([...former, roleId])];
  const lasts = directAssignments(store.tables, user.id).some((one) => one.roleId === roleId && one.until === null);
  if (lasts && wanted.length === former.length) return;
  updateUser(user, { roleIds: wanted }, call, { lasting: roleId });
}
