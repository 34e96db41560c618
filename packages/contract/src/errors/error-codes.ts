/** What each error code means over HTTP (RFC 9457) and whether trying the same call again can help. */
export interface ErrorMeaning {
  readonly status: number;
  readonly retryable: boolean;
}

export type ErrorCode =
  | "unauthenticated"
  | "token_expired"
  | "forbidden"
  | "not_found"
  | "gone"
  | "validation"
  | "duplicate"
  | "conflict"
  | "lockout_prevented"
  | "last_admin"
  | "expectation_broken"
  | "in_use"
  | "limit_reached"
  | "rate_limited"
  | "unsupported"
  | "pending_approval"
  | "unavailable"
  | "timeout"
  | "invalid_answer"
  | "cancelled"
  | "internal";

/**
 * The closed table of error codes. An adapter turns whatever its backend says into one of these; widgets translate
 * the code, so no backend's own text reaches a person.
 */
export const errorCodes: Readonly<Record<ErrorCode, ErrorMeaning>> = {
  /** No token, or one that this backend does not accept. */
  unauthenticated: { status: 401, retryable: false },
  /** The token was good and is past its end; a fresh one helps. */
  token_expired: { status: 401, retryable: true },
  /** The actor lacks the right. */
  forbidden: { status: 403, retryable: false },
  /**
   * There is no such record, or the actor may not see it: every verb that names one may say so. It is also what a deleted
   * role, node, number or mail account is; of those a backend need not know that they were there.
   */
  not_found: { status: 404, retryable: false },
  /**
   * It was there, the actor could see it, and it will not come back: a deleted user, by every verb that names one, and what
   * was good for one time or a while (`users.resendInvitation`, `mail.finishOAuth`, a recording that goes while it is
   * read). A backend that remembers other deleted records may say it of them too. Whoever handles `not_found` handles
   * `gone` alike; only of a repeated removal `gone` says more: it has been done.
   */
  gone: { status: 410, retryable: false },
  /** One or more fields are wrong; `fields` lists all of them. */
  validation: { status: 422, retryable: false },
  /** Something with this unique value exists already; `fields` says which value. */
  duplicate: { status: 409, retryable: false },
  /** Somebody changed the record in between; `current` carries the version that stands now. */
  conflict: { status: 412, retryable: false },
  /** The change would shut the actor out. */
  lockout_prevented: { status: 409, retryable: false },
  /** The change would leave nobody who can administer. */
  last_admin: { status: 409, retryable: false },
  /** The change would break sentences that the rights are to keep to; `broken` says which, and who would break them. */
  expectation_broken: { status: 409, retryable: false },
  /** It cannot be deleted while others use it. */
  in_use: { status: 409, retryable: false },
  /** An activity limit or a quota is used up. */
  limit_reached: { status: 403, retryable: false },
  /** Too many calls; `retryAfter` seconds say when the next is welcome. */
  rate_limited: { status: 429, retryable: true },
  /** This backend cannot do that; the capability document says so beforehand. */
  unsupported: { status: 501, retryable: false },
  /** Accepted, and waits for somebody's approval. */
  pending_approval: { status: 202, retryable: false },
  /** The backend cannot be reached or is down. */
  unavailable: { status: 503, retryable: true },
  timeout: { status: 504, retryable: true },
  /** The backend answered something that the contract does not allow. */
  invalid_answer: { status: 502, retryable: true },
  /** The caller's signal was aborted. */
  cancelled: { status: 499, retryable: false },
  internal: { status: 500, retryable: true },
};

/** Codes of what can be wrong with one field; widgets translate them with their `params`. */
export type FieldErrorCode =
  | "required"
  | "too_short"
  | "too_long"
  | "too_small"
  | "too_large"
  | "too_many"
  | "invalid_text"
  | "invalid_format"
  | "invalid_email"
  | "invalid_host"
  | "invalid_time_zone"
  | "invalid_option"
  | "not_found"
  | "duplicate"
  | "mismatch"
  | "ambiguous"
  | "weak_password"
  | "not_allowed";
