import * as z from "zod/mini";
import type { CallContext } from "../context.ts";
import { type Id, idSchema } from "../primitives.ts";

/** How many records of one kind a user owns. */
export interface OwnedRecords {
  /** Entity of the catalogue, such as `deal`, or one of the backend's own. */
  readonly kind: string;
  /** The backend's own name by language tag; null where the widget knows the kind. */
  readonly label: Readonly<Record<string, string>> | null;
  readonly count: number;
}

/** How far a transfer has come with one kind. */
export interface TransferProgress {
  readonly kind: string;
  readonly moved: number;
  readonly total: number;
}

/**
 * What users own in the CRM: contacts, deals, tasks. Both verbs take what deleting the owner takes: `user.manage` with
 * a scope that covers them, and nobody manages a person with more rights than their own.
 */
export interface RecordsPort {
  /** Kinds of which the user owns none may be left out. */
  owned(input: { readonly userId: Id }, context: CallContext): Promise<{ readonly items: readonly OwnedRecords[] }>;
  /**
   * Gives all that one user owns to another. Yields after each batch, at least once a second, and ends when nothing is
   * left. Each batch counts as soon as it is told: a transfer that broke off is gone on with by asking again.
   * Rights are looked at again with each batch. To oneself goes only what one sees already: of each kind that the owner
   * has, the actor's `<kind>.view` has to cover the owner's records.
   * @throws CrewError `forbidden`, `validation` (`/toId` `not_found` or `not_allowed`: nobody who is not active, not the
   * same user, and not the actor without that view).
   */
  transfer(input: { readonly fromId: Id; readonly toId: Id }, context: CallContext): AsyncIterable<TransferProgress>;
}

export const ownedRecordsSchema: z.ZodMiniType<OwnedRecords> = z.object({
  kind: z.string(),
  label: z.nullable(z.record(z.string(), z.string())),
  count: z.number(),
});

export const transferProgressSchema: z.ZodMiniType<TransferProgress> = z.object({
  kind: z.string(),
  moved: z.number(),
  total: z.number(),
});

export const transferInputSchema: z.ZodMiniType<{ readonly fromId: Id; readonly toId: Id }> = z.object({
  fromId: idSchema,
  toId: idSchema,
});
