import { type LoginRecord, type LoginResult, maskedLogin } from "../access/login-record.ts";
import type { LoginSession } from "../access/login-session.ts";
import type { User } from "../users/user.ts";
import { dayInMs, offices, strangers, userAgents } from "./log-ins.data.ts";
import { people } from "./people.data.ts";
import { pick, seededRandom } from "./random.ts";

const days = 14;
const minute = 60_000;

type Attempt = Omit<LoginRecord, "id" | "sessionId"> & { readonly session?: string };

/** Two weeks of attempts to log in, the newest first: office mornings, slips of the keyboard, and strangers at the door. */
export function sampleLogins(users: readonly User[], now: Date): readonly LoginRecord[] {
  const random = seededRandom(53);
  const attempts = [...users.flatMap((user, index) => attemptsOf(user, index, now, random)), ...knocking(now)];
  const sorted = attempts.toSorted((a, b) => (a.at < b.at ? 1 : -1));
  return sorted.map(({ session, ...attempt }, n) => ({
    ...attempt,
    id: `login-${String(sorted.length - n).padStart(4, "0")}`,
    sessionId: session ?? null,
  }));
}

/** Where people are logged in at present: from the last log-in of everybody who works. */
export function sampleSessions(
  users: readonly User[],
  logins: readonly LoginRecord[],
  now: Date,
): readonly LoginSession[] {
  const active = new Set(users.flatMap(({ id, state }) => (state === "active" ? [id] : [])));
  const last = new Map<string, LoginRecord>();
  for (const login of logins)
    if (login.userId !== null && login.sessionId !== null && !last.has(login.userId)) last.set(login.userId, login);
  return [...last.values()].flatMap((login, n): LoginSession[] => {
    if (login.userId === null || login.sessionId === null || !active.has(login.userId)) return [];
    const seen = Math.max(Date.parse(login.at), now.getTime() - (n % 23) * minute);
    return [
      {
        id: login.sessionId,
        userId: login.userId,
        startedAt: login.at,
        lastSeenAt: new Date(seen - (seen % minute)).toISOString(),
        address: login.address,
        userAgent: login.userAgent,
        current: false,
      },
    ];
  });
}

/** The address a person of the sample works from. */
export function officeAddress(index: number): string {
  const office = offices[people[index]?.office ?? "london"];
  return office.addressOf(10 + index);
}

function attemptsOf(user: User, index: number, now: Date, random: () => number): readonly Attempt[] {
  if (user.lastLoginAt === null || user.state === "deactivated") return [];
  const office = offices[people[index]?.office ?? "london"];
  const attempt = (at: number, result: LoginResult, address = officeAddress(index), place = office.place): Attempt => ({
    at: new Date(at).toISOString(),
    userId: user.id,
    login: user.login,
    result,
    address,
    userAgent: userAgents[index % userAgents.length] ?? null,
    place,
    ...(result === "ok" ? { session: `session-${user.id}-${String(at)}` } : {}),
  });
  const last = Date.parse(user.lastLoginAt);
  const found = [attempt(last, "ok")];
  for (let back = 1; back < days; back++) {
    const at = last - back * dayInMs - Math.floor(random() * 50 * minute);
    const weekday = new Date(at).getUTCDay();
    if (weekday === 0 || weekday === 6) continue;
    if (random() < 0.05) found.push(attempt(at - minute, "wrong"));
    found.push(attempt(at, "ok"));
  }
  if (user.state !== "active") found.push(attempt(now.getTime() - (20 + index) * minute, "refused"));
  if (user.positionId === "p-accountant" && user.state === "active") {
    const { address, place } = pick(random, strangers);
    found.push(attempt(last - 2 * dayInMs - 11 * minute, "address", address, place));
  }
  return found;
}

/** Machines that try names, until they are held off. */
function knocking(now: Date): readonly Attempt[] {
  return strangers.flatMap(({ address, place, userAgent }, n) =>
    ["admin", "root", "office", n === 0 ? "sokolova" : "manager", "test"].map((login, step): Attempt => ({
      at: new Date(now.getTime() - (2 + n * 4) * dayInMs - 137 * minute + step * 900).toISOString(),
      userId: null,
      login: maskedLogin(login),
      result: step < 4 ? "wrong" : "rate_limited",
      address,
      userAgent,
      place,
    })),
  );
}
