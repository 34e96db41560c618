import type { BulkAnswer, BulkChange, BulkResult, User, UserPatch } from "@crewdock/contract";
import { FieldErrors } from "../http/field-errors.ts";
import type { Call } from "../http/handlers.ts";
import type { Actor } from "../rights/actor.ts";
import type { Services } from "../services.ts";
import type { Unit } from "../store/unit.ts";
import { changeUser } from "./save-user.ts";
import { setUserState } from "./set-user-state.ts";
import { makeLasting } from "./user-writes.ts";

/** So many users are changed by one call at most. */
export const BULK_LIMIT = 200;

/** Makes one change to many users, each by itself and under the rules of a call of its own. */
export async function bulkUsers(
  services: Services,
  { ids, change }: { readonly ids: readonly string[]; readonly change: BulkChange },
  call: Call,
): Promise<BulkAnswer> {
  return call.writeEach<BulkResult>({
    keys: ids,
    check: (unit) => checkBulk(ids, change, unit),
    work: async (unit, id, actor) => {
      if (change.kind === "setState")
        await setUserState(services, unit, actor, { id, version: null, state: change.state });
      else await place(services, unit, id, change, actor);
      return { id, ok: true };
    },
    refused: (id, problem) => ({ id, ok: false, problem }),
  });
}

async function checkBulk(ids: readonly string[], change: BulkChange, unit: Unit): Promise<void> {
  const errors = new FieldErrors();
  if (ids.length > BULK_LIMIT) errors.add("/ids", "too_many", { max: BULK_LIMIT });
  if (change.kind !== "setState") {
    const [member, table, id] =
      change.kind === "addRole" ? ["roleId", "roles", change.roleId] : ["groupId", "user_groups", change.groupId];
    const known = await unit.query(`select 1 from ${table} where tenant_id = $1 and id = $2`, [unit.tenant, id]);
    if (known.length === 0) errors.add(`/change/${member}`, "not_found");
  }
  errors.throwIfAny();
}

type Placing = Exclude<BulkChange, { readonly kind: "setState" }>;

async function place(services: Services, unit: Unit, id: string, change: Placing, actor: Actor): Promise<void> {
  await changeUser(services, unit, actor, {
    id,
    version: null,
    members: new Set([change.kind === "addRole" ? "roleIds" : "groupIds"]),
    patch: (user) => patchFor(services, unit, user, change),
    hash: null,
  });
}

/** What the change makes of a user; undefined when they are so already. */
async function patchFor({ policy }: Services, unit: Unit, user: User, change: Placing): Promise<UserPatch | undefined> {
  if (change.kind !== "addRole") {
    const inside = user.groupIds.includes(change.groupId);
    if (inside === (change.kind === "addToGroup")) return undefined;
    const others = user.groupIds.filter((id) => id !== change.groupId);
    return { groupIds: inside ? others : [...others, change.groupId] };
  }
  const { roleId } = change;
  const has = user.roleIds.includes(roleId);
  const only = policy.rolesPerUser === "one";
  const prolonged = has && (await makeLasting(unit, user.id, roleId));
  if (has && !prolonged && (!only || user.roleIds.length === 1)) return undefined;
  return { roleIds: only ? [roleId] : [...new Set([...user.roleIds, roleId])] };
}
