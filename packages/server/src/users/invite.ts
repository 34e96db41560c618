import type { User } from "@crewdock/contract";
import { makeInvitation } from "../auth/invitations.ts";
import { describeError } from "../log.ts";
import type { CrewServerOptions } from "../options.ts";
import type { Services } from "../services.ts";
import { runUnit, type Unit } from "../store/unit.ts";
import { letterFor } from "./invitation-letter.ts";
import { findUser } from "./user-rows.ts";

type Notify = NonNullable<CrewServerOptions["notify"]>;

/** Whether a new person can be sent a link to choose a password. */
export function canInvite({ options }: Services): boolean {
  return options.notify?.passwordUrl !== undefined;
}

/**
 * Tells a new user of the login and records whether that worked. A repeated create finds the letter sent already.
 * Without a mailer nobody is told and the state stays `none`.
 */
export async function invite(services: Services, userId: string, language: string): Promise<void> {
  const { notify } = services.options;
  if (!notify) return;
  const prepared = await inUnit(services, (unit) => prepare(unit, notify, userId));
  if (!prepared) return;
  const { user, passwordUrl, since } = prepared;
  let state: "sent" | "failed" = "sent";
  try {
    const { loginUrl, product = null } = notify;
    await notify.mailer.send({ to: user.email, ...letterFor(language, { user, product, loginUrl, passwordUrl }) });
  } catch (error) {
    state = "failed";
    services.log({ level: "warn", event: "invitation.failed", userId, ...describeError(error) });
  }
  await inUnit(services, async (unit) => {
    // Not the letter that was asked for while this one was under way.
    await unit.query(
      `update users set invitation_state = $3, invitation_at = $4
       where tenant_id = $1 and id = $2 and invitation_state = 'none' and invitation_at = $5`,
      [unit.tenant, userId, state, unit.now, since],
    );
    unit.emit({ type: "user.changed", id: userId, ownerId: userId, departmentIds: [user.departmentId] });
    const after = { state, to: user.email, link: prepared.passwordUrl !== null };
    await unit.audit({ action: "invitation.send", recordType: "user", recordId: userId, before: null, after });
  });
}

/** Tells many people, one after the other: a mailer that takes hundreds of letters at once is rare. */
export async function inviteEach(services: Services, userIds: readonly string[], language: string): Promise<void> {
  for (const id of userIds) {
    await invite(services, id, language).catch((error: unknown) =>
      services.log({ level: "error", event: "invitation.failed", userId: id, ...describeError(error) }),
    );
  }
}

/** Who is told, and with which link; undefined when somebody is telling them already, or has. */
async function prepare(
  unit: Unit,
  notify: Notify,
  userId: string,
): Promise<{ readonly user: User; readonly passwordUrl: string | null; readonly since: Date } | undefined> {
  const [row] = await unit.query<{ chosen: boolean }>(
    `update users set invitation_at = $3
     where tenant_id = $1 and id = $2 and invitation_state = 'none' and invitation_at is null
     returning password_hash is not null as chosen`,
    [unit.tenant, userId, unit.now],
  );
  const user = row && (await findUser(unit, unit.tenant, userId));
  if (!user) return undefined;
  const link = !row.chosen && notify.passwordUrl;
  return { user, passwordUrl: link ? link(await makeInvitation(unit, userId)) : null, since: unit.now };
}

function inUnit<T>(services: Services, work: (unit: Unit) => Promise<T>): Promise<T> {
  const options = { tenant: services.tenant, actorId: null, now: services.now(), requestId: null };
  return runUnit(services.db, options, () => services.feed.wake(), work);
}
