import * as z from "zod/mini";
import type { Ports } from "../../adapter.ts";
import type { CallContext } from "../../context.ts";
import type { ActionKey } from "../../rights/catalogue.ts";

/**
 * How a verb of a port travels over HTTP. From `input`: members named in `path` go into the path, `version` into
 * `If-Match`, the member named by `body` is the body (`"*"`: all that is left); what remains goes into the query,
 * lists and objects as JSON.
 */
export interface Operation<Input, Output> {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly input: z.ZodMiniType<Input>;
  readonly output: z.ZodMiniType<Output>;
  readonly body?: keyof Input | "*";
  /**
   * - `json`: one answer.
   * - `ndjson`: lines of JSON (`application/x-ndjson`) until the server ends it.
   * - `binary`: the bytes as the body, of the media type that they are (`audio/…`).
   * - `sse`: server-sent events; the cursor is the event's id, `since` goes into Last-Event-ID.
   */
  readonly answer: "json" | "ndjson" | "binary" | "sse";
  /** Whether an `Idempotency-Key` is demanded. */
  readonly idempotent?: true;
  /** Whether it is still sent while the page is being closed (`keepalive` of fetch; the body stays under 64 KiB). */
  readonly keepalive?: true;
  /** The right that is needed at all; the server judges its scope by the record. Null: being logged in is enough. */
  readonly right: ActionKey | null;
}

type OperationOf<F> = F extends (input: infer I, context: CallContext) => infer R
  ? R extends Promise<infer O>
    ? Operation<I, O>
    : R extends AsyncIterable<infer O>
      ? Operation<I, O>
      : never
  : never;

/** One operation for each verb of each port. */
export type Operations = { readonly [P in keyof Ports]: { readonly [V in keyof Ports[P]]: OperationOf<Ports[P][V]> } };

export const nothing: z.ZodMiniType<Record<string, never>> = z.object({}) as unknown as z.ZodMiniType<
  Record<string, never>
>;
export const noContent: z.ZodMiniType<void> = z.void();
export const items = <T>(item: z.ZodMiniType<T>): z.ZodMiniType<{ readonly items: readonly T[] }> =>
  z.object({ items: z.array(item) });
