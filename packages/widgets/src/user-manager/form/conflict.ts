import type { User } from "@crewdock/contract";
import { type UserFormValues, valuesOf } from "./values.ts";

/** What is compared as one: a SIP account is taken whole or not at all. */
export type ConflictKey =
  | "last"
  | "first"
  | "patronymic"
  | "email"
  | "timeZone"
  | "serviceNumber"
  | "login"
  | "positionId"
  | "departmentId"
  | "roleIds"
  | "groupIds"
  | "sip";

/** A field that somebody else changed. */
export interface ConflictRow {
  readonly key: ConflictKey;
  readonly mine: UserFormValues;
  readonly theirs: UserFormValues;
  /** Both changed it to different values; otherwise theirs is taken unless the person wants otherwise. */
  readonly disputed: boolean;
  readonly keep: "mine" | "theirs";
}

/** Two versions of a user. */
export interface Conflict {
  readonly current: User;
  readonly rows: readonly ConflictRow[];
}

const sipFields = ["sipOn", "sipId", "sipLogin", "sipDomain", "sipPort", "sipTransport", "sipUrl"] as const;

/** The form fields behind a row. */
export function fieldsOf(key: ConflictKey): readonly (keyof UserFormValues)[] {
  return key === "sip" ? [...sipFields, "sipPassword"] : [key];
}

const keys: readonly ConflictKey[] = [
  "last",
  "first",
  "patronymic",
  "email",
  "timeZone",
  "serviceNumber",
  "login",
  "positionId",
  "departmentId",
  "roleIds",
  "groupIds",
  "sip",
];

const differ = (key: ConflictKey, one: UserFormValues, other: UserFormValues): boolean => {
  const compared = key === "sip" ? sipFields : ([key] as const);
  return compared.some((name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]));
};

/**
 * Compares three versions: where the editing began, what is in the form, what stands in the backend now. Gives a row for
 * each field that somebody else changed.
 */
export function compareVersions(base: UserFormValues, mine: UserFormValues, current: User): Conflict {
  const theirs = valuesOf(current);
  const rows = keys
    .filter((key) => differ(key, base, theirs) && differ(key, mine, theirs))
    .map((key): ConflictRow => {
      const disputed = differ(key, base, mine);
      return { key, mine, theirs, disputed, keep: disputed ? "mine" : "theirs" };
    });
  return { current, rows };
}

/**
 * The values with which editing goes on upon their version: one's own changes, but for the rows in which theirs was
 * chosen, and own values where a person insisted.
 */
export function mergeVersions(
  conflict: Conflict,
  mine: UserFormValues,
  changed: readonly (keyof UserFormValues)[],
): Partial<UserFormValues> {
  const decided = new Map(conflict.rows.flatMap((row) => fieldsOf(row.key).map((field) => [field, row.keep] as const)));
  const kept = new Set<keyof UserFormValues>(changed.filter((field) => decided.get(field) !== "theirs"));
  for (const [field, keep] of decided) if (keep === "mine") kept.add(field);
  return Object.fromEntries([...kept].map((field) => [field, mine[field]])) as Partial<UserFormValues>;
}
