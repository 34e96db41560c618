/** What accompanies every call of a port. */
export interface CallContext {
  /** Aborted when the caller is no longer interested; the call then settles with `cancelled`. */
  readonly signal: AbortSignal;
  /** BCP 47 tag of the person's language, for backends that word something themselves (invitations). */
  readonly language: string;
  /**
   * Makes a create or bulk call safe to repeat: the same key and body give the same answer for 24 hours. A key is its
   * person's own, and stands for one request: with another body, or at another verb, it is refused with `validation` at
   * `/idempotencyKey` (`mismatch`), as draft-ietf-httpapi-idempotency-key-header has it.
   */
  readonly idempotencyKey?: string;
}
