import { CrewError } from "@crewdock/contract";
import { type Actor, loadActor } from "../rights/actor.ts";
import type { Services } from "../services.ts";
import { bearer } from "./host-key.ts";
import { seeSession } from "./login-sessions.ts";
import type { Principal } from "./tokens.ts";

/**
 * Who calls. The person is read anew with each request: whoever was blocked or logged out a moment ago is refused now,
 * token or not.
 * @throws CrewError `unauthenticated`, `token_expired`, `forbidden`
 */
export async function authenticate(
  services: Services,
  request: Request,
): Promise<{ readonly principal: Principal; readonly actor: Actor }> {
  const token = bearer(request);
  if (token === undefined) throw new CrewError("unauthenticated");
  const now = services.now();
  const principal = await services.tokens.verify(token, request.headers.get("origin"), now);
  if (principal.tenant !== services.tenant) throw new CrewError("unauthenticated", { detail: "tenant" });
  const actor = await loadActor(
    services.db,
    services.facts,
    principal.tenant,
    principal.userId,
    now,
    principal.sessionId,
  );
  if (!actor) throw new CrewError("unauthenticated", { detail: "no such user" });
  if (actor.user.state !== "active") throw new CrewError("forbidden", { detail: actor.user.state });
  const { session } = actor;
  if (session.epoch !== principal.epoch || !session.live)
    throw new CrewError("unauthenticated", { detail: "logged out" });
  if (session.id !== null && session.seenAt) seeSession(services, session.id, session.seenAt);
  return { principal, actor };
}

/** @throws CrewError `forbidden` when the token was minted for other ports */
export function demandTokenScope({ scopes }: Principal, port: string, verb: string): void {
  if (!scopes || port === "session") return;
  if (!scopes.includes(port) && !scopes.includes(`${port}.${verb}`))
    throw new CrewError("forbidden", { detail: "token scope" });
}
