import type {
  MailAccountInput,
  PersonName,
  SipAccountInput,
  SipDefaults,
  SipTransport,
  User,
  UserInput,
  UserPatch,
} from "@crewdock/contract";

/** How the person comes to a password: it stays, they choose one by the link of the invitation, or it is set here. */
export type Access = "keep" | "invite" | "password";

/** A mail account of a user who does not exist yet. `password` is null after a reload: drafts keep no passwords. */
export interface MailDraft {
  readonly key: string;
  readonly account: MailAccountInput;
}

/** What stands in the fields of the form. Texts are as typed; `toInput` trims them. */
export type UserFormValues = {
  readonly last: string;
  readonly first: string;
  readonly patronymic: string;
  readonly email: string;
  readonly timeZone: string | null;
  readonly serviceNumber: string;
  readonly login: string;
  readonly access: Access;
  readonly password: string;
  readonly passwordAgain: string;
  readonly positionId: string | null;
  readonly departmentId: string | null;
  readonly roleIds: readonly string[];
  readonly groupIds: readonly string[];
  readonly sipOn: boolean;
  /** Null makes a new account. */
  readonly sipId: string | null;
  readonly sipLogin: string;
  readonly sipPassword: string;
  readonly sipDomain: string;
  readonly sipPort: string;
  readonly sipTransport: SipTransport;
  readonly sipUrl: string;
  readonly mail: readonly MailDraft[];
};

/** Where a SIP account starts from before the backend has said so. */
export const plainSipDefaults: SipDefaults = { domain: "", port: 5060, transport: "udp", webSocketUrl: null };

/** Transports that run over a WebSocket and so need its URL. */
export const overWebSocket = (transport: SipTransport): boolean => transport === "ws" || transport === "wss";

/**
 * The form of somebody new.
 * @param access how people come in here unless somebody chooses otherwise; `keep` where passwords are not set here
 */
export function emptyValues(
  timeZone: string,
  sipOn: boolean,
  access: Access = "invite",
  departmentId: string | null = null,
): UserFormValues {
  return {
    last: "",
    first: "",
    patronymic: "",
    email: "",
    timeZone,
    serviceNumber: "",
    login: "",
    access,
    password: "",
    passwordAgain: "",
    positionId: null,
    departmentId,
    roleIds: [],
    groupIds: [],
    sipOn,
    sipId: null,
    sipLogin: "",
    sipPassword: "",
    ...sipFields(plainSipDefaults),
    mail: [],
  };
}

/** The form of an existing user. */
export function valuesOf(user: User): UserFormValues {
  return {
    last: user.name.last,
    first: user.name.first,
    patronymic: user.name.patronymic ?? "",
    email: user.email,
    timeZone: user.timeZone,
    serviceNumber: user.serviceNumber ?? "",
    login: user.login,
    access: "keep",
    password: "",
    passwordAgain: "",
    positionId: user.positionId,
    departmentId: user.departmentId,
    roleIds: user.roleIds,
    groupIds: user.groupIds,
    sipOn: user.sipAccount !== null,
    sipId: user.sipAccount?.id ?? null,
    sipLogin: user.sipAccount?.login ?? "",
    sipPassword: "",
    ...sipFields(user.sipAccount ?? plainSipDefaults),
    mail: [],
  };
}

/** The server part of the SIP fields. */
export function sipFields(
  server: SipDefaults,
): Pick<UserFormValues, "sipDomain" | "sipPort" | "sipTransport" | "sipUrl"> {
  return {
    sipDomain: server.domain,
    sipPort: String(server.port),
    sipTransport: server.transport,
    sipUrl: server.webSocketUrl ?? "",
  };
}

const orNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());

function nameOf(values: UserFormValues): PersonName {
  return { last: values.last.trim(), first: values.first.trim(), patronymic: orNull(values.patronymic) };
}

/** The SIP account as it is sent, null when switched off. */
export function sipInput(values: UserFormValues): SipAccountInput | null {
  if (!values.sipOn) return null;
  return {
    id: values.sipId,
    login: values.sipLogin.trim(),
    password: values.sipPassword === "" ? null : values.sipPassword,
    domain: values.sipDomain.trim(),
    port: Number(values.sipPort),
    transport: values.sipTransport,
    webSocketUrl: overWebSocket(values.sipTransport) ? orNull(values.sipUrl) : null,
  };
}

/** What is sent to make the user. Call it with values that were validated. */
export function toInput(values: UserFormValues): UserInput {
  return {
    name: nameOf(values),
    email: values.email.trim(),
    login: values.login.trim(),
    password: values.access === "password" ? values.password : null,
    timeZone: values.timeZone ?? "",
    serviceNumber: orNull(values.serviceNumber),
    positionId: values.positionId,
    departmentId: values.departmentId ?? "",
    groupIds: values.groupIds,
    roleIds: values.roleIds,
    sipAccount: sipInput(values),
    mailAccounts: values.mail.map(({ account }) => account),
  };
}

/** The member of the patch that a field belongs to. */
const memberOf: Readonly<Record<keyof UserFormValues, keyof UserPatch | undefined>> = {
  last: "name",
  first: "name",
  patronymic: "name",
  email: "email",
  timeZone: "timeZone",
  serviceNumber: "serviceNumber",
  login: "login",
  access: undefined,
  password: "password",
  passwordAgain: undefined,
  positionId: "positionId",
  departmentId: "departmentId",
  roleIds: "roleIds",
  groupIds: "groupIds",
  sipOn: "sipAccount",
  sipId: "sipAccount",
  sipLogin: "sipAccount",
  sipPassword: "sipAccount",
  sipDomain: "sipAccount",
  sipPort: "sipAccount",
  sipTransport: "sipAccount",
  sipUrl: "sipAccount",
  mail: undefined,
};

/** What is sent to change the user: only members with a changed field, so that others' changes stay. */
export function toPatch(values: UserFormValues, changed: readonly (keyof UserFormValues)[]): UserPatch {
  const input = toInput(values);
  const members = new Set(changed.map((field) => memberOf[field]));
  if (values.access !== "password") members.delete("password");
  return Object.fromEntries(Object.entries(input).filter(([member]) => members.has(member as keyof UserPatch)));
}
