import * as z from "zod/mini";
import { type ListQuery, listQueryShape } from "../list.ts";
import { type Id, idSchema, isoTimeSchema, type IsoTime } from "../primitives.ts";

/**
 * What became of an attempt to log in:
 * - `wrong`: no such login, or the wrong password; which of the two is told to nobody.
 * - `refused`: the password was right, and the person is blocked, deactivated or suspended.
 * - `address`: the password was right, and the address is outside of the allowed ones.
 * - `rate_limited`: too many attempts; the password was not looked at. A backend may tell of the first of many alone.
 */
export type LoginResult = "ok" | "wrong" | "refused" | "address" | "rate_limited";

/** One attempt to log in. */
export interface LoginRecord {
  readonly id: Id;
  readonly at: IsoTime;
  /** Null when no user has that login. */
  readonly userId: Id | null;
  /**
   * As it was typed, at most 64 characters. What matched nobody may be a password that was typed in the wrong field: of
   * that only the first letter is told, see {@link maskedLogin}.
   */
  readonly login: string;
  readonly result: LoginResult;
  /** IPv4 or IPv6 in its shortest form (RFC 5952). */
  readonly address: string | null;
  /** The browser's User-Agent, at most 500 characters. */
  readonly userAgent: string | null;
  /** Town and country, where the backend can tell. */
  readonly place: string | null;
  /** The session that it began. */
  readonly sessionId: Id | null;
}

/** What is kept of a login that matched nobody: its first letter and `…`. */
export function maskedLogin(typed: string): string {
  const [first = ""] = typed.trim();
  return `${first}…`;
}

/** `q` searches login and address. `from` counts in, `to` does not. */
export interface LoginQuery extends ListQuery<"at"> {
  readonly userId?: Id | undefined;
  readonly results?: readonly LoginResult[] | undefined;
  readonly from?: IsoTime | undefined;
  readonly to?: IsoTime | undefined;
}

const resultSchema = z.enum(["ok", "wrong", "refused", "address", "rate_limited"]);

export const loginRecordSchema: z.ZodMiniType<LoginRecord> = z.object({
  id: idSchema,
  at: isoTimeSchema,
  userId: z.nullable(idSchema),
  login: z.string(),
  result: resultSchema,
  address: z.nullable(z.string()),
  userAgent: z.nullable(z.string()),
  place: z.nullable(z.string()),
  sessionId: z.nullable(idSchema),
});

export const loginQuerySchema: z.ZodMiniType<LoginQuery> = z.object({
  ...listQueryShape<"at">(["at"]),
  userId: z.optional(idSchema),
  results: z.optional(z.array(resultSchema)),
  from: z.optional(isoTimeSchema),
  to: z.optional(isoTimeSchema),
});
