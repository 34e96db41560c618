import type * as z from "zod/mini";
import { CrewError, type FieldError } from "../errors/crew-error.ts";
import { fieldErrors } from "../errors/validate.ts";
import type { Operation } from "../http/operations.ts";
import { isDeeperThan, MAX_JSON_DEPTH } from "./json-depth.ts";

/** An operation once its types have been checked. */
export type AnyOperation = Operation<Record<string, unknown>, unknown>;

/** The largest body in bytes. */
const BODY_LIMIT = 1_048_576;

/** `If-Match` is missing: RFC 6585, section 3, has a status of its own for that. */
export const PRECONDITION_REQUIRED = 428;

/**
 * Puts the input of an operation together from path, query, `If-Match` and body, and checks it.
 * @throws CrewError `validation` with every wrong field at once, pointers relative to the body; `not_found` for an id
 * in the path that cannot be one
 */
export async function readInput(
  operation: AnyOperation,
  request: Request,
  path: Readonly<Record<string, string>>,
): Promise<Record<string, unknown>> {
  const shape = shapeOf(operation.input);
  const input: Record<string, unknown> = { ...queryOf(operation, request, shape, path), ...path };
  if ("version" in shape) input["version"] = ifMatch(request);
  if (operation.body === "*") Object.assign(input, await bodyObject(request), path, pick(input, "version"));
  else if (operation.body !== undefined) input[operation.body] = await readBody(request);
  if (operation.answer === "sse") Object.assign(input, sinceOf(request));
  return check(operation, input, Object.keys(path));
}

function check(
  operation: AnyOperation,
  input: Record<string, unknown>,
  pathMembers: readonly string[],
): Record<string, unknown> {
  const result = operation.input.safeParse(input);
  const errors = [...(result.success ? [] : fieldErrors(operation.input, input)), ...unstorable(input, "")];
  if (result.success && errors.length === 0) return result.data;
  if (errors.some(({ pointer }) => pathMembers.includes(pointer.slice(1)))) throw new CrewError("not_found");
  const fields = new Map<string, FieldError>();
  for (const error of errors) {
    const pointer = relativeToBody(error.pointer, operation.body);
    if (!fields.has(pointer)) fields.set(pointer, { ...error, pointer });
  }
  throw new CrewError("validation", { fields: [...fields.values()] });
}

function relativeToBody(pointer: string, body: PropertyKey | undefined): string {
  const prefix = `/${String(body)}`;
  if (body === undefined || body === "*") return pointer;
  return pointer === prefix || pointer.startsWith(`${prefix}/`) ? pointer.slice(prefix.length) : pointer;
}

/** Text that PostgreSQL cannot hold, wherever it stands: NUL and lone surrogates. */
function unstorable(value: unknown, pointer: string): readonly FieldError[] {
  if (typeof value === "string")
    return value.includes("\u0000") || !value.isWellFormed() ? [{ pointer, code: "invalid_text" }] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]: [string, unknown]) => [
    ...unstorable(key, pointer),
    ...unstorable(member, `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`),
  ]);
}

type Shape = Readonly<Record<string, z.core.$ZodType>>;

function shapeOf(schema: z.core.$ZodType): Shape {
  const def = schema._zod.def;
  return "shape" in def ? (def.shape as Shape) : {};
}

function queryOf(
  operation: AnyOperation,
  request: Request,
  shape: Shape,
  path: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  if (operation.body === "*") return input;
  for (const [key, value] of new URL(request.url).searchParams) {
    const schema = shape[key];
    if (schema && !(key in path) && key !== operation.body)
      input[key] = isText(schema) && !isNull(value, schema) ? value : parsed(value);
  }
  return input;
}

/** Where there may be nothing instead of a text, `null` says so: no record has it for an id. */
function isNull(value: string, schema: z.core.$ZodType): boolean {
  const def = schema._zod.def;
  if (def.type === "nullable") return value === "null";
  return "innerType" in def && isNull(value, def.innerType as z.core.$ZodType);
}

/** Text travels as it is, everything else as JSON. */
function isText(schema: z.core.$ZodType): boolean {
  const def = schema._zod.def;
  if ("innerType" in def) return isText(def.innerType as z.core.$ZodType);
  return def.type === "string" || def.type === "enum";
}

function parsed(value: string): unknown {
  if (isDeeperThan(value, MAX_JSON_DEPTH)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value; // the schema says what is wrong with it
  }
}

function ifMatch(request: Request): string {
  const header = request.headers.get("if-match");
  const version = header === null ? undefined : /^"([^"]{1,64})"$/.exec(header.trim())?.[1];
  if (version !== undefined) return version;
  throw new CrewError("validation", {
    fields: [{ pointer: "/version", code: header === null ? "required" : "invalid_format" }],
    detail: "If-Match",
  });
}

function sinceOf(request: Request): { readonly since?: string } {
  const since = request.headers.get("last-event-id");
  return since ? { since } : {};
}

async function bodyObject(request: Request): Promise<object> {
  const body = await readBody(request);
  if (typeof body === "object" && body !== null && !Array.isArray(body)) return body;
  throw malformed();
}

async function readBody(request: Request): Promise<unknown> {
  const text = await readText(request, BODY_LIMIT);
  try {
    return JSON.parse(text, (key, value: unknown) => (key === "__proto__" ? undefined : value));
  } catch (error) {
    throw malformed(error);
  }
}

function malformed(cause?: unknown): CrewError {
  return new CrewError("validation", { fields: [{ pointer: "", code: "invalid_format" }], cause });
}

/**
 * Reads a body of JSON as text.
 * @throws CrewError `validation` when it is longer than `limit` bytes, nested deeper than {@link MAX_JSON_DEPTH}, not UTF-8,
 * or said to be something else than JSON; `cancelled` where its sender breaks off
 */
export async function readText(request: Request, limit: number): Promise<string> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type)) throw malformed();
  const tooLarge = new CrewError("validation", {
    fields: [{ pointer: "", code: "too_large", params: { max: limit } }],
  });
  if (Number(request.headers.get("content-length") ?? 0) > limit) throw tooLarge;
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  let size = 0;
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.byteLength;
      if (size > limit) throw tooLarge;
      text += decoder.decode(chunk, { stream: true });
    }
    text += decoder.decode();
  } catch (error) {
    if (error instanceof CrewError) throw error;
    if (error instanceof TypeError) throw malformed(error); // what is not UTF-8
    throw new CrewError("cancelled", { detail: "the sender broke off", cause: error });
  }
  if (isDeeperThan(text, MAX_JSON_DEPTH)) throw malformed();
  return text;
}

function pick(input: Record<string, unknown>, key: string): Record<string, unknown> {
  return key in input ? { [key]: input[key] } : {};
}
