import {
  type FieldErrorCode,
  isEmail,
  isPasswordAllowed,
  isSingleLine,
  isSipHost,
  isStorable,
  isTimeZone,
  isWebSocketUrl,
  keepsDirection,
  LOGIN,
  personalWords,
  type Policy,
  SERVICE_NUMBER,
  SIP_LOGIN,
} from "@crewdock/contract";
import type { FieldRules } from "./field-rules.ts";
import { overWebSocket, type UserFormValues } from "./values.ts";

/** What is wrong with a field: a code of the contract or one with words of its own. */
export interface Complaint {
  readonly code:
    | FieldErrorCode
    | "login"
    | "serviceNumber"
    | "sipLogin"
    | "port"
    | "url"
    | "positionRequired"
    | "sipRequired";
  readonly params?: Readonly<Record<string, string | number>> | undefined;
}

type Field = keyof UserFormValues;

/** What the form has to know of the world to judge a field. */
export interface Rules {
  readonly policy: Policy;
  /** Whether the password of the SIP account is stored and still fits login and server. */
  readonly sipPasswordStored: () => boolean;
  /** Whether an address or a login is known to be somebody else's. @default the backend alone tells */
  readonly taken?: ((text: string) => boolean) | undefined;
  /** What the backend says of single fields. @default as the schema says */
  readonly fields?: FieldRules | undefined;
}

const line = (text: string, max: number, required: boolean): Complaint | undefined => {
  if (text.trim() === "") return required ? { code: "required" } : undefined;
  if (text.length > max) return { code: "too_long", params: { max } };
  if (!isStorable(text) || !isSingleLine(text) || !keepsDirection(text)) return { code: "invalid_text" };
  return undefined;
};

const patterned = (text: string, max: number, pattern: RegExp, code: Complaint["code"]): Complaint | undefined => {
  if (text.length > max) return { code: "too_long", params: { max } };
  return pattern.test(text) ? undefined : { code };
};

const required = (value: string | null): Complaint | undefined =>
  value === null || value.trim() === "" ? { code: "required" } : undefined;

const duplicate = (text: string, { taken }: Rules): Complaint | undefined =>
  taken?.(text) ? { code: "duplicate" } : undefined;

/** Words the password of the person in the form must not be built on, by the rule that the server has too. */
export function wordsOf({ last, first, patronymic, login, email }: UserFormValues): readonly string[] {
  return personalWords({ last, first, patronymic }, login, email);
}

/** What is wrong with one field, undefined when nothing is. The server checks all of it again. */
export function complaintAbout(field: Field, values: UserFormValues, rules: Rules): Complaint | undefined {
  if (rules.fields?.refusal(field) !== undefined) return undefined;
  return ownComplaint(field, values, rules.fields) ?? plainComplaint(field, values, rules);
}

/** What this backend alone objects to. */
function ownComplaint(field: Field, values: UserFormValues, fields: FieldRules | undefined): Complaint | undefined {
  if (fields === undefined || field === "access") return undefined;
  const { required: demanded = false, maxLength: max } = fields.of(field);
  const value = values[field];
  if (demanded && isTop(field) && isEmpty(value)) return { code: "required" };
  return max !== undefined && typeof value === "string" && value.trim().length > max
    ? { code: "too_long", params: { max } }
    : undefined;
}

/** What is said of a SIP account or a password as a whole is not said of each field that it takes. */
const isTop = (field: Field): boolean => field === "sipOn" || !/^(?:sip|password)/.test(field);

const isEmpty = (value: UserFormValues[Field]): boolean =>
  typeof value === "string"
    ? value.trim() === ""
    : value === null || value === false || (Array.isArray(value) && value.length === 0);

function plainComplaint(field: Field, values: UserFormValues, rules: Rules): Complaint | undefined {
  switch (field) {
    case "last":
    case "first":
      return line(values[field], 100, true);
    case "patronymic":
      return line(values.patronymic, 100, false);
    case "email":
      return (
        required(values.email) ??
        (isEmail(values.email.trim()) ? undefined : { code: "invalid_email" }) ??
        duplicate(values.email, rules)
      );
    case "login":
      return (
        required(values.login) ?? patterned(values.login.trim(), 64, LOGIN, "login") ?? duplicate(values.login, rules)
      );
    case "timeZone":
      return (
        required(values.timeZone) ?? (isTimeZone(values.timeZone ?? "") ? undefined : { code: "invalid_time_zone" })
      );
    case "serviceNumber":
      return values.serviceNumber.trim() === ""
        ? undefined
        : patterned(values.serviceNumber.trim(), 20, SERVICE_NUMBER, "serviceNumber");
    case "password":
      if (values.access !== "password") return undefined;
      if (values.password === "") return { code: "required" };
      return isPasswordAllowed(rules.policy.password, values.password, wordsOf(values))
        ? undefined
        : { code: "weak_password" };
    case "passwordAgain":
      return values.access === "password" && values.passwordAgain !== values.password
        ? { code: "mismatch" }
        : undefined;
    case "positionId":
      return rules.policy.position === "required" && values.positionId === null
        ? { code: "positionRequired" }
        : undefined;
    case "departmentId":
      return required(values.departmentId);
    case "sipOn":
      return rules.policy.sipAccount === "required" && !values.sipOn ? { code: "sipRequired" } : undefined;
    case "mail":
      return values.mail.some(({ account }) => account.password === null) ? { code: "required" } : undefined;
    default:
      return values.sipOn ? sipComplaint(field, values, rules) : undefined;
  }
}

function sipComplaint(field: Field, values: UserFormValues, rules: Rules): Complaint | undefined {
  switch (field) {
    case "sipLogin":
      return required(values.sipLogin) ?? patterned(values.sipLogin.trim(), 64, SIP_LOGIN, "sipLogin");
    case "sipPassword":
      if (values.sipPassword.length > 256) return { code: "too_long", params: { max: 256 } };
      return values.sipPassword === "" && !rules.sipPasswordStored() ? { code: "required" } : undefined;
    case "sipDomain":
      return required(values.sipDomain) ?? (isSipHost(values.sipDomain.trim()) ? undefined : { code: "invalid_host" });
    case "sipPort":
      return /^\d{1,5}$/.test(values.sipPort) && Number(values.sipPort) >= 1 && Number(values.sipPort) <= 65_535
        ? undefined
        : { code: "port" };
    case "sipUrl":
      // Without one the server takes domain and port.
      if (!overWebSocket(values.sipTransport) || values.sipUrl.trim() === "") return undefined;
      return isWebSocketUrl(values.sipUrl.trim()) ? undefined : { code: "url" };
    default:
      return undefined;
  }
}

/** The contract's pointer of each field, for the errors that a server sends. */
export const pointers: Readonly<Record<Field, string>> = {
  last: "/name/last",
  first: "/name/first",
  patronymic: "/name/patronymic",
  email: "/email",
  timeZone: "/timeZone",
  serviceNumber: "/serviceNumber",
  login: "/login",
  access: "/access",
  password: "/password",
  passwordAgain: "/passwordAgain",
  positionId: "/positionId",
  departmentId: "/departmentId",
  roleIds: "/roleIds",
  groupIds: "/groupIds",
  sipId: "/sipAccount/id",
  sipLogin: "/sipAccount/login",
  sipPassword: "/sipAccount/password",
  sipDomain: "/sipAccount/domain",
  sipPort: "/sipAccount/port",
  sipTransport: "/sipAccount/transport",
  sipUrl: "/sipAccount/webSocketUrl",
  sipOn: "/sipAccount",
  mail: "/mailAccounts",
};

/** A server's pointer as the form knows it: adapters may speak of the whole input or of the record in it. */
export const formPointer = (pointer: string): string => pointer.replace(/^\/(?:user|patch)(?=\/)/, "");
