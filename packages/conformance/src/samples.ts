import type {
  CallRecordInput,
  MailAccountInput,
  Role,
  RoleInput,
  SipAccountInput,
  User,
  UserInput,
} from "@crewdock/contract";
import type { ConformanceContext } from "./conformance-case.ts";

/** A password that no policy can object to. */
export const goodPassword: string = "Tungsten7 orbits? Wildly5";

export function userInput(unique: string, more: Partial<UserInput> = {}): UserInput {
  return {
    name: { last: `Тестов-${unique}`, first: "Łucja", patronymic: "Петровна" },
    email: `${unique}@crewdock.test`,
    login: unique,
    password: goodPassword,
    timeZone: "America/Sao_Paulo",
    serviceNumber: null,
    positionId: "p-sales-manager",
    departmentId: "d-sales",
    groupIds: ["g-crm"],
    roleIds: ["r-manager"],
    sipAccount: null,
    mailAccounts: [],
    ...more,
  };
}

export function createUser(context: ConformanceContext, more: Partial<UserInput> = {}): Promise<User> {
  return context.as("admin").users.create({ user: userInput(context.unique(), more) });
}

export function roleInput(unique: string, more: Partial<RoleInput> = {}): RoleInput {
  return { name: `Role ${unique}`, description: null, grants: { "call.view": "own" }, ...more };
}

export function createRole(context: ConformanceContext, more: Partial<RoleInput> = {}): Promise<Role> {
  return context.as("admin").roles.create({ role: roleInput(context.unique(), more) });
}

export function sipInput(login: string, more: Partial<SipAccountInput> = {}): SipAccountInput {
  return {
    id: null,
    login,
    password: goodPassword,
    domain: "crewdock.test",
    port: 5060,
    transport: "ws",
    webSocketUrl: null,
    ...more,
  };
}

export function mailInput(unique: string, more: Partial<MailAccountInput> = {}): MailAccountInput {
  const server = { host: "mail.crewdock.test", security: "ssl", username: unique } as const;
  return {
    email: `${unique}@crewdock.test`,
    providerId: null,
    imap: { ...server, port: 993 },
    smtp: { ...server, port: 465 },
    password: goodPassword,
    sentFolder: "Отправленные",
    active: true,
    ...more,
  };
}

export function callInput(number: string, more: Partial<CallRecordInput> = {}): CallRecordInput {
  return {
    direction: "outgoing",
    number,
    name: null,
    contactId: null,
    startedAt: "2026-03-01T09:00:00.000Z",
    answeredAt: null,
    endedAt: null,
    result: "ongoing",
    ...more,
  };
}
