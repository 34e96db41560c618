import { CrewError, type LoginResult } from "@crewdock/contract";
import { uniqueKey } from "@crewdock/contract/serve";
import { isFirstRefusal, type LimitedKey, takeAttempts, TooManyAttempts } from "../limits/attempts.ts";
import { hashPassword, isOutdatedHash, verifyPassword } from "../secrets/password-hash.ts";
import type { Services } from "../services.ts";
import { recordLogin } from "./login-records.ts";
import { type BegunLogin, beginLogin } from "./begin-login.ts";

export interface LoginAttempt {
  /** Login or e-mail address. */
  readonly login: string;
  readonly password: string;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
}

interface LoginRow {
  readonly id: string;
  readonly password_hash: string | null;
}

const PER_LOGIN = { count: 10, seconds: 15 * 60 };
const PER_ADDRESS = { count: 50, seconds: 15 * 60 };

/**
 * Checks a login for the host's backend, records it and begins a session. An unknown login takes as long to refuse as a
 * wrong password.
 * @throws CrewError `unauthenticated`, `forbidden` (the password is right, but the person may not log in now), `rate_limited`
 */
export async function logIn(services: Services, attempt: LoginAttempt): Promise<BegunLogin> {
  const { db, tenant } = services;
  const now = services.now();
  const key = uniqueKey(attempt.login);
  const record = (userId: string | null, result: LoginResult): Promise<void> =>
    recordLogin(db, tenant, services.now(), { ...attempt, userId, result, sessionId: null });
  const taken = await takeAttempts(db, tenant, limitsOf(key, attempt.ipAddress), now).catch(async (error: unknown) => {
    if (error instanceof TooManyAttempts && (await isFirstRefusal(db, tenant, error, now)))
      await record((await findByLogin(services, key))?.id ?? null, "rate_limited");
    throw error;
  });
  const user = await findByLogin(services, key);
  const right = await verifyPassword(attempt.password, user?.password_hash ?? null);
  if (!user || !right) {
    await record(user?.id ?? null, "wrong");
    throw new CrewError("unauthenticated");
  }
  await taken.giveBack();
  const { login, ipAddress, userAgent } = attempt;
  const begun = await beginLogin(services, user.id, { login, ipAddress, userAgent });
  if (user.password_hash !== null && isOutdatedHash(user.password_hash))
    await db.query("update users set password_hash = $4 where tenant_id = $1 and id = $2 and password_hash = $3", [
      tenant,
      user.id,
      user.password_hash,
      await hashPassword(attempt.password),
    ]);
  return begun;
}

/** The person whom a login or an e-mail address leads to, the login first. */
async function findByLogin({ db, tenant }: Services, key: string): Promise<LoginRow | undefined> {
  const [user] = await db.query<LoginRow>(
    `select id, password_hash from users
     where tenant_id = $1 and (login_key = $2 or email_key = $2) order by login_key = $2 desc limit 1`,
    [tenant, key],
  );
  return user;
}

/** Hosts that tell no address would share one limit, and lock each other's people out. */
function limitsOf(login: string, ipAddress: string | null): readonly LimitedKey[] {
  const perLogin = { key: `login:${login}`, limit: PER_LOGIN };
  return ipAddress === null ? [perLogin] : [perLogin, { key: `address:${ipAddress}`, limit: PER_ADDRESS }];
}
