import type { CallRecordInput, MailAccountInput, UserInput } from "@crewdock/contract";

/** A user that can be made as it stands; the login tells one from another. */
export function userInput(login: string, members: Partial<UserInput> = {}): UserInput {
  return {
    name: { last: "Лебедева", first: "Ирина", patronymic: "Олеговна" },
    email: `${login}@crewdock.test`,
    login,
    password: "Copper heron 92 window",
    timeZone: "Europe/Moscow",
    serviceNumber: null,
    positionId: null,
    departmentId: "d-sales",
    groupIds: [],
    roleIds: [],
    sipAccount: null,
    mailAccounts: [],
    ...members,
  };
}

export function mailInput(members: Partial<MailAccountInput> = {}): MailAccountInput {
  return {
    email: "irina@mail.example",
    providerId: null,
    imap: { host: "imap.mail.example", port: 993, security: "ssl", username: "irina" },
    smtp: { host: "smtp.mail.example", port: 465, security: "ssl", username: "irina" },
    password: "planted-mail-password",
    sentFolder: "Sent",
    active: true,
    ...members,
  };
}

/** A call of a minute that was answered and is over. */
export function callInput(members: Partial<CallRecordInput> = {}): CallRecordInput {
  return {
    direction: "outgoing",
    number: "+48221234567",
    name: null,
    contactId: null,
    startedAt: "2026-03-01T09:00:00.000Z",
    answeredAt: "2026-03-01T09:00:05.000Z",
    endedAt: "2026-03-01T09:01:00.000Z",
    result: "answered",
    ...members,
  };
}

let keys = 0;

/** A fresh idempotency key. */
export function once(): { readonly "Idempotency-Key": string } {
  return { "Idempotency-Key": `key-${++keys}` };
}
