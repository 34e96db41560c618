/** What accompanies every call of a port. */
export interface CallContext {
  /** Aborted when the caller is no longer interested; the call then settles with `cancelled`. */
  readonly signal: AbortSignal;
  /** BCP 47 tag of the person's language, for backends that word something themselves (invitations). */
  readonly language: string;
  /** Makes a create or bulk call safe to repeat: the same key and body give the same answer for 24 hours. */
  readonly idempotencyKey?: string;
}
