import { type ActionKey, catalogueActions, CrewError, type LimitUse } from "@crewdock/contract";
import { refuse } from "@crewdock/contract/serve";
import type { Call } from "../http/handlers.ts";
import type { Services } from "../services.ts";
import { anyUser } from "./any-user.ts";
import { writeCounting } from "./counting.ts";
import { demandOwnOr } from "./demand-own-or.ts";
import { usesOf } from "./limit-use.ts";
import { restoreEarly } from "./suspension.ts";

type Uses = { readonly items: readonly LimitUse[] };

/** How far a user's limits are used up. */
export async function readLimitUse({ userId }: { readonly userId: string }, call: Call): Promise<Uses> {
  const { db, tenant, actor, now } = call;
  demandOwnOr(call, "security.view", userId);
  const user = await anyUser(db, tenant, actor, userId);
  const [row] = await db.query<{ time_zone: string }>("select time_zone from users where tenant_id = $1 and id = $2", [
    tenant,
    userId,
  ]);
  const person = { tenant, user, timeZone: row?.time_zone ?? "UTC", rights: actor.rights };
  return { items: await usesOf(db, person, null, now) };
}

/** Counts what the host's page does alone. */
export async function consume(
  services: Services,
  { action, amount }: { readonly action: ActionKey; readonly amount: number },
  call: Call,
): Promise<Uses> {
  if (!catalogueActions(services.catalogue).some(({ key }) => key === action))
    refuse([{ pointer: "/action", code: "not_found" }]);
  const { counted, items } = await writeCounting(services, call, (_unit, _actor, counter) =>
    counter.take(action, amount),
  );
  if (!counted) throw new CrewError("limit_reached", { detail: action }); // the suspension has been stored
  return { items };
}

/** Ends a suspension before its time. */
export async function restoreUser({ userId }: { readonly userId: string }, call: Call): Promise<void> {
  // a repeated call has null for an answer that was none
  await call.write(async (unit, actor) => {
    await anyUser(unit, unit.tenant, actor, userId);
    await restoreEarly(unit, userId);
  }, "exclusive");
}
