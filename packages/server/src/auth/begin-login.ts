import { CrewError, displayName, type IpRule, judgeAddress } from "@crewdock/contract";
import { endSuspensions } from "../access/suspension.ts";
import type { Services } from "../services.ts";
import { runUnit, type Unit } from "../store/unit.ts";
import { type LoginPlace, recordLogin, shownPlace } from "./login-records.ts";
import { beginSession } from "./login-sessions.ts";

/** What the host's backend learns of a person who has logged in. */
export interface BegunLogin {
  readonly userId: string;
  readonly name: string;
  /** To be kept with the host's own session and handed over when a token is minted. */
  readonly sessionId: string;
}

interface PersonRow {
  readonly state: string;
  readonly login: string;
  readonly last_name: string;
  readonly first_name: string;
  readonly patronymic: string | null;
  readonly department_id: string;
  readonly last_login_at: Date | null;
  readonly ip_rules: readonly IpRule[];
  readonly company_rules: readonly IpRule[];
}

/**
 * Logs in somebody who has shown who they are: begins a session and writes both down.
 * @throws CrewError `not_found`, `forbidden` for somebody who may not log in now, or not from there, which is recorded
 */
export async function beginLogin(
  services: Services,
  userId: string,
  attempt: LoginPlace & { readonly login?: string },
): Promise<BegunLogin> {
  const { db, tenant, feed } = services;
  await endSuspensions(services, userId);
  const unit = { tenant, actorId: userId, now: services.now(), requestId: null };
  const answer = await runUnit(
    db,
    unit,
    () => feed.wake(),
    (unit) => enter(unit, userId, attempt),
  );
  if (!answer) throw new CrewError("forbidden");
  return answer;
}

/** Undefined for somebody who may not log in, of whose attempt the record stays. */
async function enter(
  unit: Unit,
  userId: string,
  attempt: LoginPlace & { readonly login?: string },
): Promise<BegunLogin | undefined> {
  const { tenant, now } = unit;
  const [person] = await unit.query<PersonRow>(
    `select state, login, last_name, first_name, patronymic, department_id, last_login_at, ip_rules,
       (select ip_rules from tenants where id = $1) as company_rules
     from users where tenant_id = $1 and id = $2 for update`,
    [tenant, userId],
  );
  if (!person) throw new CrewError("not_found");
  const { last_name: last, first_name: first, patronymic, department_id: departmentId } = person;
  const entry = { ...attempt, userId, login: attempt.login ?? person.login };
  const isAllowed = judgeAddress(attempt.ipAddress, person.company_rules, person.ip_rules).allowed;
  if (person.state !== "active" || !isAllowed) {
    const result = person.state === "active" ? "address" : "refused";
    await recordLogin(unit, tenant, now, { ...entry, result, sessionId: null });
    return undefined;
  }
  const sessionId = await beginSession(unit, userId, attempt);
  await recordLogin(unit, tenant, now, { ...entry, result: "ok", sessionId });
  await unit.query(
    `update users set last_login_at = $3, last_login_address = $4, invitation_state = case invitation_state when 'sent' then 'accepted' else invitation_state end
     where tenant_id = $1 and id = $2`,
    [tenant, userId, now, shownPlace(attempt).ipAddress],
  );
  unit.leaveUnaudited("the log-in has a record of its own");
  // Whoever made the user waits for this one; those that follow are not worth an event to everybody's list.
  if (person.last_login_at === null)
    unit.emit({ type: "user.changed", id: userId, ownerId: userId, departmentIds: [departmentId] });
  return { userId, name: displayName({ last, first, patronymic }), sessionId };
}
