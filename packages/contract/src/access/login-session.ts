import * as z from "zod/mini";
import { type Id, idSchema, isoTimeSchema, type IsoTime } from "../primitives.ts";

/** Somebody is logged in somewhere. */
export interface LoginSession {
  readonly id: Id;
  readonly userId: Id;
  readonly startedAt: IsoTime;
  /** To the minute. */
  readonly lastSeenAt: IsoTime;
  readonly address: string | null;
  readonly userAgent: string | null;
  /** Whether the one who asks does so in this session. */
  readonly current: boolean;
}

export const loginSessionSchema: z.ZodMiniType<LoginSession> = z.object({
  id: idSchema,
  userId: idSchema,
  startedAt: isoTimeSchema,
  lastSeenAt: isoTimeSchema,
  address: z.nullable(z.string()),
  userAgent: z.nullable(z.string()),
  current: z.boolean(),
});
