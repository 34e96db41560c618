import { createHash, randomBytes } from "node:crypto";
import {
  CrewError,
  displayName,
  isPasswordAllowed,
  personalWords,
  type PasswordPolicy,
  type User,
} from "@crewdock/contract";
import { hashPassword } from "../secrets/password-hash.ts";
import type { Services } from "../services.ts";
import { runUnit, type Unit } from "../store/unit.ts";
import { findUser } from "../users/user-rows.ts";

/** A link to choose a password is good for a week, in milliseconds. */
const VALID_MS = 7 * 24 * 60 * 60 * 1000;

/** What the page of a link shows before the password is chosen. */
export interface InvitationOffer {
  readonly userId: string;
  readonly name: string;
  readonly login: string;
  readonly expiresAt: string;
  readonly passwordPolicy: PasswordPolicy;
  /** What the password must not be built on, for `passwordRules`. */
  readonly personalWords: readonly string[];
}

/** Makes the secret of a link for a person; one made before no longer works. Only its hash is kept. */
export async function makeInvitation(unit: Unit, userId: string): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await unit.query(
    `insert into invitations (tenant_id, user_id, token_hash, expires_at) values ($1, $2, $3, $4)
     on conflict (tenant_id, user_id) do update
     set token_hash = excluded.token_hash, expires_at = excluded.expires_at, used_at = null`,
    [unit.tenant, userId, digest(token), new Date(unit.now.getTime() + VALID_MS)],
  );
  return token;
}

/** Ends a person's link that nobody has used yet. @returns whether there was one */
export async function withdrawInvitation(unit: Unit, userId: string): Promise<boolean> {
  const rows = await unit.query(
    "delete from invitations where tenant_id = $1 and user_id = $2 and used_at is null returning user_id",
    [unit.tenant, userId],
  );
  return rows.length > 0;
}

/**
 * Tells whom a link is for, so that the page can greet and check the password as it is typed.
 * @throws CrewError `not_found` for a link that never was or was replaced, `gone` for a used one, `token_expired` for
 * one that is too old, `forbidden` when the person may not log in now
 */
export async function readInvitation(services: Services, token: string): Promise<InvitationOffer> {
  const { user, expiresAt } = await findInvitation(services, token);
  return {
    userId: user.id,
    name: displayName(user.name),
    login: user.login,
    expiresAt: expiresAt.toISOString(),
    passwordPolicy: services.policy.password,
    personalWords: personalWords(user.name, user.login, user.email),
  };
}

/**
 * Sets the password that an invited person has chosen; the link works once, and a refused password does not use it up.
 * @throws CrewError those of {@link readInvitation}, `validation` with `/password` `weak_password`
 */
export async function acceptInvitation(
  services: Services,
  { token, password }: { readonly token: string; readonly password: string },
  requestId: string,
): Promise<{ readonly userId: string; readonly login: string }> {
  const { user } = await findInvitation(services, token);
  if (!isPasswordAllowed(services.policy.password, password, personalWords(user.name, user.login, user.email)))
    throw new CrewError("validation", { fields: [{ pointer: "/password", code: "weak_password" }] });
  const hash = await hashPassword(password); // before the transaction: it takes long
  const options = { tenant: services.tenant, actorId: null, now: services.now(), requestId };
  return runUnit(
    services.db,
    options,
    () => services.feed.wake(),
    async (unit) => {
      // the person before their link, as whoever changes the person and withdraws the link
      await unit.query("select id from users where tenant_id = $1 and id = $2 for no key update", [
        unit.tenant,
        user.id,
      ]);
      const used = await unit.query(
        `update invitations set used_at = $3
         where tenant_id = $1 and token_hash = $2 and used_at is null and expires_at > $3 returning user_id`,
        [unit.tenant, digest(token), unit.now],
      );
      if (used.length === 0) throw new CrewError("gone"); // somebody was faster with the same link
      await unit.query(
        `update users set password_hash = $3, invitation_state = 'accepted', invitation_at = $4, version = version + 1, updated_at = $4
         where tenant_id = $1 and id = $2`,
        [unit.tenant, user.id, hash, unit.now],
      );
      unit.emit({ type: "user.changed", id: user.id, ownerId: user.id, departmentIds: [user.departmentId] });
      await unit.audit({
        action: "invitation.accept",
        recordType: "user",
        recordId: user.id,
        before: null,
        after: { passwordChanged: true },
      });
      return { userId: user.id, login: user.login };
    },
  );
}

async function findInvitation(
  { db, tenant, now }: Services,
  token: string,
): Promise<{ readonly user: User; readonly expiresAt: Date }> {
  const [row] = await db.query<{ user_id: string; expires_at: Date; used_at: Date | null }>(
    "select user_id, expires_at, used_at from invitations where tenant_id = $1 and token_hash = $2",
    [tenant, digest(token)],
  );
  const user = row && (await findUser(db, tenant, row.user_id));
  if (!user) throw new CrewError("not_found");
  if (row.used_at !== null) throw new CrewError("gone");
  if (row.expires_at <= now()) throw new CrewError("token_expired");
  if (user.state !== "active") throw new CrewError("forbidden");
  return { user, expiresAt: row.expires_at };
}

/** The token has 256 random bits, so a plain hash cannot be guessed back. */
function digest(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}
