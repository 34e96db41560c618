import type { Actor } from "../rights/actor.ts";
import { type JudgedUser, rightsUser } from "../rights/facts.ts";
import type { Queries } from "../store/db.ts";
import { missingUser } from "../users/locked-user.ts";

/** A user, in the actor's sight or not. @throws CrewError `gone`, `not_found` */
export async function anyUser(db: Queries, tenant: string, actor: Actor, id: string): Promise<JudgedUser> {
  const user = await rightsUser(db, tenant, id);
  if (!user) throw await missingUser(db, tenant, actor, id);
  return user;
}
