import { CrewError, type User } from "@crewdock/contract";
import { makeInvitation } from "../auth/invitations.ts";
import { describeError } from "../log.ts";
import type { CrewServerOptions } from "../options.ts";
import type { Services } from "../services.ts";
import { runUnit, type Unit } from "../store/unit.ts";
import { letterFor } from "./invitation-letter.ts";
import { dropLetter, type Letter, lockAddressee, postponeLetter, SEND_MS, takeLetter } from "./letters.ts";
import { findUser } from "./user-rows.ts";

type Notify = NonNullable<CrewServerOptions["notify"]>;

/** A letter with whom it is for. */
interface Prepared {
  readonly letter: Letter;
  readonly user: User;
  /** Of the link to choose a password; null when there is nothing to choose. */
  readonly token: string | null;
}

/** Whether a new person can be sent a link to choose a password. */
export function canInvite({ options }: Services): boolean {
  return options.notify?.passwordUrl !== undefined;
}

/**
 * Sends the letters that are due, one after the other. Each is sent at least once: one whose sender was killed is sent
 * again, with a fresh link in the place of the former one. One that failed is tried again until it is given up.
 */
export async function sendLetters(services: Services): Promise<void> {
  const { notify } = services.options;
  if (!notify) return;
  while (!services.closing.aborted) {
    const taken = await inUnit(services, (unit) => prepare(services, unit, notify));
    if (!taken) return;
    if (taken !== "given up") await send(services, notify, taken);
  }
}

async function send(services: Services, notify: Notify, { letter, user, token }: Prepared): Promise<void> {
  const { loginUrl, product = null } = notify;
  const told = { to: user.email, link: token !== null };
  try {
    const passwordUrl = token === null ? null : (notify.passwordUrl?.(token) ?? null);
    const words = letterFor(letter.language, { user, product, loginUrl, passwordUrl });
    await inTime((signal) => notify.mailer.send({ to: user.email, ...words }, { signal }));
  } catch (error) {
    services.log({ level: "warn", event: "invitation.failed", userId: user.id, ...describeError(error) });
    await inUnit(services, async (unit) => {
      await lockAddressee(unit, letter);
      if (await postponeLetter(unit, letter)) await tell(unit, user, "failed", told);
    });
    return;
  }
  await inUnit(services, async (unit) => {
    await lockAddressee(unit, letter);
    if (await dropLetter(unit, letter)) await tell(unit, user, "sent", told);
  });
}

/** Gives the work {@link SEND_MS}, also when it does not listen to its signal. @throws CrewError `timeout` */
async function inTime(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const limit = new AbortController();
  const over = Promise.withResolvers<never>();
  limit.signal.addEventListener("abort", () => over.reject(limit.signal.reason));
  const timer = setTimeout(() => limit.abort(new CrewError("timeout", { detail: "the mailer" })), SEND_MS);
  try {
    await Promise.race([work(limit.signal), over.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Takes the next letter; undefined when none is due. Whoever may not log in any more is sent none. */
async function prepare(services: Services, unit: Unit, notify: Notify): Promise<Prepared | "given up" | undefined> {
  const letter = await takeLetter(unit);
  if (!letter) return undefined;
  const user = await findUser(unit, unit.tenant, letter.userId);
  const reason = whyNot(letter, user, unit.now);
  if (!user || reason !== null) {
    services.log({ level: "info", event: "invitation.dropped", userId: letter.userId, reason });
    await dropLetter(unit, letter);
    if (user) await tell(unit, user, "failed", { to: user.email, link: false });
    return "given up";
  }
  const [row] = await unit.query<{ chosen: boolean }>(
    "select password_hash is not null as chosen from users where tenant_id = $1 and id = $2",
    [unit.tenant, user.id],
  );
  const isInvited = notify.passwordUrl !== undefined && !row?.chosen;
  return { letter, user, token: isInvited ? await makeInvitation(unit, user.id) : null };
}

/** Why a letter is not sent any more. */
function whyNot(letter: Letter, user: User | undefined, now: Date): string | null {
  if (!user) return "removed";
  if (user.state === "blocked" || user.state === "deactivated") return user.state;
  return letter.expiresAt <= now ? "expired" : null;
}

/** Writes down what became of a letter, once; whoever has accepted meanwhile has. */
async function tell(
  unit: Unit,
  { id, departmentId }: User,
  state: "sent" | "failed",
  told: { readonly to: string; readonly link: boolean },
): Promise<void> {
  const changed = await unit.query(
    `update users set invitation_state = $3, invitation_at = $4
     where tenant_id = $1 and id = $2 and invitation_state in ('none', 'failed') and invitation_state <> $3 returning 1`,
    [unit.tenant, id, state, unit.now],
  );
  if (changed.length === 0) return;
  unit.emit({ type: "user.changed", id, ownerId: id, departmentIds: [departmentId] });
  const after = { state, ...told };
  await unit.audit({ action: "invitation.send", recordType: "user", recordId: id, before: null, after });
}

function inUnit<T>(services: Services, work: (unit: Unit) => Promise<T>): Promise<T> {
  const options = { tenant: services.tenant, actorId: null, now: services.now(), requestId: null };
  return runUnit(services.db, options, () => services.feed.wake(), work);
}
