import {
  type Capabilities,
  type FieldCapability,
  fieldCapability,
  unsupportedReason,
  type UnsupportedReason,
} from "@crewdock/contract";
import { telephonyRefusal } from "../telephony-refusal.ts";
import type { SectionId } from "./user-form.ts";
import { pointers } from "./validators.ts";
import type { UserFormValues } from "./values.ts";

type Field = keyof UserFormValues;

/** What the backend lets be done with the fields of one sheet. */
export interface FieldRules {
  /** What the backend says of a field beyond the schema. */
  readonly of: (field: Field) => FieldCapability;
  /** Why a field cannot be written; undefined when it can. */
  readonly refusal: (field: Field) => UnsupportedReason | undefined;
  /**
   * Whether a field is drawn at all. One that cannot be written is left out where there is nothing to read: of somebody
   * new, and empty where the CRM does not have it.
   */
  readonly shows: (field: Field, isEmpty: boolean) => boolean;
}

/** Fields that are not named like their member. */
const members: Partial<Readonly<Record<Field, string>>> = { access: "password", passwordAgain: "password" };

/** @param isNew the sheet is of somebody who does not exist yet */
export function fieldRules(capabilities: Capabilities, isNew: boolean): FieldRules {
  const of = (field: Field): FieldCapability =>
    fieldCapability(capabilities, members[field] ?? pointers[field].slice(1).replaceAll("/", "."));
  /** Without the verbs that belong to it a member is nothing to fill in. */
  const portRefusal = (field: Field): UnsupportedReason | undefined => {
    if (field === "mail") return unsupportedReason(capabilities, "mail.create");
    if (field === "roleIds") return unsupportedReason(capabilities, "roles.list");
    return field.startsWith("sip") ? telephonyRefusal(capabilities) : undefined;
  };
  const refusal = (field: Field): UnsupportedReason | undefined => {
    const { write, why = "not_in_backend" } = of(field);
    return write ? portRefusal(field) : why;
  };
  return {
    of,
    refusal,
    shows: (field, isEmpty) => {
      const why = refusal(field);
      return why === undefined || (!isNew && !(isEmpty && why === "not_in_backend"));
    },
  };
}

/** The sections of the sheet that have anything to show. */
export function shownSections(rules: FieldRules, values: UserFormValues, mailAccounts: number): ReadonlySet<SectionId> {
  const shown = new Set<SectionId>(["person", "work"]);
  if (rules.shows("login", values.login === "") || rules.shows("password", true)) shown.add("access");
  if (rules.shows("sipOn", !values.sipOn)) shown.add("telephony");
  if (rules.shows("mail", mailAccounts === 0)) shown.add("mail");
  return shown;
}
