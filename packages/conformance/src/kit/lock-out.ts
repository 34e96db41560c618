import {
  type Client,
  type ErrorCode,
  isCrewError,
  isWithin,
  type Role,
  type Session,
  type User,
} from "@crewdock/contract";
import { wording } from "./wording.ts";

/**
 * Tells after a failed case whether the administrator has lost their rights by it. A backend without guards lets them
 * block themselves; what can be undone is undone first.
 */
export type LockOutCheck = () => Promise<boolean>;

interface Before {
  readonly session: Session;
  readonly user: User | undefined;
  readonly roles: readonly Role[];
}

/** Remembers who the administrator is and what they may do, before any case has run. */
export async function watchAdministrator(admin: Client, session: Session): Promise<LockOutCheck> {
  const user = await attempt(() => admin.users.get({ id: session.user.id }));
  const roles = await Promise.all((user?.roleIds ?? []).map((id) => attempt(() => admin.roles.get({ id }))));
  const before: Before = { session, user, roles: roles.filter((role) => role !== undefined) };
  return async () => {
    if ((await hasRights(admin, before)) && (await isAsBefore(admin, before))) return false;
    await giveBack(admin, before);
    return !(await hasRights(admin, before));
  };
}

const refusals: ReadonlySet<ErrorCode> = new Set([
  "unauthenticated",
  "token_expired",
  "forbidden",
  "not_found",
  "gone",
]);

/** Anything but a plain refusal says nothing of rights: the next case will tell of a backend that is down. */
async function hasRights(admin: Client, { session }: Before): Promise<boolean> {
  try {
    const { user, grants } = await admin.session.me({});
    return user.id === session.user.id && isWithin(session.grants, grants);
  } catch (error) {
    return !(isCrewError(error) && refusals.has(error.code));
  }
}

async function isAsBefore(admin: Client, { user }: Before): Promise<boolean> {
  const now = user && (await attempt(() => admin.users.get({ id: user.id })));
  return now === undefined || differences(now, user).length === 0;
}

function differences(now: User, before: User | undefined): readonly ("state" | "roleIds")[] {
  return (["state", "roleIds"] as const).filter((name) => wording(now[name]) !== wording(before?.[name]));
}

async function giveBack(admin: Client, { user, roles }: Before): Promise<void> {
  if (user) await attempt(() => giveBackUser(admin, user));
  for (const { id, grants } of roles) {
    await attempt(async () => {
      const now = await admin.roles.get({ id });
      if (wording(now.grants) !== wording(grants))
        await admin.roles.update({ id, version: now.version, patch: { grants } });
    });
  }
}

async function giveBackUser(admin: Client, user: User): Promise<void> {
  const { id, state, roleIds } = user;
  let now = await admin.users.get({ id });
  const changed = differences(now, user);
  if (changed.includes("state") && state !== "suspended")
    now = await admin.users.setState({ id, version: now.version, state });
  if (changed.includes("roleIds")) await admin.users.update({ id, version: now.version, patch: { roleIds } });
}

/** What fails here is undefined: whether it mattered shows in the rights that remain. */
async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch {
    return undefined;
  }
}
