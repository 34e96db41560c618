import type { I18n, Form } from "../../kit/index.ts";
import { createForm } from "../../kit/index.ts";
import type { UserMessages } from "../messages/index.ts";
import { type Complaint, complaintAbout, pointers, type Rules } from "./validators.ts";
import type { UserFormValues } from "./values.ts";

/** The form of one user. */
export type UserForm = Form<UserFormValues>;

/** Keys of messages without parameters. */
type TextKey = {
  readonly [Key in keyof UserMessages]: UserMessages[Key] extends string ? Key : never;
}[keyof UserMessages];

/** Name of a field, as its label has it. */
export const labelKeys: Readonly<Record<keyof UserFormValues, TextKey>> = {
  last: "last",
  first: "first",
  patronymic: "patronymic",
  email: "email",
  timeZone: "timeZone",
  serviceNumber: "serviceNumber",
  login: "login",
  access: "passwordMode",
  password: "password",
  passwordAgain: "passwordAgain",
  positionId: "position",
  departmentId: "department",
  roleIds: "roles",
  groupIds: "groups",
  sipId: "sipAccount",
  sipLogin: "sipLogin",
  sipPassword: "sipPassword",
  sipDomain: "sipDomain",
  sipPort: "sipPort",
  sipTransport: "sipTransport",
  sipUrl: "sipUrl",
  sipOn: "sipConnect",
  mail: "sectionMail",
};

/** A complaint in words. */
export function complaintText({ code, params = {} }: Complaint, i18n: I18n<UserMessages>): string {
  const say = i18n.t as (key: string, params: Readonly<Record<string, string | number>>) => string;
  const key: keyof UserMessages = `error_${code}`; // a code without words does not compile
  return say(key, params) || i18n.t("error_invalid_format"); // a newer backend may have further codes
}

const secrets: readonly (keyof UserFormValues)[] = ["password", "passwordAgain", "sipPassword"];

/**
 * Makes the form. For an existing user only fields that were changed are judged: what is stored already is not the
 * editor's to mend.
 */
export function createUserForm(
  initial: UserFormValues,
  rules: Rules & { readonly existing: boolean },
  i18n: () => I18n<UserMessages>,
): UserForm {
  const judge = (name: keyof UserFormValues): string | undefined => {
    if (rules.existing && !concerns(name, form.changes.value)) return undefined;
    const complaint = complaintAbout(name, form.values.value, rules);
    return complaint === undefined ? undefined : complaintText(complaint, i18n());
  };
  const field = <Name extends keyof UserFormValues>(name: Name) => ({
    initial: initial[name],
    label: () => (i18n().t as (key: string) => string)(labelKeys[name]),
    pointer: pointers[name],
    secret: secrets.includes(name),
    validate: () => judge(name),
  });
  // The order is that of the sheet, so that the first wrong field is the topmost.
  const form: UserForm = createForm<UserFormValues>({
    fields: {
      last: field("last"),
      first: field("first"),
      patronymic: field("patronymic"),
      email: field("email"),
      timeZone: field("timeZone"),
      serviceNumber: field("serviceNumber"),
      login: field("login"),
      access: field("access"),
      password: field("password"),
      passwordAgain: field("passwordAgain"),
      positionId: field("positionId"),
      departmentId: field("departmentId"),
      roleIds: field("roleIds"),
      groupIds: field("groupIds"),
      sipId: field("sipId"),
      sipLogin: field("sipLogin"),
      sipPassword: field("sipPassword"),
      sipDomain: field("sipDomain"),
      sipPort: field("sipPort"),
      sipTransport: field("sipTransport"),
      sipUrl: field("sipUrl"),
      // After its parts: its pointer is the beginning of theirs.
      sipOn: field("sipOn"),
      mail: field("mail"),
    },
  });
  return form;
}

/** Whether a field has to be judged for these changes: itself, and the parts of what is sent as a whole. */
function concerns(name: keyof UserFormValues, changes: readonly (keyof UserFormValues)[]): boolean {
  if (name.startsWith("sip")) return changes.some((changed) => changed.startsWith("sip"));
  if (name === "password" || name === "passwordAgain") return changes.includes("access");
  return changes.includes(name);
}

export type SectionId = "person" | "access" | "work" | "telephony" | "mail";

/** Sections of the sheet and the fields in them. */
export const sections: Readonly<Record<SectionId, readonly (keyof UserFormValues)[]>> = {
  person: ["last", "first", "patronymic", "email", "timeZone", "serviceNumber"],
  access: ["login", "access", "password", "passwordAgain"],
  work: ["positionId", "departmentId", "roleIds", "groupIds"],
  telephony: ["sipOn", "sipId", "sipLogin", "sipPassword", "sipDomain", "sipPort", "sipTransport", "sipUrl"],
  mail: ["mail"],
};

const together: Readonly<Partial<Record<keyof UserFormValues, string>>> = {
  password: "access",
  passwordAgain: "access",
};

/** How many things a person would say are changed: all of a SIP account or of a password count as one. */
export function countChanges(changes: readonly (keyof UserFormValues)[]): number {
  return new Set(changes.map((name) => (name.startsWith("sip") ? "sip" : (together[name] ?? name)))).size;
}
