import { type CrewError, errorCodes } from "@crewdock/contract";
import type { Method } from "./operations.ts";

/** What is wrong with an answer, whatever was asked; undefined when nothing is. */
export function answerFault({ operation }: Method, input: unknown, answer: unknown): string | undefined {
  const result = operation.output.safeParse(answer);
  if (!result.success) {
    const [issue] = result.error.issues;
    const at = (issue?.path ?? []).map((step) => `/${String(step)}`).join("");
    return `the answer does not fit the contract at ${at === "" ? "its root" : at}: ${issue?.message ?? "?"}`;
  }
  return isPage(answer) ? pageFault(input, answer) : undefined;
}

interface AnyPage {
  readonly items: readonly unknown[];
  readonly previousCursor?: string | null;
  readonly nextCursor: string | null;
  readonly total: { readonly value: number; readonly relation: string };
}

export function isPage(answer: unknown): answer is AnyPage {
  return typeof answer === "object" && answer !== null && "items" in answer && "nextCursor" in answer;
}

function pageFault(input: unknown, { items, previousCursor = null, nextCursor, total }: AnyPage): string | undefined {
  const query = (input ?? {}) as { readonly limit?: unknown; readonly cursor?: unknown };
  const limit = typeof query.limit === "number" ? query.limit : 50;
  if (items.length > limit) return `${String(items.length)} items on a page of ${String(limit)}`;
  const ids = items.flatMap((item) =>
    typeof item === "object" && item !== null && "id" in item ? [String(item.id)] : [],
  );
  if (new Set(ids).size !== ids.length) return "an item comes twice on one page";
  if (!Number.isInteger(total.value) || total.value < items.length)
    return `a total of ${String(total.value)} with ${String(items.length)} items on the page`;
  const first = query.cursor === undefined;
  if (first && previousCursor !== null) return "a first page that says there is more before it";
  // Behind a cursor all may have gone in the meantime; then the list goes on to one side only.
  if (items.length === 0 && nextCursor !== null && (first || previousCursor !== null))
    return "an empty page that says there is more";
  const whole = first && nextCursor === null && total.relation === "eq";
  if (whole && total.value !== items.length)
    return `a total of ${String(total.value)} where the whole list has ${String(items.length)}`;
  return undefined;
}

/** What is wrong with an error, whatever it is about; undefined when nothing is. */
export function errorFault(error: CrewError): string | undefined {
  if (!Object.hasOwn(errorCodes, error.code)) return `the code ${error.code} is not in the table`;
  const odd = error.fields.find(({ pointer }) => pointer !== "" && !pointer.startsWith("/"));
  if (odd) return `the pointer ${odd.pointer} is no JSON Pointer`;
  if (error.code === "duplicate" && error.fields.length === 0) return "a duplicate that does not say of what";
  if (error.code === "conflict" && error.current === undefined) return "a conflict without the present record";
  if (error.code === "rate_limited" && error.retryAfter === undefined) return "rate_limited without retryAfter";
  return undefined;
}
