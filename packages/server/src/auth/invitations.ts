import { createHash, randomBytes } from "node:crypto";
import { CrewError, isPasswordAllowed } from "@crewdock/contract";
import { hashPassword } from "../secrets/password-hash.ts";
import type { Services } from "../services.ts";
import { runUnit, type Unit } from "../store/unit.ts";
import { personalWords } from "../users/personal-words.ts";
import { findUser } from "../users/user-rows.ts";

/** A link to choose a password is good for a week, in milliseconds. */
const VALID_MS = 7 * 24 * 60 * 60 * 1000;

/** Makes the secret of a link for a person; one made before no longer works. */
export async function makeInvitation(unit: Unit, userId: string): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await unit.query(
    `insert into invitations (tenant_id, user_id, token_hash, expires_at) values ($1, $2, $3, $4)
     on conflict (tenant_id, user_id) do update set token_hash = excluded.token_hash, expires_at = excluded.expires_at`,
    [unit.tenant, userId, digest(token), new Date(unit.now.getTime() + VALID_MS)],
  );
  return token;
}

/**
 * Sets the password that an invited person has chosen; the link works once.
 * @throws CrewError `not_found` for a link that is unknown, used or too old, `validation` for a weak password
 */
export async function acceptInvitation(
  services: Services,
  { token, password }: { readonly token: string; readonly password: string },
): Promise<{ readonly userId: string }> {
  const hash = await hashPassword(password); // before the transaction: it takes long
  const options = { tenant: services.tenant, actorId: null, now: services.now(), requestId: null };
  return runUnit(
    services.db,
    options,
    () => services.feed.wake(),
    async (unit) => {
      const rows = await unit.query<{ user_id: string }>(
        "delete from invitations where tenant_id = $1 and token_hash = $2 and expires_at > $3 returning user_id",
        [unit.tenant, digest(token), unit.now],
      );
      const user = rows[0] && (await findUser(unit, unit.tenant, rows[0].user_id));
      if (!user) throw new CrewError("not_found");
      if (!isPasswordAllowed(services.policy.password, password, personalWords(user.name, user.login, user.email)))
        throw new CrewError("validation", { fields: [{ pointer: "/password", code: "weak_password" }] });
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
      return { userId: user.id };
    },
  );
}

/** The token has 256 random bits, so a plain hash cannot be guessed back. */
function digest(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}
