import { CrewError, type FieldError } from "../errors/crew-error.ts";
import { fieldErrors } from "../errors/validate.ts";
import type { Id } from "../primitives.ts";
import type { Policy } from "../session/session.ts";
import type { SipAccount, SipAccountInput } from "../telephony/sip-account.ts";
import { type User, type UserInput, userInputSchema, type UserPatch, userPatchSchema } from "../users/user.ts";
import type { ImportReference, ImportRow } from "../users/user-import.ts";
import { readExtension } from "./import-extension.ts";
import { type Finder, findersOf, type ImportDirectory } from "./import-references.ts";

/** What a row says of a user, and what is wrong with it by itself; pointers are those of the user, see {@link rowError}. */
export interface ReadRow<Draft> {
  readonly draft: Draft;
  readonly errors: readonly FieldError[];
}

/**
 * Reads rows of an import. What it finds is to be told together with what `users.create` or `users.update` find. `accounts`
 * are at least the SIP accounts with the login that the row's `extension` names, as they stand after the rows before it.
 */
export interface RowReader {
  /** The row as somebody new; where it is wrong, its draft only serves to look for what else is. */
  readonly newUser: (row: ImportRow, accounts?: Iterable<SipAccount>) => ReadRow<UserInput>;
  /** What the row would change of a person, without members that are so already. */
  readonly changesOf: (row: ImportRow, before: User, accounts?: Iterable<SipAccount>) => ReadRow<UserPatch>;
}

/** The rules of `users.import` that rows are read by: names become ids, a position brings its department and role along. */
export function rowReader(directory: ImportDirectory, policy: Pick<Policy, "login" | "sipAccount">): RowReader {
  const find = findersOf(directory);
  const positions = new Map(directory.organisation.positions.map((position) => [position.id, position]));

  function read(row: ImportRow, own: SipAccount | null, accounts: Iterable<SipAccount>): ReadRow<Given> {
    const errors: FieldError[] = [];
    const one = (finder: Finder, reference: ImportReference, pointer: string): Id => {
      const { id, code } = finder(reference);
      if (code) errors.push({ pointer, code });
      return id;
    };
    const many = (finder: Finder, references: readonly ImportReference[], pointer: string): readonly Id[] => {
      const ids = references.map((reference, index) => one(finder, reference, `${pointer}/${String(index)}`));
      for (const [index, id] of ids.entries())
        if (ids.indexOf(id) < index) errors.push({ pointer: `${pointer}/${String(index)}`, code: "duplicate" });
      return ids;
    };
    const { name, position, department, groups, roles } = row;
    const email = filled(row.email);
    const sip = readExtension(row.extension, { own, accounts, policy });
    if (sip.code) errors.push({ pointer: "/sipAccount", code: sip.code });
    return {
      errors,
      draft: {
        last: filled(name?.last),
        first: filled(name?.first),
        patronymic: emptied(name?.patronymic),
        email,
        login: filled(row.login) ?? (policy.login === "email" ? email : undefined),
        timeZone: filled(row.timeZone),
        serviceNumber: emptied(row.serviceNumber),
        positionId: position && one(find.position, position, "/positionId"),
        departmentId: department && one(find.department, department, "/departmentId"),
        groupIds: groups && many(find.group, groups, "/groupIds"),
        roleIds: roles && many(find.role, roles, "/roleIds"),
        sipAccount: sip.account,
      },
    };
  }

  return {
    newUser(row, accounts = []) {
      const { draft, errors } = read(row, null, accounts);
      const { last, first, patronymic = null, positionId = null, serviceNumber = null, ...given } = draft;
      const position = positions.get(positionId ?? "");
      const { departmentId = position?.departmentId ?? undefined, groupIds = [] } = given;
      const roleIds = given.roleIds ?? (position?.defaultRoleId ? [position.defaultRoleId] : []);
      const user = {
        name: { last, first, patronymic },
        email: given.email,
        login: given.login,
        password: row.password || null,
        timeZone: given.timeZone,
        serviceNumber,
        positionId,
        departmentId,
        groupIds,
        roleIds,
        sipAccount: given.sipAccount ?? null,
        mailAccounts: [],
      };
      return {
        errors: [...errors, ...fieldErrors(userInputSchema, user)],
        draft: {
          ...user,
          name: { last: last ?? "", first: first ?? "", patronymic },
          email: given.email ?? "",
          login: given.login ?? "",
          timeZone: given.timeZone ?? "",
          departmentId: departmentId ?? "",
        },
      };
    },

    changesOf(row, before, accounts = []) {
      const { draft, errors } = read(row, before.sipAccount, accounts);
      const { last = before.name.last, first = before.name.first, patronymic, ...members } = draft;
      const name = { last, first, patronymic: patronymic === undefined ? before.name.patronymic : patronymic };
      const given = Object.entries({ name, ...members }).filter(([, value]) => value !== undefined);
      const patch = Object.fromEntries(
        given.filter(([member, value]) => !isSame(value, before[member as keyof User])),
      ) as UserPatch;
      return { draft: patch, errors: [...errors, ...fieldErrors(userPatchSchema, Object.fromEntries(given))] };
    },
  };
}

/** The members of a row, read; what it leaves out is undefined. */
type Given = { readonly [M in "last" | "first" | "email" | "login" | "timeZone"]: string | undefined } & {
  readonly patronymic: string | null | undefined;
  readonly serviceNumber: string | null | undefined;
  readonly positionId: Id | null | undefined;
  readonly departmentId: Id | undefined;
  readonly groupIds: readonly Id[] | undefined;
  readonly roleIds: readonly Id[] | undefined;
  readonly sipAccount: SipAccountInput | null | undefined;
};

/** The text of a member that may not be empty: an empty cell says nothing of it. */
function filled(text: string | undefined): string | undefined {
  return text?.trim() || undefined;
}

function emptied(text: string | null | undefined): string | null | undefined {
  return text === undefined ? undefined : text?.trim() || null;
}

/** Whether a value is the stored one: lists in any order, an empty text like none. */
function isSame(value: unknown, stored: unknown): boolean {
  if (Array.isArray(value) && Array.isArray(stored))
    return value.length === stored.length && value.every((item) => stored.includes(item));
  if (typeof value === "object" && value !== null && typeof stored === "object" && stored !== null)
    return Object.entries(value).every(([part, each]) => isSame(each, (stored as Record<string, unknown>)[part]));
  return (value || null) === (stored || null);
}

const memberOfRow: Readonly<Record<string, string>> = {
  positionId: "position",
  departmentId: "department",
  groupIds: "groups",
  roleIds: "roles",
};

/** What a row has in one cell, and a user in several members. */
const wholeCells: Readonly<Record<string, string>> = { sipAccount: "extension" };

/** Why a row is refused: the error of a user with pointers into the input of the import, the first of each field. */
export function rowError(error: CrewError, index: number): CrewError {
  if (error.fields.length === 0) return error;
  const fields = new Map<string, FieldError>();
  for (const field of error.fields) {
    const [, member = "", ...rest] = field.pointer.split("/");
    const cell = wholeCells[member];
    const parts = cell === undefined ? [memberOfRow[member] ?? member, ...rest] : [cell];
    const pointer = ["/rows", String(index), ...parts].join("/");
    if (!fields.has(pointer)) fields.set(pointer, { ...field, pointer });
  }
  const { code, retryAfter } = error;
  return new CrewError(code, {
    fields: [...fields.values()],
    cause: error,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
}

/** Refuses a row that names the same person as an earlier one; its `params` say which. */
export function repeatedRow(key: string, earlier: number): CrewError {
  return new CrewError("duplicate", { fields: [{ pointer: `/${key}`, code: "duplicate", params: { row: earlier } }] });
}
