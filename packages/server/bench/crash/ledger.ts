import type { MailAccountInput, SipAccountInput, UserInput } from "@crewdock/contract";

/** A user that somebody asked to be made. */
export interface Creation {
  readonly key: string;
  readonly input: UserInput;
  /** The id that the server answered; undefined as long as it did not. */
  id: string | undefined;
  /** Whether the server said that it is done. */
  acknowledged: boolean;
}

/** Edits of one person, one after the other by one writer. */
export interface Edits {
  readonly userId: string;
  /** The version before the first. */
  readonly base: number;
  acknowledged: number;
  /** The value of the last that was acknowledged, and of one that was under way. */
  last: string | null;
  attempted: string | null;
}

/** What was asked of the server in one trial, and what it acknowledged. */
export interface Ledger {
  readonly creations: Creation[];
  readonly edits: Edits[];
}

function userInput(login: string, members: Partial<UserInput>): UserInput {
  return {
    name: { last: "Crash", first: login, patronymic: null },
    email: `${login}@crewdock.test`,
    login,
    password: null,
    timeZone: "Europe/Warsaw",
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

export function plainUser(login: string): UserInput {
  return userInput(login, {});
}

/** A user with rows in seven tables. */
export function richUser(login: string): UserInput {
  const sipAccount: SipAccountInput = {
    id: null,
    login,
    password: "planted-sip-password",
    domain: "crewdock.test",
    port: 5060,
    transport: "ws",
    webSocketUrl: "ws://127.0.0.1:5062",
  };
  const mailbox = (name: string): MailAccountInput => ({
    email: `${name}.${login}@mail.example`,
    providerId: null,
    imap: { host: "imap.mail.example", port: 993, security: "ssl", username: name },
    smtp: { host: "smtp.mail.example", port: 465, security: "ssl", username: name },
    password: "planted-mail-password",
    sentFolder: "Sent",
    active: true,
  });
  return userInput(login, {
    sipAccount,
    mailAccounts: [mailbox("first"), mailbox("second")],
    groupIds: ["g-warsaw", "g-crm"],
    roleIds: ["r-manager"],
  });
}
