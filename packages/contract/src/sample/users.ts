import type { Assignment } from "../assignments/assignment.ts";
import type { Department } from "../org/org.ts";
import type { SipAccount } from "../telephony/sip-account.ts";
import type { User } from "../users/user.ts";
import { sampleCallerIds } from "./numbers.ts";
import { departmentRows, positions } from "./organisation.data.ts";
import { officeTimeZones, people } from "./people.data.ts";

export const sampleDomain: string = "crewdock.test";
const day = 86_400_000;

export function sipAccount(login: string, userId: string | null, webSocketUrl: string | null): SipAccount {
  return {
    id: `s-${login}`,
    userId,
    login,
    domain: sampleDomain,
    port: 5060,
    transport: "ws",
    webSocketUrl,
    checkedAt: null,
  };
}

function idOf(index: number): string {
  return `u-${String(index + 1).padStart(3, "0")}`;
}

/** Positions whose role comes by an assignment of the position, not of each person. */
const roleByPosition: ReadonlySet<string> = new Set(["p-support-engineer"]);

/** Every user with an extension from 1001 on, in the order of the table. */
export function sampleUsers(now: Date, webSocketUrl: string | null): readonly User[] {
  return people.map((person, index) => {
    const position = positions.find(({ id }) => id === person.position);
    if (!position) throw new RangeError(`no position ${person.position}`);
    const created = new Date(now.getTime() - (400 - index * 6) * day).toISOString();
    const joined = person.invitation === "accepted";
    const away = person.state === "deactivated" ? 60 * day : (index % 7) * 5_400_000 + 600_000;
    return {
      id: idOf(index),
      version: "1",
      state: person.state,
      name: { last: person.last, first: person.first, patronymic: person.patronymic },
      email: `${person.login}@${sampleDomain}`,
      login: person.login,
      timeZone: officeTimeZones[person.office],
      serviceNumber: `E-${String(2001 + index)}`,
      positionId: position.id,
      departmentId: position.departmentId,
      groupIds: groupsOf(index),
      roleIds: roleByPosition.has(position.id) ? [] : [position.defaultRoleId],
      invitation: { state: person.invitation, at: created },
      sipAccount: sipAccount(String(1001 + index), idOf(index), webSocketUrl),
      ...sampleCallerIds(person.office, position.departmentId),
      mailAccounts: [],
      lastLoginAt: joined ? new Date(now.getTime() - away).toISOString() : null,
      createdAt: created,
      updatedAt: created,
    };
  });
}

function groupsOf(index: number): readonly string[] {
  const person = people[index];
  if (!person) return [];
  const groups =
    person.office === "moscow" ? [index % 2 === 0 ? "g-moscow-early" : "g-moscow-late"] : [`g-${person.office}`];
  if (person.position === "p-marketer") groups.push("g-catalogue-print");
  if (person.position === "p-account-manager" && index % 2 === 0) groups.push("g-catalogue");
  if (person.position === "p-sysadmin" || person.position === "p-operations-lead") groups.push("g-crm");
  return groups;
}

export function idByLogin(login: string): string {
  const index = people.findIndex((person) => person.login === login);
  if (index < 0) throw new RangeError(`nobody has the login ${login}`);
  return idOf(index);
}

export function sampleDepartments(): readonly Department[] {
  return departmentRows.map(({ head, ...department }) => ({ ...department, version: "1", headId: idByLogin(head) }));
}

/** The direct roles of everybody, and one assignment of each other kind. */
export function sampleAssignments(users: readonly User[], now: Date): readonly Assignment[] {
  return [
    ...users.flatMap(({ id, roleIds }) =>
      roleIds.map((roleId): Assignment => ({ roleId, subject: { type: "user", id }, until: null })),
    ),
    { roleId: "r-manager", subject: { type: "position", id: "p-support-engineer" }, until: null },
    { roleId: "r-manager", subject: { type: "department", id: "d-key-accounts" }, until: null },
    {
      roleId: "r-head",
      subject: { type: "group", id: "g-catalogue" },
      until: new Date(now.getTime() + 45 * day).toISOString(),
    },
  ];
}
