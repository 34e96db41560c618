import { randomUUID } from "node:crypto";
import { canonicalAddress, CrewError, displayName, isCrewError, type UserState } from "@crewdock/contract";
import { type LimitedKey, takeAttempts } from "../limits/attempts.ts";
import { hashPassword, isOutdatedHash, verifyPassword } from "../secrets/password-hash.ts";
import type { Services } from "../services.ts";
import { uniqueKey } from "../store/fold.ts";
import { runUnit } from "../store/unit.ts";

export interface LoginAttempt {
  /** Login or e-mail address. */
  readonly login: string;
  readonly password: string;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
}

interface LoginRow {
  readonly id: string;
  readonly state: UserState;
  readonly password_hash: string | null;
  readonly last_name: string;
  readonly first_name: string;
  readonly patronymic: string | null;
  readonly department_id: string;
  readonly last_login_at: Date | null;
}

const PER_LOGIN = { count: 10, seconds: 15 * 60 };
const PER_ADDRESS = { count: 50, seconds: 15 * 60 };

/**
 * Checks a login for the host's backend and records it. An unknown login takes as long to refuse as a wrong password.
 * @throws CrewError `unauthenticated`, `forbidden` (the password is right, but the person may not log in now), `rate_limited`
 */
export async function logIn(
  services: Services,
  attempt: LoginAttempt,
): Promise<{ readonly userId: string; readonly name: string }> {
  const { db, tenant } = services;
  const now = services.now();
  const key = uniqueKey(attempt.login.trim());
  const taken = await takeAttempts(db, tenant, limitsOf(key, attempt.ipAddress), now).catch(async (error: unknown) => {
    if (isCrewError(error) && error.code === "rate_limited") await record(services, attempt, null, "rate_limited");
    throw error;
  });
  const rows = await db.query<LoginRow>(
    `select id, state, password_hash, last_name, first_name, patronymic, department_id, last_login_at from users
     where tenant_id = $1 and (login_key = $2 or email_key = $2) order by login_key = $2 desc limit 1`,
    [tenant, key],
  );
  const user = rows[0];
  const right = await verifyPassword(attempt.password, user?.password_hash ?? null);
  if (!user || !right) {
    await record(services, attempt, user?.id ?? null, "wrong");
    throw new CrewError("unauthenticated");
  }
  await taken.giveBack();
  if (user.state !== "active") {
    await record(services, attempt, user.id, "refused");
    throw new CrewError("forbidden");
  }
  await record(services, attempt, user.id, "ok");
  await runUnit(
    db,
    { tenant, actorId: user.id, now, requestId: null },
    () => services.feed.wake(),
    async (unit) => {
      await unit.query(
        `update users set last_login_at = $3, invitation_state = case invitation_state when 'sent' then 'accepted' else invitation_state end
         where tenant_id = $1 and id = $2`,
        [tenant, user.id, now],
      );
      unit.leaveUnaudited("the log-in has a record of its own");
      // Whoever made the user waits for this one; those that follow are not worth an event to everybody's list.
      if (user.last_login_at === null)
        unit.emit({ type: "user.changed", id: user.id, ownerId: user.id, departmentIds: [user.department_id] });
    },
  );
  if (user.password_hash !== null && isOutdatedHash(user.password_hash))
    await db.query("update users set password_hash = $4 where tenant_id = $1 and id = $2 and password_hash = $3", [
      tenant,
      user.id,
      user.password_hash,
      await hashPassword(attempt.password),
    ]);
  return {
    userId: user.id,
    name: displayName({ last: user.last_name, first: user.first_name, patronymic: user.patronymic }),
  };
}

/** Hosts that tell no address would share one limit, and lock each other's people out. */
function limitsOf(login: string, ipAddress: string | null): readonly LimitedKey[] {
  const perLogin = { key: `login:${login}`, limit: PER_LOGIN };
  return ipAddress === null ? [perLogin] : [perLogin, { key: `address:${ipAddress}`, limit: PER_ADDRESS }];
}

async function record(
  { db, tenant, now }: Services,
  { login, ipAddress, userAgent }: LoginAttempt,
  userId: string | null,
  result: "ok" | "wrong" | "refused" | "rate_limited",
): Promise<void> {
  await db.query(
    `insert into login_records (tenant_id, id, at, user_id, login, result, ip_address, user_agent)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      tenant,
      randomUUID(),
      now(),
      userId,
      login.slice(0, 64),
      result,
      shown(ipAddress),
      userAgent?.slice(0, 500) ?? null,
    ],
  );
}

/** An address as the login log has it; what a host tells instead of one is kept as it is. */
function shown(ipAddress: string | null): string | null {
  return ipAddress === null ? null : (canonicalAddress(ipAddress) ?? ipAddress);
}
