import type { Capabilities, FieldName } from "../capabilities.ts";
import type { FieldError } from "../errors/crew-error.ts";
import type { User, UserInput, UserPatch } from "../users/user.ts";

/**
 * What of a new user or a change the backend's own `fields` forbid; see `FieldCapability`.
 * @param given what `users.create` or `users.update` brings
 * @param before the stored user; null for a new one, of whom members without an empty value are let through: put the
 * backend's own in their place
 */
export function fieldErrors(
  fields: Capabilities["fields"] = {},
  given: UserInput | UserPatch,
  before: User | null,
): readonly FieldError[] {
  return Object.entries(fields).flatMap(([name, { write, required, maxLength }]): readonly FieldError[] => {
    const pointer = `/${name.replaceAll(".", "/")}`;
    const value = member(given, name);
    if (value === undefined) return [];
    if (!write) {
      const kept =
        before === null ? isEmpty(value) || alwaysFilled.has(name) : same(value, member(before, name), name, fields);
      return kept ? [] : [{ pointer, code: "not_allowed" }];
    }
    if (required === true && isEmpty(value)) return [{ pointer, code: "required" }];
    return maxLength !== undefined && typeof value === "string" && value.length > maxLength
      ? [{ pointer, code: "too_long", params: { max: maxLength } }]
      : [];
  });
}

const alwaysFilled: ReadonlySet<FieldName> = new Set([
  "name",
  "name.last",
  "name.first",
  "email",
  "login",
  "timeZone",
  "departmentId",
]);

const isEmpty = (value: unknown): boolean =>
  value === null || value === "" || (Array.isArray(value) && value.length === 0);

function member(of: object, name: FieldName): unknown {
  let at: unknown = of;
  for (const part of name.split(".")) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, part)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[part];
  }
  return at;
}

/** Whether a value leaves the stored one as it is: lists in any order, secrets by bringing none. */
function same(value: unknown, stored: unknown, name: FieldName, fields: NonNullable<Capabilities["fields"]>): boolean {
  if (Array.isArray(value) && Array.isArray(stored))
    return value.length === stored.length && value.every((each) => stored.includes(each));
  if (typeof value === "object" && value !== null && typeof stored === "object" && stored !== null)
    return Object.entries(value).every(
      ([part, each]) =>
        Object.hasOwn(fields, `${name}.${part}`) ||
        same(each, (stored as Readonly<Record<string, unknown>>)[part], `${name}.${part}`, fields),
    );
  return value === (stored ?? null);
}
