import type { MailAccountInput, UserInput } from "@crewdock/contract";

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

let keys = 0;

/** A fresh idempotency key. */
export function once(): { readonly "Idempotency-Key": string } {
  return { "Idempotency-Key": `key-${++keys}` };
}
