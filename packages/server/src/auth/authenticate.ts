import { type ActionKey, CrewError, isCrewError, judgeAddress } from "@crewdock/contract";
import { endSuspensions } from "../access/suspension.ts";
import { type Actor, loadActor, scopeOf } from "../rights/actor.ts";
import type { RightsSource } from "../rights/rights-cache.ts";
import type { Services } from "../services.ts";
import type { Queries } from "../store/db.ts";
import type { Unit } from "../store/unit.ts";
import { bearer } from "./host-key.ts";
import { seeSession } from "./login-sessions.ts";
import type { Principal } from "./tokens.ts";

/**
 * Who calls. The person is read anew with each request: whoever was blocked or logged out a moment ago is refused now,
 * token or not.
 * @param address of the page that calls; null when it is not known
 * @throws CrewError `unauthenticated`, `token_expired`, `forbidden`
 */
export async function authenticate(
  services: Services,
  request: Request,
  address: string | null,
): Promise<{ readonly principal: Principal & TokenHolder; readonly actor: Actor }> {
  const token = bearer(request);
  if (token === undefined) throw new CrewError("unauthenticated");
  const now = services.now();
  const principal = { ...(await services.tokens.verify(token, request.headers.get("origin"), now)), address };
  if (principal.tenant !== services.tenant) throw new CrewError("unauthenticated", { detail: "tenant" });
  const load = (): Promise<Actor> => presentActor(services.db, services.rights, principal, now);
  const actor = await load().catch(async (error: unknown) => {
    if (!isCrewError(error) || error.code !== "forbidden") throw error;
    if ((await endSuspensions(services, principal.userId)) === 0) throw error;
    return load(); // the suspension was over
  });
  const { session } = actor;
  if (session.id !== null && session.seenAt) seeSession(services, session.id, session.seenAt);
  return { principal, actor };
}

/** Of a token: whose it is, the session and epoch in which it counts, and from where it is used. */
export interface TokenHolder extends Pick<Principal, "tenant" | "userId" | "sessionId" | "epoch"> {
  /** Null when it is not known; rules of addresses let nobody in from there. */
  readonly address: string | null;
}

/**
 * The person as they stand now.
 * @throws CrewError `unauthenticated` for somebody who is gone or logged out, `forbidden` for one who may not log in, or not
 * from that address
 */
export async function presentActor(
  db: Queries,
  rights: RightsSource,
  { tenant, userId, sessionId, epoch, address }: TokenHolder,
  now: Date,
): Promise<Actor> {
  const actor = await loadActor(db, rights, tenant, userId, now, { sessionId, address });
  if (!actor) throw new CrewError("unauthenticated", { detail: "no such user" });
  if (actor.user.state !== "active") throw new CrewError("forbidden", { detail: actor.user.state });
  if (actor.session.epoch !== epoch || !actor.session.live)
    throw new CrewError("unauthenticated", { detail: "logged out" });
  if (!judgeAddress(address, actor.companyRules, actor.user.ipRules).allowed)
    throw new CrewError("forbidden", { detail: "address" });
  return actor;
}

/**
 * Somebody who was let in a while ago, as they stand now.
 * @throws CrewError as {@link presentActor} does
 */
export function reloadActor({ db, rights, tenant }: Services, { user, session }: Actor, now: Date): Promise<Actor> {
  const { id: sessionId, epoch, address } = session;
  return presentActor(db, rights, { tenant, userId: user.id, sessionId, epoch, address }, now);
}

/**
 * How a change holds the rights of its company, which stay as they are until it has ended. A change of rights, or of
 * anybody's state or place, takes them for itself from its beginning: two that had begun with sharing would wait for
 * each other.
 */
export type RightsHold = "shared" | "exclusive";

const HOLDS: Readonly<Record<RightsHold, string>> = { shared: "for share", exclusive: "for no key update" };

/**
 * The person as they stand once the change has its turn: whoever lost their rights while it waited is refused.
 * @throws CrewError as {@link presentActor} does, `forbidden` when the right has gone
 */
export async function holdRights(
  { rights, now }: Services,
  unit: Unit,
  {
    holder,
    right,
    hold,
  }: { readonly holder: TokenHolder; readonly right: ActionKey | null; readonly hold: RightsHold },
): Promise<Actor> {
  // two statements: one that waits for a row still sees the others as they were when it began
  await unit.query(`select id from tenants where id = $1 ${HOLDS[hold]}`, [unit.tenant], { keepPlan: true });
  const actor = await presentActor(unit, rights.locked, holder, now());
  demandRight(actor, right);
  return actor;
}

/** @throws CrewError `forbidden` for whoever does not have the right in any scope */
export function demandRight(actor: Actor, right: ActionKey | null): void {
  if (right !== null && scopeOf(actor, right) === "none") throw new CrewError("forbidden", { detail: right });
}

/** @throws CrewError `forbidden` when the token was minted for other ports */
export function demandTokenScope({ scopes }: Principal, port: string, verb: string): void {
  if (!scopes || port === "session") return;
  if (!scopes.includes(port) && !scopes.includes(`${port}.${verb}`))
    throw new CrewError("forbidden", { detail: "token scope" });
}
