import { CrewError, type Operation } from "@crewdock/contract";

/** An operation whose types no longer matter: all of them travel alike. */
export type AnyOperation = Operation<Record<string, unknown>, unknown>;

/** What is sent for one call, but for the token. */
export interface WireRequest {
  readonly method: AnyOperation["method"];
  /** Path below the base URL, with the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly json: unknown;
  /** Whether sending it twice does no more than sending it once. */
  readonly repeatable: boolean;
  /** Whether it goes on when the page is closed meanwhile. */
  readonly keepalive: boolean;
}

const accept: Readonly<Record<AnyOperation["answer"], string>> = {
  json: "application/json",
  ndjson: "application/x-ndjson",
  sse: "text/event-stream",
};

/**
 * Spreads the input of an operation over path, `If-Match`, body and query, as the operation says.
 * @throws CrewError `not_found` for an id that would lead to another path.
 */
export function wireRequest(
  operation: AnyOperation,
  input: Readonly<Record<string, unknown>>,
  language: string,
  idempotencyKey: string | undefined,
): WireRequest {
  const { version, ...rest } = input;
  const left = new Map(Object.entries(rest).filter(([, value]) => value !== undefined));
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = left.get(name);
    left.delete(name);
    if (typeof value !== "string" || value === "" || value === "." || value === "..") throw new CrewError("not_found");
    return encodeURIComponent(value);
  });
  const since = operation.answer === "sse" ? left.get("since") : undefined;
  if (operation.answer === "sse") left.delete("since");
  const json = operation.body === "*" ? Object.fromEntries(left) : left.get(String(operation.body));
  const query =
    operation.body === undefined
      ? new URLSearchParams([...left].map(([name, value]) => [name, queryText(value)])).toString()
      : "";
  return {
    method: operation.method,
    path: query === "" ? path : `${path}?${query}`,
    headers: {
      Accept: `${accept[operation.answer]}, application/problem+json`,
      "Accept-Language": language,
      ...(typeof version === "string" ? { "If-Match": `"${version}"` } : {}),
      ...(operation.idempotent ? { "Idempotency-Key": idempotencyKey ?? freshKey() } : {}),
      ...(typeof since === "string" ? { "Last-Event-ID": since } : {}),
    },
    json,
    repeatable:
      operation.method === "GET" ||
      operation.idempotent === true ||
      // with a version the second would fail on what the first has done
      (operation.method === "PUT" && version === undefined),
    keepalive: operation.keepalive === true,
  };
}

function queryText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** 128 random bits; `crypto.randomUUID` is missing from pages that are not served over https. */
function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
