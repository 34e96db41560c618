import { CrewError, type Operation, operations } from "@crewdock/contract";

/** An operation whose types no longer matter: all of them travel alike. */
export type AnyOperation = Operation<Record<string, unknown>, unknown>;

/** What is sent for one call, but for the token. */
export interface WireRequest {
  readonly method: AnyOperation["method"];
  /** Path below the base URL, with the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly json: unknown;
  /**
   * Whether it may be sent again.
   * - `always`: twice does no more than once.
   * - `versioned`: the version lets only one of them through; the answer of the second then has to be judged.
   * - `never`: the server might do it twice.
   */
  readonly repeat: "always" | "versioned" | "never";
  /** Where what it changes is read, when the record of a conflict does not show it: a path whose `items` are as sent. */
  readonly readBack: string | undefined;
  /** Whether `not_found` after a lost removal means that it was removed. */
  readonly missingIsRemoved: boolean;
  /** Whether it goes on when the page is closed meanwhile. */
  readonly keepalive: boolean;
}

const accept: Readonly<Record<AnyOperation["answer"], string>> = {
  json: "application/json",
  ndjson: "application/x-ndjson",
  binary: "audio/*",
  sse: "text/event-stream",
};

/**
 * Rights whose holders see all that they may remove. People, and mail accounts with them, can move out of somebody's
 * sight: of those only `gone` says that they were removed.
 */
const seenByAll: ReadonlySet<string | null> = new Set(["role.manage", "org.manage", "number.manage"]);

/** What a header can carry; others would make `fetch` fail with an error that looks like a lost connection. */
const visibleAscii = /^[\x21-\x7e]{1,128}$/;

/**
 * Spreads the input of an operation over path, `If-Match`, body and query, as the operation says.
 * @throws CrewError `not_found` for an id that would lead to another path, `validation` for a version or key that no
 * header can carry
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
    if (typeof value !== "string" || !value.isWellFormed() || /^\.{0,2}$/.test(value)) throw new CrewError("not_found");
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
      ...(/^[\w-]+$/.test(language) ? { "Accept-Language": language } : {}),
      ...(version === undefined ? {} : { "If-Match": `"${headerText(version, "version")}"` }),
      ...(operation.idempotent
        ? { "Idempotency-Key": headerText(idempotencyKey ?? freshKey(), "idempotencyKey") }
        : {}),
      ...(typeof since === "string" && visibleAscii.test(since) ? { "Last-Event-ID": since } : {}),
    },
    json,
    repeat: repeatOf(operation, version !== undefined),
    readBack: readBackOf(operation, input),
    missingIsRemoved: operation.method === "DELETE" && seenByAll.has(operation.right),
    keepalive: operation.keepalive === true,
  };
}

function repeatOf({ method, idempotent }: AnyOperation, hasVersion: boolean): WireRequest["repeat"] {
  if (method === "GET" || idempotent) return "always";
  if (method === "POST") return "never";
  if (hasVersion) return "versioned";
  return method === "PATCH" ? "never" : "always"; // RFC 9110, section 9.2.2
}

/** The record of these conflicts is the role. */
function readBackOf(operation: AnyOperation, { roleId }: Readonly<Record<string, unknown>>): string | undefined {
  if ((operation as unknown) !== operations.assignments.replace) return undefined;
  return `${operations.assignments.list.path}?${new URLSearchParams({ roleId: String(roleId) }).toString()}`;
}

/** @throws CrewError `validation` */
function headerText(value: unknown, name: string): string {
  if (typeof value === "string" && visibleAscii.test(value) && !value.includes('"')) return value;
  throw new CrewError("validation", { fields: [{ pointer: `/${name}`, code: "invalid_format" }] });
}

function queryText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** 128 random bits; `crypto.randomUUID` is missing from pages that are not served over https. */
function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
