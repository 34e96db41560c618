import * as z from "zod/mini";
import type { CallContext } from "../context.ts";
import { type ListQuery, listQueryShape, type Page } from "../list.ts";
import { type Id, idSchema, isoTimeSchema, type IsoTime, textSchema } from "../primitives.ts";

/**
 * One change that was made through Crewdock, or one listening to a recording, which is the only reading that is written
 * down. Nothing changes or deletes it afterwards.
 */
export interface AuditRecord {
  readonly id: Id;
  readonly at: IsoTime;
  /** Null when the backend itself or the host acted. */
  readonly actorId: Id | null;
  /** What was done, such as `user.update`. */
  readonly action: string;
  /** What kind of record it was done to, such as `user`, and which. */
  readonly recordType: string;
  readonly recordId: Id;
  /**
   * The record as it was and as it became, as the contract shows it: without secrets. Null before it was and after it is
   * no more; both alike where it was read.
   */
  readonly before: unknown;
  readonly after: unknown;
}

/** `from` counts in, `to` does not. `q` searches the action and the record's id. */
export interface AuditQuery extends ListQuery<"at"> {
  readonly actorId?: Id | undefined;
  readonly recordType?: string | undefined;
  readonly recordId?: Id | undefined;
  readonly from?: IsoTime | undefined;
  readonly to?: IsoTime | undefined;
}

/** What was changed or listened to, by whom and when. Needs `audit.view`. */
export interface AuditPort {
  /** Newest first unless `sort` says otherwise. */
  list(input: AuditQuery, context: CallContext): Promise<Page<AuditRecord>>;
}

export const auditRecordSchema: z.ZodMiniType<AuditRecord> = z.object({
  id: idSchema,
  at: isoTimeSchema,
  actorId: z.nullable(idSchema),
  action: z.string(),
  recordType: z.string(),
  recordId: z.string(),
  before: z.unknown(),
  after: z.unknown(),
});

export const auditQuerySchema: z.ZodMiniType<AuditQuery> = z.object({
  ...listQueryShape<"at">(["at"]),
  actorId: z.optional(idSchema),
  recordType: z.optional(textSchema(0, 64)),
  recordId: z.optional(textSchema(0, 64)),
  from: z.optional(isoTimeSchema),
  to: z.optional(isoTimeSchema),
});
