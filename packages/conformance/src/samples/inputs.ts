import {
  type CallRecordInput,
  fieldCapability,
  type MailAccountInput,
  type Role,
  type RoleInput,
  type SipAccountInput,
  type User,
  type UserInput,
} from "@crewdock/contract";
import type { ConformanceContext } from "../kit/conformance-case.ts";
import type { World } from "../kit/world.ts";

/** What inputs are made with. */
export type SampleMaker = Pick<ConformanceContext, "unique" | "secret"> & { readonly world: World };

/** A user as this backend's policy wants one: nothing that is not demanded. */
export function userInput(maker: SampleMaker, unique: string, more: Partial<UserInput> = {}): UserInput {
  const { world } = maker;
  const { policy, capabilities } = world.session("admin");
  const email = `${unique}@crewdock.test`;
  const writable = (name: string): boolean => fieldCapability(capabilities, name).write;
  return {
    name: { last: `Тестов-${unique}`, first: "Łucja", patronymic: writable("name.patronymic") ? "Петровна" : null },
    email,
    login: policy.login === "email" ? email : unique,
    password: writable("password") ? maker.secret() : null,
    timeZone: "America/Sao_Paulo",
    serviceNumber: fieldCapability(capabilities, "serviceNumber").required === true ? unique.slice(0, 20) : null,
    positionId: policy.position === "required" ? world.position() : null,
    departmentId: world.department,
    groupIds: [],
    roleIds: [],
    sipAccount: policy.sipAccount === "required" ? sipInput(maker, unique) : null,
    mailAccounts: [],
    ...more,
  };
}

export function createUser(context: ConformanceContext, more: Partial<UserInput> = {}): Promise<User> {
  return context.as("admin").users.create({ user: userInput(context, context.unique(), more) });
}

export function roleInput(maker: SampleMaker, unique: string, more: Partial<RoleInput> = {}): RoleInput {
  return { name: `Role ${unique}`, description: null, grants: maker.world.smallGrants, ...more };
}

export function createRole(context: ConformanceContext, more: Partial<RoleInput> = {}): Promise<Role> {
  return context.as("admin").roles.create({ role: roleInput(context, context.unique(), more) });
}

export function sipInput(
  maker: Pick<SampleMaker, "secret">,
  login: string,
  more: Partial<SipAccountInput> = {},
): SipAccountInput {
  return {
    id: null,
    login,
    password: maker.secret(),
    domain: "crewdock.test",
    port: 5060,
    transport: "ws",
    webSocketUrl: null,
    ...more,
  };
}

export function mailInput(
  maker: Pick<SampleMaker, "secret">,
  unique: string,
  more: Partial<MailAccountInput> = {},
): MailAccountInput {
  const server = { host: "mail.invalid", security: "ssl", username: unique } as const; // never resolves (RFC 6761)
  return {
    email: `${unique}@crewdock.test`,
    providerId: null,
    imap: { ...server, port: 993 },
    smtp: { ...server, port: 465 },
    password: maker.secret(),
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
