import type * as z from "zod/mini";
import { CrewError, type FieldError } from "./crew-error.ts";
import type { FieldErrorCode } from "./error-codes.ts";

type Issue = z.core.$ZodIssue;

const bySize = { too_small: ["too_short", "too_small"], too_big: ["too_long", "too_large"] } as const;

function toFieldError(issue: Issue): FieldError {
  const pointer = issue.path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
  switch (issue.code) {
    case "too_small":
      if (issue.origin === "string" && issue.minimum === 1) return { pointer, code: "required" };
      return {
        pointer,
        code: bySize.too_small[issue.origin === "string" ? 0 : 1],
        params: { min: Number(issue.minimum) },
      };
    case "too_big":
      if (issue.origin === "array") return { pointer, code: "too_many", params: { max: Number(issue.maximum) } };
      return {
        pointer,
        code: bySize.too_big[issue.origin === "string" ? 0 : 1],
        params: { max: Number(issue.maximum) },
      };
    case "invalid_type":
      return { pointer, code: issue.input === undefined || issue.input === null ? "required" : "invalid_format" };
    case "invalid_value":
      return { pointer, code: "invalid_option" };
    case "custom":
      return { pointer, code: (issue.params?.["field"] as FieldErrorCode | undefined) ?? "invalid_format" };
    default:
      return { pointer, code: "invalid_format" };
  }
}

/** All field errors of `value` against `schema`, one a field; empty when it fits. */
export function fieldErrors(schema: z.ZodMiniType, value: unknown): readonly FieldError[] {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return [];
  const first = new Map<string, FieldError>();
  for (const issue of result.error.issues) {
    const error = toFieldError(issue);
    if (!first.has(error.pointer)) first.set(error.pointer, error);
  }
  return [...first.values()];
}

/**
 * Returns `value` as `schema` reads it (unknown members dropped).
 * @throws CrewError `validation` with every wrong field at once.
 */
export function validate<T>(schema: z.ZodMiniType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new CrewError("validation", { fields: fieldErrors(schema, value) });
}
